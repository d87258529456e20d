// The worst that a request can be: every field wrong, and as large as gRPC takes.

#include <string>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::Eq;
using ::testing::Field;
using ::testing::Ge;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

int LastOf(const FieldDescriptor& field) {
  const auto* type = field.enum_type();
  return type->value(type->value_count() - 1)->number();
}

// Fills every field of `message`, and of the messages in it, with what no rule takes. A text of
// `bytes` each; enums with a number that they do not have, unless they shall be known.
void FillWithNonsense(Message& message, size_t bytes, bool known_enums) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (field->is_map()) {
      Message* entry = reflection->AddMessage(&message, field);
      FillWithNonsense(*entry, bytes, known_enums);
      continue;
    }
    if (field->is_repeated()) continue;  // Those are the server's.
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        reflection->SetString(&message, field, "\n\"<" + std::string(bytes, 'A'));
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        reflection->SetEnumValue(&message, field, known_enums ? LastOf(*field) : 99);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        reflection->SetInt32(&message, field, -7);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection->SetInt64(&message, field, -7);
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        reflection->SetDouble(&message, field, -7);
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        FillWithNonsense(*reflection->MutableMessage(&message, field), bytes, known_enums);
        break;
      default:
        break;
    }
  }
}

class ApiWorstRequest : public ApiWorld {
 protected:
  // 1 MB of name and every other field wrong too, within the 4 MB that gRPC takes.
  static v1::CreateConnectorRequest Worst(bool known_enums) {
    v1::CreateConnectorRequest request;
    FillWithNonsense(request, 20'000, known_enums);
    request.set_connector_id(std::string(1 << 20, 'A'));
    request.set_parent("instances/alikafka");
    request.set_validate_only(false);
    return request;
  }
};

TEST_F(ApiWorstRequest, IsAnsweredWithReadableViolationsOfAtMostThirtyTwoFieldsAndTheirCount) {
  // Numbers that an enum does not have are told before anything else is judged.
  for (const bool known_enums : {false, true}) {
    v1::Connector ignored;

    const absl::Status status = Create(Worst(known_enums), &ignored);

    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(status, HasReason("VALIDATION_FAILED"));
    const std::vector<client::Violation> violations = client::ViolationsOf(status);
    EXPECT_THAT(violations, SizeIs(AllOf(Gt(15), Le(32))));
    EXPECT_THAT(client::ViolationCountOf(status), Ge(static_cast<int>(violations.size())));
    EXPECT_THAT(violations, Each(AllOf(Field(&client::Violation::field, Not(IsEmpty())),
                                       Field(&client::Violation::reason, Not(IsEmpty())),
                                       Field(&client::Violation::message, SizeIs(Ge(10))),
                                       Field(&client::Violation::message, SizeIs(Le(403))))));
    for (const client::Violation& violation : violations) {
      EXPECT_THAT(violation.message.find('\n'), Eq(std::string::npos)) << violation.message;
    }
    EXPECT_THAT(status.message().size(), Le(500));
  }
}

TEST_F(ApiWorstRequest, IsAnsweredForEveryOtherCallToo) {
  v1::CreateInstanceRequest instance;
  FillWithNonsense(instance, 20'000, /*known_enums=*/true);
  v1::Instance no_instance;
  EXPECT_THAT(Call(*instances_, &v1::InstanceService::StubInterface::CreateInstance, instance,
                   &no_instance),
              HasReason("VALIDATION_FAILED"));
  v1::SendTestRecordRequest record;
  FillWithNonsense(record, 1'000'000, /*known_enums=*/true);
  v1::SendTestRecordResponse no_record;
  EXPECT_THAT(
      Call(*connectors_, &v1::ConnectorService::StubInterface::SendTestRecord, record, &no_record),
      HasReason("VALIDATION_FAILED"));
  v1::ReplayDeadLettersRequest replay;
  FillWithNonsense(replay, 500'000, /*known_enums=*/true);
  google::longrunning::Operation no_operation;
  EXPECT_THAT(Call(*dead_letters_, &v1::DeadLetterService::StubInterface::ReplayDeadLetters, replay,
                   &no_operation),
              HasReason("VALIDATION_FAILED"));
}

}  // namespace
}  // namespace sluice::controlplane

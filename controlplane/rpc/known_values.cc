#include "controlplane/rpc/known_values.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/validation/violations.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/unknown_field_set.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void CheckNumber(const FieldDescriptor& field, int number, const std::string& path,
                 Violations& violations) {
  if (field.enum_type()->FindValueByNumber(number) != nullptr) return;
  violations.Add(path, "VALUE_UNKNOWN",
                 absl::StrCat("is ", number, ", which ", field.enum_type()->full_name(),
                              " does not have; is the server older than the client?"));
}

void Check(const Message& message, const std::string& prefix, Violations& violations);

void CheckField(const Message& message, const FieldDescriptor& field, const std::string& path,
                Violations& violations) {
  const auto& reflection = *message.GetReflection();
  const bool is_enum = field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
  if (!field.is_repeated()) {
    if (is_enum) {
      CheckNumber(field, reflection.GetEnumValue(message, &field), path, violations);
    } else {
      Check(reflection.GetMessage(message, &field), path + ".", violations);
    }
    return;
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const std::string element = absl::StrCat(path, "[", i, "]");
    if (is_enum) {
      CheckNumber(field, reflection.GetRepeatedEnumValue(message, &field, i), element, violations);
    } else {
      Check(reflection.GetRepeatedMessage(message, &field, i), element + ".", violations);
    }
  }
}

void Check(const Message& message, const std::string& prefix, Violations& violations) {
  const auto& reflection = *message.GetReflection();
  const auto& unknown = reflection.GetUnknownFields(message);
  for (int i = 0; i < unknown.field_count(); ++i) {
    violations.Add(absl::StrCat(prefix, unknown.field(i).number()), "FIELD_UNKNOWN",
                   absl::StrCat("is no field of ", message.GetDescriptor()->full_name(),
                                "; is the server older than the client?"));
  }
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const bool can_hold = field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM ||
                          field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (can_hold) CheckField(message, *field, prefix + field->name(), violations);
  }
}

}  // namespace

absl::Status CheckKnown(const Message& request) {
  Violations violations;
  Check(request, "", violations);
  return violations.empty() ? absl::OkStatus() : InvalidRequest(violations);
}

}  // namespace sluice::controlplane

#include "api/client/error_details.h"

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace sluice::client {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Bytes(std::initializer_list<const google::protobuf::Message*> details) {
  google::rpc::Status status;
  for (const google::protobuf::Message* detail : details) status.add_details()->PackFrom(*detail);
  return status.SerializeAsString();
}

TEST(ErrorDetails, AReasonAndARemedyTravelWithTheStatus) {
  google::rpc::ErrorInfo info;
  info.set_reason("TABLE_NOT_FOUND");
  (*info.mutable_metadata())["remedy"] = "create the table";

  const absl::Status status =
      StatusOfAnswer(absl::StatusCode::kFailedPrecondition, "no table", Bytes({&info}));

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "no table"));
  EXPECT_THAT(status, HasReason("TABLE_NOT_FOUND"));
  EXPECT_EQ(RemedyOf(status), "create the table");
}

TEST(ErrorDetails, EveryViolationOfFieldsAndOfTheWorldIsKept) {
  google::rpc::BadRequest request;
  auto* field = request.add_field_violations();
  field->set_field("connector.sink.table");
  field->set_reason("FIELD_REQUIRED");
  field->set_description("is empty");
  field->mutable_localized_message()->set_message("name the table");
  google::rpc::PreconditionFailure failure;
  auto* world = failure.add_violations();
  world->set_subject("table test_kafka");
  world->set_type("PERMISSION_MISSING");
  world->set_description("the role lacks Alter\ngrant Alter on table test_kafka to user x");

  const absl::Status status =
      StatusOfAnswer(absl::StatusCode::kInvalidArgument, "wrong", Bytes({&request, &failure}));

  EXPECT_THAT(
      ViolationsOf(status),
      ElementsAre(Violation{"connector.sink.table", "FIELD_REQUIRED", "is empty", "name the table"},
                  Violation{"table test_kafka", "PERMISSION_MISSING", "the role lacks Alter",
                            "grant Alter on table test_kafka to user x"}));
}

TEST(ErrorDetails, TheServersCountTellsWhenThereAreMoreViolationsThanTravelled) {
  google::rpc::BadRequest request;
  request.add_field_violations();
  google::rpc::ErrorInfo info;
  const absl::Status uncounted =
      StatusOfAnswer(absl::StatusCode::kInvalidArgument, "wrong", Bytes({&request, &info}));
  (*info.mutable_metadata())["violations"] = "45";
  const absl::Status counted =
      StatusOfAnswer(absl::StatusCode::kInvalidArgument, "wrong", Bytes({&request, &info}));
  (*info.mutable_metadata())["violations"] = "many";
  const absl::Status nonsense =
      StatusOfAnswer(absl::StatusCode::kInvalidArgument, "wrong", Bytes({&request, &info}));

  EXPECT_EQ(ViolationCountOf(counted), 45);
  EXPECT_EQ(ViolationCountOf(uncounted), 1);
  EXPECT_EQ(ViolationCountOf(nonsense), 1);
  EXPECT_EQ(ViolationCountOf(absl::NotFoundError("none")), 0);
}

TEST(ErrorDetails, DetailsThatCannotBeReadAreIgnored) {
  const absl::Status status =
      StatusOfAnswer(absl::StatusCode::kNotFound, "gone", "\xff\xff not a proto");

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, "gone"));
  EXPECT_EQ(ReasonOf(status), "");
  EXPECT_THAT(ViolationsOf(status), IsEmpty());
}

}  // namespace
}  // namespace sluice::client

#include "maxcompute/request/service_error.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/foreign_text.h"

namespace sluice::maxcompute {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Subject kTable{{"connector_test", "", "test_kafka"}, {}, "RAM$1:role/r"};

absl::Status Of(int http_status, absl::string_view code, absl::string_view message = "said",
                const Subject& subject = kTable) {
  return ToStatus({http_status, std::string(code), std::string(message), "r1", {}}, subject);
}

TEST(ServiceError, IsReadFromJsonAndFromXml) {
  const ServiceError json = ReadServiceError(
      {429,
       {{"x-odps-request-id", "r1"}},
       R"({"Code":"FlowExceeded","Message":"slow","RequestId":"x","HoldClientMillis":"1500"})"});
  EXPECT_EQ(json.code, "FlowExceeded");
  EXPECT_EQ(json.message, "slow");
  EXPECT_EQ(json.request_id, "r1");
  EXPECT_EQ(json.hold, absl::Milliseconds(1500));

  const ServiceError xml = ReadServiceError(
      {404,
       {},
       "<?xml version=\"1.0\"?><Error><Code>NoSuchTable</Code><Message>no &lt;t&gt;"
       "</Message><RequestId>r2</RequestId><HostId>h</HostId></Error>"});
  EXPECT_EQ(xml.code, "NoSuchTable");
  EXPECT_EQ(xml.message, "no <t>");
  EXPECT_EQ(xml.request_id, "r2");
}

TEST(ServiceError, WhatCannotBeReadGoesByItsHttpStatus) {
  for (const char* body : {"", "<html>Bad Gateway", "{", "[1]", "{\"Code\":1}", "text"}) {
    const ServiceError error = ReadServiceError({502, {}, body});
    EXPECT_EQ(error.code, "") << body;
    const absl::Status status = ToStatus(error, kTable);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable)) << body;
    EXPECT_FALSE(IsClearRefusal(status)) << body;
  }
  EXPECT_THAT(Of(404, ""), HasReason(kReasonTableNotFound));
  EXPECT_THAT(Of(401, ""), HasReason(kReasonCredentialsRejected));
  EXPECT_THAT(Of(403, ""), HasReason(kReasonPermissionMissing));
  EXPECT_THAT(Of(429, ""), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Of(409, ""), StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_EQ(ReadServiceError({409, {{"Retry-After", "3"}}, ""}).hold, absl::Seconds(3));
  EXPECT_THAT(Of(418, ""), HasReason(kReasonRequestRefused));
}

TEST(ServiceError, CodesBecomeAStatusAReasonAndACertainty) {
  struct Case {
    int http_status;
    const char* code;
    absl::StatusCode want;
    absl::string_view reason;
    bool clear;
  };
  using enum absl::StatusCode;
  for (const Case& c : std::vector<Case>{
           {404, "NoSuchProject", kNotFound, kReasonProjectNotFound, true},
           {404, "NoSuchTable", kNotFound, kReasonTableNotFound, true},
           {404, "NoSuchPartition", kNotFound, kReasonPartitionNotFound, true},
           {404, "NoSuchUpload", kNotFound, kReasonSessionNotFound, true},
           {404, "NoSuchObject", kNotFound, kReasonTableNotFound, true},
           {403, "NoPermission", kPermissionDenied, kReasonPermissionMissing, true},
           {401, "Unauthorized", kUnauthenticated, kReasonCredentialsRejected, true},
           {403, "SignatureNotMatch", kUnauthenticated, kReasonCredentialsRejected, true},
           {403, "RequestTimeTooSkewed", kUnauthenticated, kReasonClockSkewed, true},
           {400, "MissingPartitionSpec", kInvalidArgument, kReasonPartitionSpecInvalid, true},
           {409, "StatusConflict", kFailedPrecondition, kReasonSessionConflict, false},
           {400, "CorruptedDataStream", kDataLoss, kReasonBlockDamaged, true},
           {400, "DataStoreError", kInvalidArgument, kReasonValueRefused, true},
           {429, "SlotExceeded", kResourceExhausted, kReasonQuotaExceeded, true},
           {500, "InternalServerError", kUnavailable, kReasonMaxComputeFailed, false},
           {503, "ServiceUnavailable", kUnavailable, kReasonMaxComputeFailed, false},
           {412, "SchemaModified", kAborted, kReasonSchemaModified, true},
           {400, "SomethingNew", kInvalidArgument, kReasonRequestRefused, true},
           {500, "SomethingNew", kUnavailable, kReasonMaxComputeFailed, false},
           // A proxy in between may have failed after the service had done it.
           {500, "FlowExceeded", kResourceExhausted, kReasonQuotaExceeded, false},
       }) {
    const absl::Status status = Of(c.http_status, c.code);
    EXPECT_THAT(status, StatusIs(c.want)) << c.code;
    EXPECT_THAT(status, HasReason(c.reason)) << c.code;
    EXPECT_EQ(IsClearRefusal(status), c.clear) << c.code;
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.code));
  }
}

TEST(ServiceError, AMissingPermissionComesWithTheGrantThatMendsIt) {
  const absl::Status table = Of(
      403, "NoPermission",
      "ODPS-0130013:Authorization exception - Authorization Failed [4019], You have NO privilege "
      "'odps:Describe' on {acs:odps:*:projects/connector_test/tables/test_kafka}.");
  EXPECT_EQ(MissingActionOf(table), "Describe");
  EXPECT_EQ(RemedyOf(table), "grant Describe on table test_kafka to user `RAM$1:role/r`;");
  // Whoever shows an error shows both, each in its place.
  EXPECT_THAT(std::string(table.message()), Not(HasSubstr(RemedyOf(table))));

  const absl::Status project = Of(403, "NoPermission",
                                  "You have NO privilege 'odps:CreateInstance' on "
                                  "{acs:odps:*:projects/connector_test}.");
  EXPECT_EQ(RemedyOf(project),
            "grant CreateInstance on project connector_test to user `RAM$1:role/r`;");
}

TEST(ServiceError, WhoIsNoUserOfTheProjectIsToBeAdded) {
  const absl::Status status =
      Of(403, "NoPermission", "You have NO privilege 'odps:Read' on {acs:odps:*:projects/p}.");

  EXPECT_EQ(RemedyOf(status), "add user `RAM$1:role/r`;");
}

TEST(ServiceError, APermissionThatTheServiceDoesNotNameIsNotGuessed) {
  const absl::Status status = Of(403, "AccessDenied", "no");

  EXPECT_EQ(MissingActionOf(status), "");
  EXPECT_EQ(RemedyOf(status), "show grants for `RAM$1:role/r`;");
}

TEST(ServiceError, MessagesNameTheThingAndAreBounded) {
  const Subject partition{{"p", "", "t"}, PartitionSpec{{"pt", "a"}}, ""};
  const absl::Status status = Of(404, "NoSuchPartition", std::string(5000, 'x'), partition);

  EXPECT_THAT(std::string(status.message()),
              HasSubstr("partition pt=a of table t in project p does not exist"));
  EXPECT_LT(status.message().size(), 1024);
}

TEST(ServiceError, TheServicesWordsStayReadableOnOneLine) {
  const absl::Status status =
      Of(400, "SomethingNew", "can't\nparse 'é'" + std::string(600, ' ') + "é");

  EXPECT_THAT(std::string(status.message()), HasSubstr("can't parse 'é'"));
}

TEST(ServiceError, ATextIsNotCutWithinACharacter) {
  std::string text(511, 'x');
  EXPECT_EQ(ForeignText(text + "é"), text);
  EXPECT_EQ(ForeignText(text + "y"), text + "y");
}

TEST(ServiceError, ANoSuchObjectAboutAPartitionIsThePartition) {
  EXPECT_THAT(Of(404, "NoSuchObject", "", {{"p", "", "t"}, PartitionSpec{{"pt", "a"}}, ""}),
              HasReason(kReasonPartitionNotFound));
  EXPECT_THAT(Of(404, "NoSuchObject", "", {{"p", "", ""}, {}, ""}),
              HasReason(kReasonProjectNotFound));
}

TEST(ServiceError, WithoutAnAnswerOnlyAnUnsentRequestIsAClearRefusal) {
  const absl::Status unsent = ToStatus(
      http::WithDelivery(absl::UnavailableError("refused"), http::Delivery::kNotSent), kTable, "h");
  const absl::Status late = ToStatus(absl::DeadlineExceededError("late"), kTable, "h");

  EXPECT_TRUE(IsClearRefusal(unsent));
  EXPECT_THAT(unsent, HasReason(kReasonMaxComputeUnreachable));
  EXPECT_FALSE(IsClearRefusal(late));
  EXPECT_THAT(late, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(IsClearRefusal(absl::OkStatus()));
}

}  // namespace
}  // namespace sluice::maxcompute

#include "cli/output/error_text.h"

#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

TEST(ErrorText, TellsReasonMessageEveryViolationAndTheRemedy) {
  absl::Status status = client::WithViolations(
      WithReason(absl::InvalidArgumentError("2 fields are wrong"), "VALIDATION_FAILED"),
      {{"connector.sink.table", "FIELD_REQUIRED", "is empty", "name the table"},
       {"connector.scaling.tasks", "FIELD_OUT_OF_RANGE", "is 65", ""}});

  EXPECT_EQ(ErrorText(status, Format::kTable),
            "sluicectl: VALIDATION_FAILED: 2 fields are wrong\n"
            "  connector.sink.table: FIELD_REQUIRED: is empty\n"
            "    – name the table\n"
            "  connector.scaling.tasks: FIELD_OUT_OF_RANGE: is 65\n");
}

TEST(ErrorText, WhatTheViolationsSayIsNotSaidAgain) {
  absl::Status status = client::WithViolations(
      WithRemedy(WithReason(absl::FailedPreconditionError("2 things: no topic a; no table t"),
                            "PREFLIGHT_FAILED"),
                 "make topic a\nmake table t"),
      {{"topic a", "SOURCE_TOPIC_NOT_FOUND", "no topic a", "make topic a"},
       {"table t", "TABLE_NOT_FOUND", "no table t", "make table t"}});

  EXPECT_EQ(ErrorText(status, Format::kTable),
            "sluicectl: PREFLIGHT_FAILED: 2 things are wrong\n"
            "  topic a: SOURCE_TOPIC_NOT_FOUND: no topic a\n"
            "    – make topic a\n"
            "  table t: TABLE_NOT_FOUND: no table t\n"
            "    – make table t\n");
}

TEST(ErrorText, WhenTheAnswerHadNoRoomForAllTheirNumberIsTold) {
  google::rpc::BadRequest request;
  for (const char* field : {"connector_id", "parent"}) {
    auto* violation = request.add_field_violations();
    violation->set_field(field);
    violation->set_reason("FIELD_FORM");
    violation->set_description("is wro…");
  }
  google::rpc::ErrorInfo info;
  info.set_reason("VALIDATION_FAILED");
  (*info.mutable_metadata())["violations"] = "45";
  google::rpc::Status details;
  details.add_details()->PackFrom(info);
  details.add_details()->PackFrom(request);

  EXPECT_EQ(ErrorText(client::StatusOfAnswer(absl::StatusCode::kInvalidArgument,
                                             "connector_id is wrong in many words; and 44 more",
                                             details.SerializeAsString()),
                      Format::kTable),
            "sluicectl: VALIDATION_FAILED: 45 things are wrong\n"
            "  connector_id: FIELD_FORM: is wro…\n"
            "  parent: FIELD_FORM: is wro…\n"
            "  and 43 more, which are told when these are right\n");
}

TEST(ErrorText, ALoneFieldTakesOneLine) {
  absl::Status status = client::WithViolations(
      WithReason(absl::InvalidArgumentError("connector_id is \"A\"; use a-z"), "VALIDATION_FAILED"),
      {{"connector_id", "NAME_INVALID", "is \"A\"; use a-z", ""}});

  EXPECT_EQ(ErrorText(status, Format::kTable),
            "sluicectl: VALIDATION_FAILED: connector_id is \"A\"; use a-z\n");
}

TEST(ErrorText, TheOnlyCauseIsToldOnce) {
  absl::Status status = client::WithViolations(
      WithRemedy(
          WithReason(absl::FailedPreconditionError("no table t in project p"), "TABLE_NOT_FOUND"),
          "create it"),
      {{"table p.t", "TABLE_NOT_FOUND", "no table t in project p", "create it"}});

  EXPECT_EQ(ErrorText(status, Format::kTable),
            "sluicectl: TABLE_NOT_FOUND: no table t in project p\nremedy: create it\n");
}

TEST(ErrorText, StatementsOfARemedyStayLines) {
  const absl::Status status = WithRemedy(
      WithReason(absl::PermissionDeniedError("the role lacks two grants"), "PERMISSION_MISSING"),
      "grant Alter on table t to user u;\ngrant Update on table t to user u;");

  EXPECT_EQ(ErrorText(status, Format::kTable),
            "sluicectl: PERMISSION_MISSING: the role lacks two grants\n"
            "remedy: grant Alter on table t to user u;\n"
            "        grant Update on table t to user u;\n");
}

TEST(ErrorText, ARemedyThatTheMessageEndsWithIsToldOnce) {
  const absl::Status status = WithRemedy(
      WithReason(absl::PermissionDeniedError("no Update: grant it;"), "PERMISSION_MISSING"),
      "grant it;");

  EXPECT_EQ(ErrorText(status, Format::kTable),
            "sluicectl: PERMISSION_MISSING: no Update\nremedy: grant it;\n");
}

TEST(ErrorText, WithoutAReasonTheCodeStandsThere) {
  EXPECT_EQ(ErrorText(absl::NotFoundError("gone"), Format::kTable), "sluicectl: NOT_FOUND: gone\n");
}

TEST(ErrorText, WhatTheServerSaysNeverCommandsTheTerminal) {
  EXPECT_EQ(ErrorText(absl::NotFoundError("a\x1b[2J"), Format::kTable),
            "sluicectl: NOT_FOUND: a\\x1b[2J\n");
}

TEST(ErrorText, ProgramsGetOneObject) {
  absl::Status status = client::WithViolations(
      WithReason(absl::FailedPreconditionError("not \xff yet"), "NOT_PROVISIONED"),
      {{"topic a", "TOPIC_UNFIT", "has 2 partitions", "make it with 6"}});

  EXPECT_EQ(ErrorText(status, Format::kJson), R"({
  "code": "FAILED_PRECONDITION",
  "reason": "NOT_PROVISIONED",
  "message": "not � yet",
  "violations": [
    {
      "field": "topic a",
      "reason": "TOPIC_UNFIT",
      "message": "has 2 partitions",
      "remedy": "make it with 6"
    }
  ],
  "violationCount": 1,
  "remedy": "",
  "exitCode": 6
}
)");
}

}  // namespace
}  // namespace sluice::cli

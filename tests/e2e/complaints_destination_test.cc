// What people complain of when MaxCompute is slow, full, or not as it was: they are shown the true
// state, the first cause and what to do within seconds, and what they are told helps.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/e2e/complaint_scenario.h"

namespace sluice::e2e {
namespace {

class DestinationComplaints : public ComplaintScenario {
 protected:
  // Does what people are told, statement by statement.
  void FollowTheRemedy() {
    const std::string remedy = Remedy();
    for (absl::string_view statement : absl::StrSplit(remedy, '\n', absl::SkipEmpty()))
      Statement(std::string(statement));
  }
};

TEST_F(DestinationComplaints, DestinationSlow) {
  RunConnector();
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"put_block"},"action":"hold_before","times":0})");
  Send();

  ExpectSeen(v1::Connector::DEGRADED, "MAXCOMPUTE_UNREACHABLE");
  emulator_->RemoveFault(fault);
  Say("(MaxCompute answers again.)");

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("destination_slow");
}

TEST_F(DestinationComplaints, QuotaReached) {
  RunConnector();
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"create_upload"},"action":"fail","status":429,)"
      R"("code":"RequestQuotaExceeded","message":"too many upload sessions","times":0})");
  Send();

  ExpectSeen(v1::Connector::DEGRADED, "QUOTA_EXCEEDED");
  emulator_->RemoveFault(fault);
  Say("(The limit is raised.)");

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("quota_reached");
}

TEST_F(DestinationComplaints, PermissionRevoked) {
  RunConnector();
  ASSERT_THAT(emulator_->Sql(absl::StrCat("revoke Update on table ", table_, " from user `",
                                          emulator_->principal(), "`")),
              IsOk());
  Send();

  ExpectSeen(v1::Connector::FAILED, "PERMISSION_MISSING");
  FollowTheRemedy();

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("permission_revoked");
}

TEST_F(DestinationComplaints, TableDropped) {
  RunConnector();
  ASSERT_THAT(emulator_->Sql(absl::StrCat("DROP TABLE ", table_, ";")), IsOk());
  expected_.clear();
  Send();

  ExpectSeen(v1::Connector::FAILED, "TABLE_NOT_FOUND");
  Statement(absl::StrCat("CREATE TABLE ", table_,
                         "(topic STRING,partition BIGINT,offset BIGINT,key STRING,value STRING) "
                         "PARTITIONED BY (pt STRING);"));
  Statement(absl::StrCat("grant Describe, Alter, Update on table ", table_, " to user `",
                         emulator_->principal(), "`;"));

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("table_dropped");
}

TEST_F(DestinationComplaints, TableAltered) {
  RunConnector();
  ASSERT_THAT(emulator_->Sql(
                  absl::StrCat("ALTER TABLE ", table_, " CHANGE COLUMN `value` RENAME TO `text`;")),
              IsOk());
  Send();

  ExpectSeen(v1::Connector::FAILED, "TABLE_UNFIT");
  FollowTheRemedy();

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("table_altered");
}

TEST_F(DestinationComplaints, CredentialsRejected) {
  RunConnector();
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"create_upload"},"action":"fail","status":401,)"
      R"("code":"InvalidAccessKeyId","message":"the access key is disabled","times":0})");
  Send();

  ExpectSeen(v1::Connector::FAILED, "CREDENTIALS_REJECTED");
  emulator_->RemoveFault(fault);
  Say("(The account's owner lets the role in again.)");

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("credentials_rejected");
}

}  // namespace
}  // namespace sluice::e2e

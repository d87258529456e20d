#include "emulator/access/security_statement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

using ::testing::ElementsAre;
using Verb = SecurityCommand::Verb;

TEST(ParseSecurityStatement, TakesTheStatementsOfTheScenarioVerbatim) {
  SecurityCommand add =
      *ParseSecurityStatement("add user `RAM$:$1234:role/aliyunkafkamaxcomputeuser1`");
  EXPECT_EQ(add.verb, Verb::kAddUser);
  EXPECT_EQ(add.user->Name(), "RAM$1234:role/aliyunkafkamaxcomputeuser1");

  SecurityCommand project = *ParseSecurityStatement(
      "grant CreateInstance on project connector_test to user "
      "`RAM$1234:role/aliyunkafkamaxcomputeuser1`");
  EXPECT_THAT(project.actions, ElementsAre("CreateInstance"));
  EXPECT_EQ(project.object_name, "connector_test");

  SecurityCommand table = *ParseSecurityStatement(
      "grant Describe, Alter, Update on table test_kafka to user "
      "`RAM$1234:role/aliyunkafkamaxcomputeuser1`;");
  EXPECT_TRUE(table.on_table);
  EXPECT_THAT(table.actions, ElementsAre("Describe", "Alter", "Update"));
}

TEST(ParseSecurityStatement, TakesOddSpacingCaseAndQualifiedNames) {
  SecurityCommand revoke =
      *ParseSecurityStatement("REVOKE describe,SELECT\n ON Table P1.`T1` FROM USER ALIYUN$12 ;");
  EXPECT_EQ(revoke.verb, Verb::kRevoke);
  EXPECT_THAT(revoke.actions, ElementsAre("Describe", "Select"));
  EXPECT_EQ(revoke.object_project, "p1");
  EXPECT_EQ(revoke.object_name, "t1");
  EXPECT_EQ(ParseSecurityStatement("show grants for user RAM$1:role/x")->user->role, "x");
  EXPECT_FALSE(ParseSecurityStatement("Show Grants;")->user.has_value());
  EXPECT_EQ(ParseSecurityStatement("whoami;")->verb, Verb::kWhoAmI);
}

TEST(ParseSecurityStatement, GivenSomethingElseSaysWhy) {
  for (const char* text :
       {"", "add", "add user", "add user bob", "grant on table t to user ALIYUN$1",
        "grant CreateInstance on table t to user ALIYUN$1",
        "grant Select on project p to user ALIYUN$1", "grant Select on view v to user ALIYUN$1",
        "grant Select on table t to role r", "grant Select on table t", "list users now",
        "grant Select on table"}) {
    EXPECT_THAT(ParseSecurityStatement(text).status(), HasReason("InvalidParameter")) << text;
  }
}

}  // namespace
}  // namespace sluice::emulator

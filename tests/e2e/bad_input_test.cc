// What a user gets wrong before anything runs: each answer says what it is and what to do.

#include "absl/strings/str_cat.h"
#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::HasSubstr;

class BadInput : public ProductScenario {
 protected:
  // Everything that a person is shown of an error.
  static std::string TextOf(const absl::Status& status) {
    std::string text =
        absl::StrCat(ReasonOf(status), " ", std::string(status.message()), " ", RemedyOf(status));
    for (const client::Violation& violation : client::ViolationsOf(status)) {
      absl::StrAppend(&text, "\n", violation.field, " ", violation.reason, " ", violation.message,
                      " ", violation.remedy);
    }
    return text;
  }
};

TEST_F(BadInput, ASecondConnectorOfTheSameNameExistsAlready) {
  MakeTopic(topic_);
  ASSERT_THAT(Create(), IsOk());

  EXPECT_THAT(Create().status(), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(BadInput, ASourceTopicThatIsNotThereIsNamed) {
  EXPECT_THAT(TextOf(Create().status()), HasSubstr("SOURCE_TOPIC_NOT_FOUND"));
}

TEST_F(BadInput, ATableThatIsNotThereIsNamed) {
  MakeTopic(topic_);
  v1::Connector connector = Definition();
  connector.mutable_sink()->set_table("no_such_table");

  const std::string text = TextOf(Create(connector).status());

  EXPECT_THAT(text, HasSubstr("TABLE_NOT_FOUND"));
  EXPECT_THAT(text, HasSubstr("no_such_table"));
}

TEST_F(BadInput, ARoleThatDoesNotTrustTheServiceIsNamed) {
  MakeTopic(topic_);
  ASSERT_THAT(emulator_->CreateRole("Stranger", "ecs.aliyuncs.com"), IsOk());
  v1::Connector connector = Definition();
  connector.mutable_sink()->set_role_name("Stranger");

  EXPECT_THAT(TextOf(Create(connector).status()), HasSubstr("ROLE_NOT_TRUSTED"));
}

TEST_F(BadInput, EachMissingGrantIsReportedWithTheStatementThatMendsIt) {
  MakeTopic(topic_);
  const std::string user = absl::StrCat("`", emulator_->principal(), "`");
  const std::pair<std::string, std::string> grants[] = {
      {"CreateInstance", "project connector_test"},
      {"Describe", "table test_kafka"},
      {"Alter", "table test_kafka"},
      {"Update", "table test_kafka"}};
  for (const auto& [action, object] : grants) {
    ASSERT_THAT(
        emulator_->Sql(absl::StrCat("revoke ", action, " on ", object, " from user ", user)),
        IsOk());

    EXPECT_THAT(TextOf(Create().status()),
                HasSubstr(absl::StrCat("grant ", action, " on ", object, " to user ", user)));

    ASSERT_THAT(emulator_->Sql(absl::StrCat("grant ", action, " on ", object, " to user ", user)),
                IsOk());
  }
  EXPECT_THAT(Create(), IsOk());
}

}  // namespace
}  // namespace sluice::e2e

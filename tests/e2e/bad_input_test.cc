// What a user gets wrong before anything runs: each answer says what it is and what to do.

#include <fstream>

#include "absl/strings/str_cat.h"
#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/cluster/child_process.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::HasSubstr;
using ::testing::Le;

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

// By the real sluicectl: a name of 1 MB, and nothing else is right either.
TEST_F(BadInput, TheWorstFileIsAnsweredReadablyAndShortly) {
  const std::string file = absl::StrCat(cluster::FreshFolder("worst"), "/worst.yaml");
  std::ofstream(file) << "kind: Connector\nname: instances/local/connectors/"
                      << std::string(1 << 20, 'A') << R"(
labels: {"A B": "\u0007"}
description: "\u0007"
source: {topic: no topic, startTime: "0001-01-01T00:00:00Z"}
resources: {creation: automatic, offsetTopic: a b, taskGroup: a, replicationFactor: -1}
sink:
  {endpoint: none, tunnelEndpoint: none, project: a-b, table: "", accountUid: x, roleName: "", format: csv,
   timeZone: Mars, partitionClock: ingest, latePolicy: {pastMax: -1d, futureMax: 5000d}}
errorPolicy: {tolerance: none, maxShare: 7, maxPerMinute: -1}
scaling: {tasks: 65}
vpcId: a b
)";

  const absl::StatusOr<std::string> answer =
      cluster::RunToEnd({cluster::Runfile("cli/sluicectl"), "create", "-f", file, "--server",
                         control_plane_->address()});

  ASSERT_FALSE(answer.ok());
  const std::string text(answer.status().message());
  EXPECT_THAT(text, HasSubstr("VALIDATION_FAILED: 2"));
  for (const char* field :
       {"connector_id: NAME_INVALID", "connector.source.topic",
        "connector.sink.late_policy.past_max", "connector.error_policy.max_share",
        "connector.resources.replication_factor", "connector.scaling.tasks", "connector.vpc_id"}) {
    EXPECT_THAT(text, HasSubstr(field));
  }
  EXPECT_THAT(text.size(), Le(8000));
}

}  // namespace
}  // namespace sluice::e2e

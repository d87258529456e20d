#include "controlplane/preflight/world_preflight.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "base/kafka/in_memory_admin.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/preflight/in_memory_table_connections.h"
#include "controlplane/validation/connector_rules.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using maxcompute::InMemoryTunnel;
using maxcompute::TypeKind;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kTimeout = absl::Seconds(1);

maxcompute::Column AColumn(const std::string& name, TypeKind kind) {
  return {name, maxcompute::ColumnType{kind}};
}

maxcompute::TableSchema R0Schema() {
  return {{AColumn("topic", TypeKind::kString), AColumn("partition", TypeKind::kBigint),
           AColumn("offset", TypeKind::kBigint), AColumn("key", TypeKind::kString),
           AColumn("value", TypeKind::kString)},
          {AColumn("pt", TypeKind::kString)}};
}

absl::Status Missing(const std::string& grant) {
  return WithRemedy(
      WithReason(absl::PermissionDeniedError("a permission is missing"), "PERMISSION_MISSING"),
      grant);
}

// The world of R0: the topic and the table are there, the role may do everything.
class WorldPreflightTest : public testing::Test {
 protected:
  WorldPreflightTest() {
    instance_.id = "kafka-1";
    connector_.id = {"kafka-1", "orders"};
    connector_.uid = "uid-1";
    connector_.spec.source.topic = "orders-in";
    connector_.spec.sink.project = "Connector_Test";
    connector_.spec.sink.table = "test_kafka";
    FillDefaults(connector_, &instance_);
    CreateTopic("orders-in", {});
    tables_.tunnel().AddTable(table_, R0Schema());
  }

  void CreateTopic(const std::string& name, const kafka::TopicConfigs& configs) {
    kafka::NewTopic topic;
    topic.name = name;
    topic.configs = configs;
    EXPECT_THAT(kafka::InMemoryAdmin(cluster_).CreateTopics({topic}, kTimeout), IsOk());
  }

  absl::StatusOr<std::vector<Finding>> Check() {
    return WorldPreflight(clusters_, tables_, kTimeout).Check(connector_, instance_);
  }

  const maxcompute::TableName table_{"connector_test", "", "test_kafka"};
  kafka::InMemoryCluster cluster_;
  InMemoryConnections clusters_{cluster_};
  InMemoryTableConnections tables_;
  Instance instance_;
  Connector connector_;
};

TEST_F(WorldPreflightTest, InTheWorldOfR0NothingIsFoundAndNothingIsLeftBehind) {
  EXPECT_THAT(Check(), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(tables_.tunnel().Partitions(table_), IsEmpty());
  EXPECT_THAT(tables_.sql().Statements(),
              ElementsAre(HasSubstr("DROP IF EXISTS PARTITION (pt='sluice-preflight')")));
}

TEST_F(WorldPreflightTest, AMissingSourceTopicIsFound) {
  connector_.spec.source.topic = "none";
  EXPECT_THAT(Check(),
              IsOkAndHolds(ElementsAre(AllOf(Field(&Finding::reason, "SOURCE_TOPIC_NOT_FOUND"),
                                             Field(&Finding::subject, "topics/none")))));
}

TEST_F(WorldPreflightTest, AnOwnTopicThatExistsAndDoesNotFitIsFound) {
  CreateTopic("connect-config-orders", {{"cleanup.policy", "delete"}});
  EXPECT_THAT(Check(),
              IsOkAndHolds(Contains(AllOf(Field(&Finding::reason, "TOPIC_UNFIT"),
                                          Field(&Finding::message, HasSubstr("cleanup.policy"))))));
}

TEST_F(WorldPreflightTest, AMissingTableIsFoundAndNothingMoreIsAskedAboutIt) {
  connector_.spec.sink.table = "none";
  EXPECT_THAT(Check(), IsOkAndHolds(ElementsAre(Field(&Finding::reason, "TABLE_NOT_FOUND"))));
  EXPECT_THAT(tables_.sql().Statements(), IsEmpty());
}

TEST_F(WorldPreflightTest, ARoleThatDoesNotTrustUsIsFoundOnce) {
  tables_.catalog().FailNext(WithRemedy(
      WithReason(absl::PermissionDeniedError("the role does not trust"), "ROLE_NOT_TRUSTED"),
      "let it trust alikafka"));
  EXPECT_THAT(Check(),
              IsOkAndHolds(ElementsAre(AllOf(Field(&Finding::reason, "ROLE_NOT_TRUSTED"),
                                             Field(&Finding::remedy, "let it trust alikafka")))));
}

TEST_F(WorldPreflightTest, EveryMissingGrantIsFoundAtOnceWithItsStatement) {
  tables_.sql().FailNext(Missing("grant Alter on table test_kafka to user u;"));
  tables_.tunnel().FailNext(InMemoryTunnel::Operation::kCreateUpload,
                            Missing("grant Update on table test_kafka to user u;"));
  const auto findings = Check();
  ASSERT_THAT(findings, IsOkAndHolds(SizeIs(2)));
  EXPECT_THAT((*findings)[0].remedy, Eq("grant Alter on table test_kafka to user u;"));
  EXPECT_THAT((*findings)[1].remedy, Eq("grant Update on table test_kafka to user u;"));
  const absl::Status status = StatusOf(*findings);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason("PREFLIGHT_FAILED"));
  EXPECT_THAT(RemedyOf(status), AllOf(HasSubstr("grant Alter"), HasSubstr("grant Update")));
}

TEST_F(WorldPreflightTest, WithoutDescribeTheOtherGrantsAreStillAskedFor) {
  tables_.catalog().FailNext(absl::OkStatus());
  tables_.catalog().FailNext(Missing("grant Describe on table test_kafka to user u;"));
  tables_.sql().FailNext(Missing("grant Alter on table test_kafka to user u;"));
  EXPECT_THAT(Check(), IsOkAndHolds(SizeIs(2)));
}

TEST_F(WorldPreflightTest, UpdateIsAskedForInAPartitionThatExists) {
  const maxcompute::PartitionSpec partition({{"pt", "11-17-2020 15"}});
  tables_.tunnel().AddPartition(table_, partition);
  EXPECT_THAT(Check(), IsOkAndHolds(IsEmpty()));
  ASSERT_THAT(tables_.tunnel().Sessions(), SizeIs(1));
  EXPECT_THAT(tables_.tunnel().Sessions()[0].partition, Eq(partition));
  EXPECT_THAT(tables_.tunnel().Rows(table_, partition), IsEmpty());
}

TEST_F(WorldPreflightTest, ColumnsThatDoNotFitAreFoundAllAtOnce) {
  maxcompute::TableSchema schema = R0Schema();
  schema.columns[1].type.kind = TypeKind::kString;
  schema.columns.pop_back();
  tables_.tunnel().AddTable({"connector_test", "", "unfit"}, schema);
  connector_.spec.sink.table = "unfit";
  EXPECT_THAT(Check(), IsOkAndHolds(ElementsAre(Field(&Finding::reason, "TABLE_UNFIT"),
                                                Field(&Finding::reason, "TABLE_UNFIT"))));
}

TEST_F(WorldPreflightTest, WithKafkaAwayItIsATypedErrorThatCanBeTriedAgain) {
  cluster_.SetReachable(false);
  EXPECT_THAT(Check(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(WorldPreflightTest, WithMaxComputeAwayItIsATypedErrorThatCanBeTriedAgain) {
  tables_.catalog().FailNext(
      WithReason(absl::UnavailableError("no answer"), "MAXCOMPUTE_UNREACHABLE"));
  const auto answer = Check();
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(answer, HasReason("MAXCOMPUTE_UNREACHABLE"));
}

TEST_F(WorldPreflightTest, WhatIsFoundCountsMoreThanWhatCouldNotBeAsked) {
  cluster_.SetReachable(false);
  connector_.spec.sink.table = "none";
  EXPECT_THAT(Check(), IsOkAndHolds(ElementsAre(Field(&Finding::reason, "TABLE_NOT_FOUND"))));
}

}  // namespace
}  // namespace sluice::controlplane

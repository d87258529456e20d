#include "controlplane/preflight/world_preflight.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_connection_probe.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/preflight/in_memory_table_connections.h"
#include "controlplane/validation/connector_rules.h"
#include "formats/intent.h"
#include "gmock/gmock.h"
#include "maxcompute/request/service_error.h"

namespace sluice::controlplane {
namespace {

using maxcompute::InMemoryTunnel;
using maxcompute::TypeKind;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Lt;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kTimeout = absl::Seconds(1);
constexpr char kUser[] = " to user `RAM$188:role/aliyunkafkamaxcomputeuser1`;";

maxcompute::Column AColumn(const std::string& name, TypeKind kind) {
  return {name, maxcompute::ColumnType{kind}};
}

maxcompute::TableSchema R0Schema() {
  return {{AColumn("topic", TypeKind::kString), AColumn("partition", TypeKind::kBigint),
           AColumn("offset", TypeKind::kBigint), AColumn("key", TypeKind::kString),
           AColumn("value", TypeKind::kString)},
          {AColumn("pt", TypeKind::kString)}};
}

// As the service refuses.
absl::Status Missing(const std::string& action) {
  return maxcompute::ToStatus(
      maxcompute::ServiceError{
          .http_status = 403,
          .code = "NoPermission",
          .message = "You have NO privilege 'odps:" + action + "' on {acs:odps:*:projects/p}."},
      maxcompute::Subject{});
}

absl::Status Refusal(absl::StatusCode code, absl::string_view reason) {
  return WithReason(absl::Status(code, "refused"), reason);
}

// The world of R0: the topic and the table are there, the role may do everything.
struct World {
  World() {
    instance.id = "kafka-1";
    instance.bootstrap_servers = {"a:9092"};
    connector.id = {"kafka-1", "orders"};
    connector.spec.source.topic = "orders-in";
    MaxComputeSink& sink = connector.spec.sink;
    sink.endpoint = "http://127.0.0.1:1/api";
    sink.project = "Connector_Test";
    sink.table = "test_kafka";
    sink.account_uid = "188";
    sink.role_name = "AliyunKafkaMaxComputeUser1";
    FillDefaults(connector, &instance);
    CreateTopic("orders-in", 3);
    probe.Answer("a:9092", kafka::ClusterDescription());
    tables.tunnel().AddTable(table, R0Schema());
    tables.sql().OnSelect([](absl::string_view) { return maxcompute::SqlRows(); });
  }

  void CreateTopic(const std::string& name, int partitions,
                   const kafka::TopicConfigs& configs = {}) {
    kafka::NewTopic topic;
    topic.name = name;
    topic.partitions = partitions;
    topic.configs = configs;
    EXPECT_THAT(admin.CreateTopics({topic}, kTimeout), IsOk());
  }

  void CommitTaskGroup(const std::string& metadata) {
    EXPECT_THAT(
        admin.CommitOffsets("connect-task-orders", {{{"orders-in", 0}, {7, metadata}}}, kTimeout),
        IsOk());
  }

  PreflightReport Check(const AskAbout& about = {}) {
    return WorldPreflight(clusters, probe, tables, options).Check(connector, instance, about);
  }

  const maxcompute::TableName table{"connector_test", "", "test_kafka"};
  kafka::InMemoryCluster cluster;
  kafka::InMemoryAdmin admin{cluster};
  InMemoryConnections clusters{cluster};
  kafka::InMemoryConnectionProbe probe;
  InMemoryTableConnections tables;
  Instance instance;
  Connector connector;
  WorldPreflightOptions options;
};

Findings Of(const PreflightReport& report, Severity severity) {
  Findings findings;
  for (const Finding& finding : report.findings) {
    if (finding.severity == severity) findings.push_back(finding);
  }
  return findings;
}

Findings NotInfo(const PreflightReport& report) {
  Findings findings;
  for (const Finding& finding : report.findings) {
    if (finding.severity != Severity::kInfo) findings.push_back(finding);
  }
  return findings;
}

TEST(WorldPreflight, InTheWorldOfR0EverythingIsCheckedAndNothingIsLeftBehind) {
  World world;
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), IsEmpty());
  EXPECT_THAT(report.findings, Each(Field(&Finding::reason, "CHECKED")));
  EXPECT_THAT(report.unanswered, IsOk());
  std::vector<std::string> said;
  for (const Finding& finding : report.findings) said.push_back(finding.message);
  EXPECT_THAT(
      said,
      IsSupersetOf<testing::Matcher<std::string>>(
          {HasSubstr("instance kafka-1 answers"),
           HasSubstr("source topic orders-in exists, with 3 partition(s)"),
           HasSubstr("topic connect-offset-orders is not there yet"),
           HasSubstr("group connect-task-orders is free"),
           HasSubstr("every right that it needs on the brokers"), HasSubstr("MaxCompute answers"),
           HasSubstr("role AliyunKafkaMaxComputeUser1 is accepted"),
           HasSubstr("project Connector_Test exists"), HasSubstr("fits this mode and format"),
           HasSubstr("is partitioned by pt"), HasSubstr("holds Describe"),
           HasSubstr("holds CreateInstance on the project and Alter"), HasSubstr("holds Update"),
           HasSubstr("holds Select"), HasSubstr("after at most 2s")}));
  EXPECT_THAT(world.tables.tunnel().Partitions(world.table), IsEmpty());
  EXPECT_THAT(world.tables.sql().Statements(),
              UnorderedElementsAre(
                  HasSubstr("DROP IF EXISTS PARTITION (pt='sluice-preflight')"),
                  "SELECT * FROM connector_test.`test_kafka` WHERE `pt`='sluice-preflight' LIMIT "
                  "1;"));
}

// One thing that is not as it should be, and the one finding that comes of it.
struct Case {
  std::string what;
  std::function<void(World&)> arrange;
  Finding found;  // Its message is a part of the finding's; its remedy, too.
};

std::vector<Case> KafkaCases() {
  const Severity error = Severity::kError, warning = Severity::kWarning;
  return {
      {"no source topic",
       [](World& w) { w.connector.spec.source.topic = "none"; },
       {error, "connector.source.topic", "SOURCE_TOPIC_NOT_FOUND", "topics/none",
        "source topic none does not exist on instance kafka-1",
        "kafka-topics.sh --bootstrap-server a:9092 --create --topic none"}},
      {"an own topic does not fit",
       [](World& w) {
         w.CreateTopic("connect-config-orders", 1, {{"cleanup.policy", "delete"}});
       },
       {error, "connector.resources.config_topic", "TOPIC_UNFIT", "topics/connect-config-orders",
        "cleanup.policy is delete, expected compact", ""}},
      {"an own topic is not as recommended",
       [](World& w) {
         w.CreateTopic("connect-status-orders", 2, {{"cleanup.policy", "compact"}});
       },
       {warning, "connector.resources.status_topic", "NOT_RECOMMENDED",
        "topics/connect-status-orders", "partitions is 2", ""}},
      {"tiered storage is wanted and the brokers have none",
       [](World& w) {
         w.connector.spec.resources.dead_letter_storage = StorageEngine::kCloud;
         w.connector.spec.resources.abnormal_data_storage = StorageEngine::kCloud;
       },
       {error, "connector.resources.dead_letter_topic", "TIERED_STORAGE_UNAVAILABLE",
        "topics/connect-error-orders", "no tiered storage", "choose LOCAL"}},
      {"the connector group has another name than is usual",
       [](World& w) { w.connector.spec.resources.connector_group = "mine"; },
       {warning, "connector.resources.connector_group", "NOT_RECOMMENDED", "groups/mine", "", ""}},
      {"a topic is to be there and is not",
       [](World& w) {
         w.CreateTopic("connect-offset-orders", 6, {{"cleanup.policy", "compact"}});
         w.CreateTopic("connect-status-orders", 6, {{"cleanup.policy", "compact"}});
         w.CreateTopic("connect-error-orders", 6, {{"cleanup.policy", "delete"}});
         w.connector.spec.resources.creation = ResourceCreation::kManual;
       },
       {error, "connector.resources.config_topic", "TOPIC_UNFIT", "topics/connect-config-orders",
        "existence is missing", "kafka-topics"}},
      {"more tasks than partitions",
       [](World& w) { w.connector.spec.tasks = 5; },
       {warning, "connector.scaling.tasks", "NOT_RECOMMENDED", "topics/orders-in",
        "2 will have nothing to do", "set scaling.tasks to 3"}},
      {"the declared version is another",
       [](World& w) {
         w.instance.kafka_version = "2.6.2";
         w.cluster.SetBrokerVersion("3.9-IV0");
       },
       {warning, "parent", "VERSION_DIFFERS", "instances/kafka-1", "declared as version 2.6.2",
        ""}},
      {"the brokers are too old",
       [](World& w) { w.cluster.SetBrokerVersion("2.3-IV1"); },
       {error, "parent", "BROKER_TOO_OLD", "instances/kafka-1", "2.4", "upgrade"}},
      {"somebody consumes with the task group",
       [](World& w) { w.cluster.AddMember("connect-task-orders", {.member_id = "m"}); },
       {error, "connector.resources.task_group", "GROUP_NOT_EMPTY", "groups/connect-task-orders",
        "still has members", "stop it"}},
      {"the task group holds offsets of somebody",
       [](World& w) { w.CommitTaskGroup(""); },
       {error, "connector.resources.task_group", "FOREIGN_LEDGER", "groups/connect-task-orders",
        "Sluice did not commit", "kafka-consumer-groups"}},
      {"the task group holds offsets of an earlier connector",
       [](World& w) { w.CommitTaskGroup(formats::EncodeIntent({.connector_uid = "earlier"})); },
       {error, "connector.resources.task_group", "FOREIGN_LEDGER", "groups/connect-task-orders",
        "belong to another connector, uid earlier", ""}},
      {"a right on the brokers is missing",
       [](World& w) {
         w.cluster.Deny(kafka::OnGroup(kafka::Operation::kRead, "connect-cluster-orders"));
       },
       {error, "parent", "KAFKA_AUTHORIZATION_FAILED", "instances/kafka-1",
        "User:tester may not Read on Group:connect-cluster-orders",
        "kafka-acls.sh --bootstrap-server a:9092 --add --allow-principal"}},
      {"a right that is seldom needed is missing",
       [](World& w) { w.cluster.Deny(kafka::OnTopic(kafka::Operation::kWrite, "orders-in")); },
       {warning, "parent", "KAFKA_AUTHORIZATION_FAILED", "instances/kafka-1",
        "User:tester may not Write on Topic:orders-in", "--operation Write"}},
      {"so many source partitions that rows come late",
       [](World& w) {
         w.CreateTopic("wide", 101);
         w.connector.spec.source.topic = "wide";
       },
       {warning, "connector.sink.partition_granularity", "NOT_RECOMMENDED",
        "projects/Connector_Test/tables/test_kafka", "after at most 1m1s", ""}},
      {"a table partition a minute, and many source partitions",
       [](World& w) {
         w.CreateTopic("wide", 60);
         w.connector.spec.source.topic = "wide";
         w.connector.spec.sink.partition_granularity = PartitionGranularity::kMinute;
       },
       {warning, "connector.sink.partition_granularity", "NOT_RECOMMENDED",
        "projects/Connector_Test/tables/test_kafka", "after at most 1m12s", "HOUR"}},
  };
}

std::vector<Case> MaxComputeCases() {
  const Severity error = Severity::kError, warning = Severity::kWarning;
  const std::string table = "projects/Connector_Test/tables/test_kafka";
  return {
      {"no project",
       [](World& w) {
         w.tables.catalog().FailNext(Refusal(absl::StatusCode::kNotFound, "PROJECT_NOT_FOUND"));
       },
       {error, "connector.sink.project", "PROJECT_NOT_FOUND", table, "refused", ""}},
      {"no table",
       [](World& w) { w.connector.spec.sink.table = "none"; },
       {error, "connector.sink.table", "TABLE_NOT_FOUND", "projects/Connector_Test/tables/none",
        "none does not exist",
        "CREATE TABLE IF NOT EXISTS connector_test.`none` (`topic` STRING, `partition` BIGINT, "
        "`offset` BIGINT, `key` STRING, `value` STRING) PARTITIONED BY (`pt` STRING);"}},
      {"the role does not exist",
       [](World& w) {
         w.tables.catalog().FailNext(Refusal(absl::StatusCode::kNotFound, "ROLE_NOT_FOUND"));
       },
       {error, "connector.sink.role_name", "ROLE_NOT_TRUSTED", table, "refused", "AssumeRole"}},
      {"the role does not trust",
       [](World& w) {
         w.tables.catalog().FailNext(
             Refusal(absl::StatusCode::kPermissionDenied, "ROLE_NOT_TRUSTED"));
       },
       {error, "connector.sink.role_name", "ROLE_NOT_TRUSTED", table, "refused",
        "alikafka.aliyuncs.com"}},
      {"the service's own key is refused",
       [](World& w) {
         w.tables.catalog().FailNext(
             Refusal(absl::StatusCode::kFailedPrecondition, "SERVICE_KEY_INVALID"));
       },
       {error, "", "SERVICE_KEY_INVALID", table, "refused", ""}},
      {"the role is no user of the project",
       [](World& w) { w.tables.catalog().FailNext(Missing("Read")); },
       {error, "connector.sink.role_name", "PERMISSION_MISSING", table, "is no user of project",
        "add user `RAM$188:role/aliyunkafkamaxcomputeuser1`;"}},
      {"no Describe",
       [](World& w) {
         w.tables.catalog().FailNext(absl::OkStatus());
         w.tables.catalog().FailNext(Missing("Describe"));
       },
       {error, "connector.sink.role_name", "PERMISSION_MISSING", table, "lacks Describe",
        std::string("grant Describe on table test_kafka") + kUser}},
      {"no Alter",
       [](World& w) { w.tables.sql().FailNextRun(Missing("Alter")); },
       {error, "connector.sink.role_name", "PERMISSION_MISSING", table, "lacks Alter",
        std::string("grant Alter on table test_kafka") + kUser}},
      {"no CreateInstance",
       [](World& w) { w.tables.sql().FailNextRun(Missing("CreateInstance")); },
       {error, "connector.sink.role_name", "PERMISSION_MISSING", table, "lacks CreateInstance",
        std::string("grant CreateInstance on project Connector_Test") + kUser}},
      {"no Update",
       [](World& w) {
         w.tables.tunnel().FailNext(InMemoryTunnel::Operation::kCreateUpload, Missing("Update"));
       },
       {error, "connector.sink.role_name", "PERMISSION_MISSING", table, "lacks Update",
        std::string("grant Update on table test_kafka") + kUser}},
      {"no Select, which is optional",
       [](World& w) {
         w.tables.sql().OnSelect([](absl::string_view) { return Missing("Select"); });
       },
       {warning, "connector.sink.role_name", "PERMISSION_MISSING", table, "it is optional",
        std::string("grant Select on table test_kafka") + kUser}},
      {"a column of another type",
       [](World& w) {
         maxcompute::TableSchema schema = R0Schema();
         schema.columns[2].type.kind = TypeKind::kString;
         w.tables.tunnel().AddTable({"connector_test", "", "unfit"}, schema);
         w.connector.spec.sink.table = "unfit";
       },
       {error, "connector.sink.table", "TABLE_UNFIT", "projects/Connector_Test/tables/unfit",
        "the column offset is STRING, and BIGINT is needed", "ADD COLUMNS (`offset` BIGINT);"}},
      {"a column that the format does not fill",
       [](World& w) {
         w.connector.spec.sink.format = SinkFormat::kBinary;
         w.connector.spec.sink.mode = SinkMode::kKey;
       },
       {error, "connector.sink.table", "TABLE_UNFIT", table,
        "the column key is STRING, and BINARY is needed", "ADD COLUMNS (`key` BINARY);"}},
      {"no partition column",
       [](World& w) {
         maxcompute::TableSchema schema = R0Schema();
         schema.partition_keys.clear();
         w.tables.tunnel().AddTable({"connector_test", "", "flat"}, schema);
         w.connector.spec.sink.table = "flat";
       },
       {error, "connector.sink.table", "TABLE_UNFIT", "projects/Connector_Test/tables/flat",
        "must have one partition column", "PARTITIONED BY (`pt` STRING)"}},
      {"a service of another kind",
       [](World& w) {
         w.tables.catalog().FailNext(Refusal(absl::StatusCode::kInternal, "ANSWER_INVALID"));
       },
       {error, "connector.sink.endpoint", "NOT_ANSWERED", table, "refused",
        "check that sink.endpoint http://127.0.0.1:1/api"}},
  };
}

TEST(WorldPreflight, EachThingThatIsNotAsItShouldBeIsFoundAndNothingElse) {
  std::vector<Case> cases = KafkaCases();
  for (Case& one : MaxComputeCases()) cases.push_back(std::move(one));
  for (const Case& one : cases) {
    SCOPED_TRACE(one.what);
    World world;
    world.cluster.SetBrokers(1, 1);
    one.arrange(world);
    EXPECT_THAT(
        NotInfo(world.Check()),
        ElementsAre(AllOf(
            Field(&Finding::severity, one.found.severity), Field(&Finding::field, one.found.field),
            Field(&Finding::reason, one.found.reason), Field(&Finding::subject, one.found.subject),
            Field(&Finding::message, HasSubstr(one.found.message)),
            Field(&Finding::remedy, HasSubstr(one.found.remedy)))));
  }
}

TEST(WorldPreflight, WhereThereAreMoreBrokersOneReplicaIsWarnedOfForEachNewTopic) {
  World world;
  world.cluster.SetBrokers(3, 1);
  const Findings found = NotInfo(world.Check());
  EXPECT_THAT(found, SizeIs(4));
  EXPECT_THAT(found, Each(AllOf(Field(&Finding::reason, "SINGLE_REPLICA"),
                                Field(&Finding::severity, Severity::kWarning))));
}

TEST(WorldPreflight, EveryMissingGrantIsFoundAtOnceWithItsStatement) {
  World world;
  world.tables.catalog().FailNext(absl::OkStatus());
  world.tables.catalog().FailNext(Missing("Describe"));
  world.tables.sql().FailNextRun(Missing("Alter"));
  world.tables.tunnel().FailNext(InMemoryTunnel::Operation::kCreateUpload, Missing("Update"));
  const Findings errors = Of(world.Check(), Severity::kError);
  ASSERT_THAT(errors, SizeIs(3));
  EXPECT_THAT(errors[0].remedy, HasSubstr("grant Describe"));
  EXPECT_THAT(errors[1].remedy, HasSubstr("grant Alter"));
  EXPECT_THAT(errors[2].remedy, HasSubstr("grant Update"));
  const absl::Status status = StatusOf(errors);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason("PREFLIGHT_FAILED"));
  EXPECT_THAT(RemedyOf(status), AllOf(HasSubstr("grant Alter"), HasSubstr("grant Update")));
}

TEST(WorldPreflight, UpdateIsAskedForInAPartitionThatExists) {
  World world;
  const maxcompute::PartitionSpec partition({{"pt", "11-17-2020 15"}});
  world.tables.tunnel().AddPartition(world.table, partition);
  EXPECT_THAT(NotInfo(world.Check()), IsEmpty());
  ASSERT_THAT(world.tables.tunnel().Sessions(), SizeIs(1));
  EXPECT_THAT(world.tables.tunnel().Sessions()[0].partition, Eq(partition));
  EXPECT_THAT(world.tables.tunnel().Rows(world.table, partition), IsEmpty());
}

TEST(WorldPreflight, TheTopicsGroupAndTasksOfAConnectorThatExistsAreItsOwn) {
  World world;
  world.connector.uid = "uid-1";
  world.CommitTaskGroup(formats::EncodeIntent({.connector_uid = "uid-1"}));
  world.cluster.AddMember("connect-task-orders", {.member_id = "m"});
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), IsEmpty());
  EXPECT_THAT(report.findings,
              Contains(Field(&Finding::message, HasSubstr("holds this connector's offsets"))));
}

TEST(WorldPreflight, WhatCannotBeAskedAboutIsLeftOut) {
  World world;
  world.connector.spec.source.topic = "none";
  world.connector.spec.sink.table = "none";
  const PreflightReport report = world.Check({.source = false, .table = false});
  EXPECT_THAT(NotInfo(report), IsEmpty());
  EXPECT_THAT(report.findings,
              Contains(Field(&Finding::message, HasSubstr("topic connect-offset-orders"))));
  EXPECT_THAT(world.tables.sql().Statements(), IsEmpty());
}

TEST(WorldPreflight, WithKafkaAwayTheTableIsStillLookedAt) {
  World world;
  world.cluster.SetReachable(false);
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), ElementsAre(AllOf(Field(&Finding::reason, "NOT_ANSWERED"),
                                                 Field(&Finding::severity, Severity::kError),
                                                 Field(&Finding::subject, "instances/kafka-1"))));
  EXPECT_THAT(report.findings, Contains(Field(&Finding::message, HasSubstr("holds Update"))));
  EXPECT_THAT(report.unanswered, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(report.unanswered, HasReason("KAFKA_UNAVAILABLE"));
}

TEST(WorldPreflight, WhyTheBrokersDoNotAnswerIsSaidAsFarAsItCanBeTold) {
  // With some the same may work later, with others it never will.
  const struct {
    absl::Status why;
    bool in_the_way;
  } cases[] = {
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_DNS_FAILED"), false},
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_CONNECTION_REFUSED"), false},
      {Refusal(absl::StatusCode::kUnavailable, "KAFKA_CONNECTION_TIMED_OUT"), false},
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_TLS_FAILED"), true},
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_PROTOCOL_MISMATCH"), true},
      {Refusal(absl::StatusCode::kFailedPrecondition, "KAFKA_AUTHENTICATION_FAILED"), true},
  };
  for (const auto& [why, in_the_way] : cases) {
    World world;
    world.cluster.SetReachable(false);
    world.probe.Answer("a:9092", why);
    const PreflightReport report = world.Check();
    const Findings found = NotInfo(report);
    ASSERT_THAT(found, ElementsAre(AllOf(Field(&Finding::reason, ReasonOf(why)),
                                         Field(&Finding::severity, Severity::kError),
                                         Field(&Finding::remedy, HasSubstr("a:9092")))));
    EXPECT_EQ(StandsInTheWayOfCreate(found[0]), in_the_way) << why;
    EXPECT_EQ(report.unanswered.ok(), in_the_way) << why;
  }
}

TEST(WorldPreflight, WithMaxComputeAwayTheTopicsAreStillLookedAt) {
  World world;
  world.tables.catalog().FailNext(Refusal(absl::StatusCode::kUnavailable, "STS_UNAVAILABLE"));
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), ElementsAre(Field(&Finding::reason, "NOT_ANSWERED")));
  EXPECT_THAT(report.findings,
              Contains(Field(&Finding::message, HasSubstr("source topic orders-in exists"))));
  EXPECT_THAT(report.unanswered, HasReason("STS_UNAVAILABLE"));
}

TEST(WorldPreflight, ATunnelThatHangsIsNotAnsweredInTimeAndTheRestIs) {
  World world;
  world.options.patience = {.check_deadline = absl::Milliseconds(200),
                            .deadline = absl::Seconds(1)};
  WorldPreflight preflight(world.clusters, world.probe, world.tables, world.options);
  world.tables.tunnel().Hold(InMemoryTunnel::Operation::kCreateUpload);
  const absl::Time began = absl::Now();

  const PreflightReport report = preflight.Check(world.connector, world.instance, {});

  EXPECT_THAT(absl::Now() - began, Lt(absl::Seconds(20)));
  EXPECT_THAT(NotInfo(report), ElementsAre(Field(&Finding::reason, "NOT_ANSWERED")));
  EXPECT_THAT(report.findings, Contains(Field(&Finding::message, HasSubstr("holds CreateInst"))));
  EXPECT_THAT(report.unanswered, HasReason("MAXCOMPUTE_UNREACHABLE"));
  world.tables.tunnel().Release(InMemoryTunnel::Operation::kCreateUpload);
}

TEST(WorldPreflight, WhatIsOptionalAndCannotBeAskedIsOnlyAWarning) {
  World world;
  world.tables.sql().OnSelect(
      [](absl::string_view) { return Refusal(absl::StatusCode::kUnavailable, "QUOTA_EXCEEDED"); });
  const PreflightReport report = world.Check();
  EXPECT_THAT(NotInfo(report), ElementsAre(AllOf(Field(&Finding::severity, Severity::kWarning),
                                                 Field(&Finding::reason, "NOT_ANSWERED"))));
  EXPECT_THAT(report.unanswered, IsOk());
}

}  // namespace
}  // namespace sluice::controlplane

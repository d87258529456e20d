#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "controlplane/preflight/testing_world.h"
#include "formats/intent.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using maxcompute::InMemoryTunnel;
using maxcompute::TypeKind;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;

constexpr char kUser[] = " to user `RAM$188:role/aliyunkafkamaxcomputeuser1`;";

// One thing that is not as it should be, and the one finding that comes of it.
struct Case {
  std::string what;
  std::function<void(World&)> arrange;
  Finding found;  // Its message is a part of the finding's; its remedy, too.
};

// Upserts into a Delta table.
void MakeDelta(World& world) {
  maxcompute::TableSchema schema = R0Schema();
  schema.primary_key = {"topic", "partition", "offset"};
  world.tables.tunnel().AddTable(world.table, schema);
  world.connector.spec.sink.delivery = Delivery::kUpsert;
}

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
        "existence is missing", "kafka-topics --bootstrap-server a:9092 --create"}},
      {"nobody made the topic where it is told what is complete",
       [](World& w) { w.connector.spec.completeness.announcement_topic = "complete"; },
       {warning, "connector.completeness.announcement_topic", "NOT_RECOMMENDED", "topics/complete",
        "topic complete does not exist on instance kafka-1",
        "kafka-topics.sh --bootstrap-server a:9092 --create --topic complete"}},
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
        "Sluice did not commit", "kafka-consumer-groups --bootstrap-server a:9092 --delete"}},
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
      {"no Update, asked by a stream",
       [](World& w) {
         w.connector.spec.sink.delivery = Delivery::kStream;
         w.tables.tunnel().FailNext(InMemoryTunnel::Operation::kOpenStream, Missing("Update"));
       },
       {error, "connector.sink.role_name", "PERMISSION_MISSING", table, "lacks Update",
        std::string("grant Update on table test_kafka") + kUser}},
      {"no Update, asked by an upsert",
       [](World& w) {
         MakeDelta(w);
         w.tables.tunnel().FailNext(InMemoryTunnel::Operation::kOpenUpsert, Missing("Update"));
       },
       {error, "connector.sink.role_name", "PERMISSION_MISSING", table, "lacks Update",
        std::string("grant Update on table test_kafka") + kUser}},
      {"upserts into a table without primary key",
       [](World& w) { w.connector.spec.sink.delivery = Delivery::kUpsert; },
       {error, "connector.sink.table", "TABLE_UNFIT", table, "the table has no primary key",
        "PRIMARY KEY (`topic`, `partition`, `offset`)"}},
      {"rows for a table with a primary key",
       [](World& w) {
         MakeDelta(w);
         w.connector.spec.sink.delivery = Delivery::kExactlyOnce;
       },
       {error, "connector.sink.table", "TABLE_UNFIT", table, "takes its rows only as changes",
        "set sink.delivery to UPSERT"}},
      {"another primary key",
       [](World& w) {
         MakeDelta(w);
         w.connector.spec.sink.upsert.key = UpsertPolicy::Key::kRecordKey;
       },
       {error, "connector.sink.table", "TABLE_UNFIT", table,
        "the table's primary key is (topic, partition, offset)", "PRIMARY KEY (`key`)"}},
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

TEST(WorldFindings, EachThingThatIsNotAsItShouldBeIsFoundAndNothingElse) {
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

// Rows are written without announcements.
TEST(WorldFindings, ATopicForAnnouncementsThatMayNotBeSeenIsNoError) {
  World world;
  world.connector.spec.completeness.announcement_topic = "complete";
  world.cluster.OnCall([](absl::string_view call) {
    return call == "DescribeTopics" ? absl::PermissionDeniedError("not allowed") : absl::OkStatus();
  });
  const Findings findings = NotInfo(world.Check());
  const auto severity_of = [](absl::string_view field, Severity severity) {
    return AllOf(Field(&Finding::field, std::string(field)), Field(&Finding::severity, severity));
  };
  EXPECT_THAT(findings, Contains(severity_of("connector.source.topic", Severity::kError)));
  EXPECT_THAT(findings, Contains(severity_of("connector.completeness.announcement_topic",
                                             Severity::kWarning)));
}

}  // namespace
}  // namespace sluice::controlplane

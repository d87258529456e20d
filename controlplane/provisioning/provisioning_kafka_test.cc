// Provisioning and start pinning against a real Kafka, looked at with Kafka's own tools.
#include <string>

#include "absl/strings/str_cat.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "base/time/real_clock.h"
#include "controlplane/kafka/kafka_connections.h"
#include "controlplane/provisioning/provisioner.h"
#include "controlplane/provisioning/resource_plan.h"
#include "controlplane/provisioning/start_pinner.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kTimeout = absl::Seconds(20);

class ProvisioningOnKafka : public ::testing::Test {
 protected:
  void SetUp() override {
    name_ = cluster::FreshName("sink");
    connector_.id = {"i", name_};
    connector_.uid = absl::StrCat("uid-", name_);
    connector_.spec.source.topic = absl::StrCat("orders-", name_);
    ConnectorResources& resources = connector_.spec.resources;
    resources.offset_topic = "connect-offset-" + name_;
    resources.config_topic = "connect-config-" + name_;
    resources.status_topic = "connect-status-" + name_;
    resources.dead_letter_topic = resources.abnormal_data_topic = "connect-error-" + name_;
    resources.task_group = "connect-task-" + name_;
    resources.connector_group = "connect-cluster-" + name_;
    instance_.id = "i";
    instance_.uid = "uid-i";
    instance_.bootstrap_servers = {server_.bootstrap()};
    admin_ = connections_.AdminOf(instance_).value();
    const auto made =
        admin_->CreateTopics({{.name = connector_.spec.source.topic, .partitions = 3}}, kTimeout);
    ASSERT_THAT(made, IsOk());
  }

  void Send(int32_t partition, std::optional<absl::Time> timestamp = std::nullopt) {
    const auto producer = connections_.ProducerOf(instance_);
    ASSERT_THAT(producer, IsOk());
    ASSERT_THAT(kafka::ProduceAndWait(**producer,
                                      {.topic = connector_.spec.source.topic,
                                       .partition = partition,
                                       .value = "v",
                                       .timestamp = timestamp},
                                      kTimeout),
                IsOk());
  }

  // Of the group's entry for a source partition.
  auto Begins(int32_t partition, int64_t next_offset) {
    return Pair(kafka::TopicPartition{connector_.spec.source.topic, partition},
                Field(&kafka::CommittedOffset::next_offset, next_offset));
  }

  std::string Tool(const std::string& java_class, std::vector<std::string> arguments) {
    const auto output = server_.Tool(java_class, std::move(arguments));
    EXPECT_THAT(output, IsOk());
    return output.ok() ? *output : "";
  }

  cluster::KafkaServer& server_ = cluster::KafkaServer::Shared();
  KafkaConnections connections_{{}};
  RealClock clock_;
  Provisioner provisioner_{connections_, kTimeout};
  StartPinner pinner_{connections_, clock_, kTimeout};
  std::string name_;
  Connector connector_;
  Instance instance_;
  std::shared_ptr<kafka::Admin> admin_;
};

TEST_F(ProvisioningOnKafka, R7GivenTheBrokersRefuseOneTopicThenTheOthersStandAndARetryFinishes) {
  // Kafka refuses a name that differs from another one only by a dot instead of an underscore.
  const std::string collides = absl::StrCat("status.", name_);
  connector_.spec.resources.status_topic = absl::StrCat("status_", name_);
  ASSERT_THAT(admin_->CreateTopics({{.name = collides, .partitions = 1}}, kTimeout), IsOk());

  const absl::Status refused = provisioner_.Provision(connector_, instance_);

  EXPECT_THAT(refused, HasReason(kafka::reason::kRefusedByBroker));
  EXPECT_THAT(std::string(refused.message()), HasSubstr(connector_.spec.resources.status_topic));
  const std::vector<std::string> wanted = TopicsOf(connector_.spec.resources);
  EXPECT_THAT(admin_->DescribeTopics(wanted, kTimeout).value(), SizeIs(wanted.size() - 1));
  ASSERT_THAT(admin_->DeleteTopics({collides}, kTimeout), IsOk());
  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  EXPECT_THAT(admin_->DescribeTopics(wanted, kTimeout).value(), SizeIs(wanted.size()));
}

TEST_F(ProvisioningOnKafka, R11GivenCloudAndBrokersWithoutTieredStorageThenNothingIsMade) {
  connector_.spec.resources.dead_letter_storage = StorageEngine::kCloud;

  EXPECT_THAT(provisioner_.Provision(connector_, instance_),
              HasReason(kafka::reason::kTieredStorageUnavailable));

  EXPECT_THAT(admin_->DescribeTopics(TopicsOf(connector_.spec.resources), kTimeout).value(),
              SizeIs(0));
}

TEST_F(ProvisioningOnKafka, R11GivenTieredStorageThenTheErrorTopicIsOnItAndTheOthersAreLocal) {
  const auto tiered = cluster::KafkaServer::StartOwn({.tiered_storage = true});
  Instance instance = instance_;
  instance.uid = "uid-tiered";
  instance.bootstrap_servers = {tiered->bootstrap()};
  connector_.spec.resources.dead_letter_storage = StorageEngine::kCloud;

  ASSERT_THAT(provisioner_.Provision(connector_, instance), IsOk());
  EXPECT_THAT(provisioner_.Provision(connector_, instance), IsOk()) << "and it fits";

  const auto topics = connections_.AdminOf(instance).value()->DescribeTopics(
      TopicsOf(connector_.spec.resources), kTimeout);
  ASSERT_THAT(topics, IsOk());
  for (const auto& [name, topic] : *topics) {
    const bool error_topic = name == connector_.spec.resources.dead_letter_topic;
    EXPECT_EQ(topic.configs.at("remote.storage.enable"), error_topic ? "true" : "false") << name;
  }
}

TEST_F(ProvisioningOnKafka, R15GivenATimeThenRecordsBeforeItAreNotReadAndLaterOnesAre) {
  // Young enough for retention to leave the records alone.
  const absl::Time time = clock_.Now() - absl::Hours(2);
  Send(0, time - absl::Milliseconds(1));
  Send(0, time);
  Send(1, time - absl::Hours(1));
  connector_.spec.source.start_offset = StartOffset::kTimestamp;
  connector_.spec.source.start_time = time;
  ASSERT_THAT(provisioner_.Provision(connector_, instance_), IsOk());

  ASSERT_THAT(pinner_.Pin(connector_, instance_), IsOk());
  EXPECT_THAT(admin_->FetchOffsets(connector_.spec.resources.task_group, kTimeout).value(),
              UnorderedElementsAre(Begins(0, 1), Begins(1, 1), Begins(2, 0)));
}

TEST_F(ProvisioningOnKafka, KafkasOwnToolsListTheTopicsOfR5AndTheConnectorGroup) {
  ASSERT_THAT(provisioner_.Provision(connector_, instance_), IsOk());

  const std::string topics = Tool("org.apache.kafka.tools.TopicCommand", {"--describe"});
  const auto line = [&](const std::string& topic, int partitions, const std::string& policy) {
    return ContainsRegex(absl::StrCat("Topic: ", topic, "[^\n]*PartitionCount: ", partitions,
                                      "[^\n]*cleanup.policy=", policy));
  };
  EXPECT_THAT(topics, AllOf(line("connect-offset-" + name_, 6, "compact"),
                            line("connect-config-" + name_, 1, "compact"),
                            line("connect-status-" + name_, 6, "compact"),
                            line("connect-error-" + name_, 6, "delete")));
  EXPECT_THAT(Tool("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", {"--list"}),
              HasSubstr("connect-cluster-" + name_));
  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk()) << "again";
}

TEST_F(ProvisioningOnKafka, GivenTheStartIsPinnedThenTheTaskGroupIsThereAndARepeatMovesNothing) {
  ASSERT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  Send(0);
  Send(0);
  Send(2);

  const auto pin = pinner_.Pin(connector_, instance_);

  ASSERT_THAT(pin, IsOk());
  EXPECT_THAT(pin->offsets, ElementsAre(Pair(0, 2), Pair(1, 0), Pair(2, 1)));
  EXPECT_THAT(pin->source_topic_id, SizeIs(22));
  EXPECT_THAT(Tool("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", {"--list"}),
              HasSubstr("connect-task-" + name_));
  Send(0);
  const auto again = pinner_.Pin(connector_, instance_);
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->offsets, Eq(pin->offsets));
}

TEST_F(ProvisioningOnKafka, GivenItIsDeprovisionedThenItsGroupsAreGoneAndANewConnectorBeginsAnew) {
  ASSERT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  ASSERT_THAT(pinner_.Pin(connector_, instance_), IsOk());
  Connector successor = connector_;
  successor.uid = "uid-of-successor";
  EXPECT_THAT(pinner_.Pin(successor, instance_), HasReason("FOREIGN_LEDGER"));

  EXPECT_THAT(provisioner_.Deprovision(connector_, instance_), IsOk());

  EXPECT_THAT(admin_->DescribeGroup("connect-task-" + name_, kTimeout)->state,
              Eq(kafka::GroupState::kAbsent));
  EXPECT_THAT(provisioner_.Provision(successor, instance_), IsOk());
  EXPECT_THAT(pinner_.Pin(successor, instance_), IsOk());
}

TEST_F(ProvisioningOnKafka, GivenNobodyListensThenPinningIsRetryable) {
  Instance away = instance_;
  away.uid = "uid-away";
  away.bootstrap_servers = {"127.0.0.1:1"};
  StartPinner pinner(connections_, clock_, absl::Seconds(1));

  EXPECT_THAT(pinner.Pin(connector_, away), HasReason(kafka::reason::kUnreachable));
}

}  // namespace
}  // namespace sluice::controlplane

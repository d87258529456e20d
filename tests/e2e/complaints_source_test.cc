// What people complain of when the topic, a record or a worker is not as it was: they are shown the
// true state, the first cause and what to do within seconds, and what they are told helps.

#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/kafka/kafka_producer.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/complaint_scenario.h"

namespace sluice::e2e {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(20);

using SourceComplaints = ComplaintScenario;

TEST_F(SourceComplaints, WorkerHung) {
  RunConnector();
  worker_->Suspend();
  Send();

  ExpectSeen(v1::Connector::DEGRADED, "WORKER_SILENT");
  const cluster::ChildProcess second = control_plane_->StartWorker("second");
  Show("sluice-worker --worker_name=second …", "");

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("worker_hung");
}

TEST_F(SourceComplaints, PartitionAdded) {
  RunConnector();
  ASSERT_THAT(kafka().Tool("org.apache.kafka.tools.TopicCommand",
                           {"--alter", "--topic", topic_, "--partitions", "2"}),
              IsOk());
  Show("kafka-topics.sh --alter --topic maxcompute-test-input --partitions 2", "");
  // One that knows of the new partition.
  auto producer = kafka::KafkaProducer::Create({.bootstrap_servers = kafka().bootstrap()}, {});
  ASSERT_THAT(producer, IsOk());
  producer_ = *std::move(producer);
  Send(1);

  // Within a minute, without anybody doing anything.
  ExpectTableEqualsTopic();
  ExpectHealed();
  const std::string task = Sluicectl({"describe", "task", connector_, "0"}).value_or("");
  const size_t sources = task.find("Source partitions:");
  ASSERT_NE(sources, task.npos) << task;
  Show("sluicectl describe task orders 0",
       absl::StrCat("…\n", task.substr(sources, task.find("\n\n", sources) + 1 - sources)));
  ExpectOnPage("partition_added");
}

TEST_F(SourceComplaints, PoisonRecord) {
  ASSERT_THAT(emulator_->Sql(absl::StrCat("DROP TABLE ", table_, ";")), IsOk());
  ASSERT_THAT(emulator_->Sql(absl::StrCat("CREATE TABLE ", table_,
                                          " (topic STRING,partition BIGINT,offset BIGINT,id "
                                          "BIGINT) PARTITIONED BY (pt STRING);")),
              IsOk());
  ASSERT_THAT(emulator_->GrantTable(table_), IsOk());
  v1::Connector definition = Definition();
  definition.mutable_sink()->set_mode(v1::MaxComputeSink::VALUE);
  definition.mutable_sink()->set_format(v1::MaxComputeSink::CSV);
  definition.mutable_error_policy()->set_tolerance(v1::ErrorPolicy::NONE);
  RunConnector(definition);
  ASSERT_THAT(kafka::ProduceAndWait(*producer_,
                                    {.topic = topic_,
                                     .partition = 0,
                                     .key = std::nullopt,
                                     .value = "many",
                                     .timestamp = std::nullopt,
                                     .headers = {}},
                                    kTimeout),
              IsOk());
  Send();

  ExpectSeen(v1::Connector::FAILED, "BAD_RECORD");
  Command(absl::StrCat("update connector ", connector_, " --error-tolerance all"));

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("poison_record");
}

TEST_F(SourceComplaints, TopicDeleted) {
  RunConnector();
  const absl::StatusOr<std::string> definition =
      Sluicectl({"get", "connector", connector_, "-o", "yaml"});
  ASSERT_THAT(definition, IsOk());
  const std::string file = cluster::FreshFolder("definition") + "/orders.yaml";
  std::ofstream(file) << *definition;
  shown_ = {{file, "orders.yaml"}};
  const auto deleted = admin().DeleteTopics({topic_}, kTimeout);
  ASSERT_THAT(deleted, IsOk());

  ExpectSeen(v1::Connector::FAILED, "SOURCE_TOPIC_GONE");
  MakeTopic(topic_);
  Show("kafka-topics.sh --create --topic maxcompute-test-input", "");
  Send(0, /*expected=*/false);  // Before Deploy: LATEST passes over it.
  ExpectSeen(v1::Connector::FAILED, "SOURCE_RECREATED");
  EXPECT_THAT(emulator_->RowsByOffset(table_), IsOkAndHolds(expected_));
  Command(absl::StrCat("delete connector ", connector_, " --wait"));
  Command(absl::StrCat("create -f ", file, " --wait"));
  Command(absl::StrCat("deploy connector ", connector_, " --wait"));

  ExpectHealed();
  ExpectOnPage("topic_deleted");
}

TEST_F(SourceComplaints, RecordsExpired) {
  RunConnector();
  worker_->Kill();
  for (int i = 0; i < 5; ++i) Send(0, /*expected=*/i >= 3);
  kafka().DeleteRecords(topic_, 0, 4);
  worker_.emplace(control_plane_->StartWorker("worker"));

  ExpectSeen(v1::Connector::FAILED, "RECORDS_EXPIRED");
  const std::string remedy = Remedy();
  const absl::string_view command =
      absl::StripPrefix(absl::string_view(remedy).substr(remedy.find('\n') + 1), "sluicectl ");
  Command(absl::StrCat(command, " --yes"));

  ExpectHealed();
  ExpectTableEqualsTopic();
  ExpectOnPage("records_expired");
}

TEST(TroubleshootingPage, HasTheTranscriptsOfTheComplaintsAndNoOthers) {
  const std::vector<std::string> names = TroubleshootingPage().names();
  EXPECT_THAT(names, testing::UnorderedElementsAre(
                         "worker_hung", "destination_slow", "quota_reached", "permission_revoked",
                         "table_dropped", "table_altered", "topic_deleted", "partition_added",
                         "poison_record", "credentials_rejected", "records_expired"));
}

}  // namespace
}  // namespace sluice::e2e

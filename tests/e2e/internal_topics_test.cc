// What ordinary Kafka tools see of a connector through its life (B16, R9, R10, R15): Kafka
// Connect's own classes read the internal topics, Kafka's consumer-groups tool reads the groups.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/kafka/transactional_producer.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kReader[] = "tests/conformance/connect/ReadInternalTopics.java";
constexpr char kGroups[] = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand";

class InternalTopics : public ProductScenario {
 protected:
  std::string Tool(const std::string& java_class, std::vector<std::string> arguments) {
    const absl::StatusOr<std::string> output = kafka().Tool(java_class, std::move(arguments));
    EXPECT_THAT(output, IsOk());
    return output.value_or("");
  }

  // What Kafka Connect understands, a fact a line.
  std::string Understood() {
    return Tool(kReader, {connector_, "connect-offset-" + connector_,
                          "connect-config-" + connector_, "connect-status-" + connector_});
  }

  // The newest value under `key` in the status topic; empty when it has none.
  std::string Status(const std::string& key) {
    const auto last = reader_->ReadLast("connect-status-" + connector_, {.records_max = 1000});
    if (!last.ok()) return "";
    for (const kafka::StoredRecord& record : last->records) {  // Newest first.
      if (record.key == key) return record.value.value_or("");
    }
    return "";
  }

  // Once the status topic says so, everything is read.
  std::string UnderstoodOnce(const std::string& key, const std::string& part) {
    EXPECT_TRUE(WaitFor([&] { return Status(key).find(part) != std::string::npos; }))
        << Status(key);
    return Understood();
  }

  // The tool's line of the task group for partition 0: current offset, end, lag.
  auto GroupLine(int offset, int end, int lag) {
    return ContainsRegex(absl::StrCat("connect-task-", connector_, " +", topic_, " +0 +", offset,
                                      " +", end, " +", lag));
  }

  absl::Status Delete() {
    v1::DeleteConnectorRequest request;
    request.set_name(name());
    return control_plane_->api().DeleteConnector(request).status();
  }

  const std::unique_ptr<kafka::RecordReader> reader_ =
      kafka::KafkaRecordReader::Create({.bootstrap_servers = kafka().bootstrap()}).value();
};

TEST_F(InternalTopics, B16KafkaConnectsOwnClassesUnderstandThemThroughTheConnectorsLife) {
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  EXPECT_THAT(UnderstoodOnce("status-connector-" + connector_, "STOPPED"),
              AllOf(HasSubstr(absl::StrCat("config connectors [", connector_, "]\n")),
                    HasSubstr("config target STOPPED\n"), HasSubstr("config inconsistent []\n"),
                    HasSubstr("config property topics=" + topic_ + "\n"),
                    HasSubstr("config property connector.class=KAFKA2ODPS\n"),
                    HasSubstr("status connector STOPPED\n"), Not(HasSubstr("config task"))));

  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  Send();
  Send();
  ExpectTableEqualsTopic();
  EXPECT_THAT(
      UnderstoodOnce("status-topic-" + topic_ + ":connector-" + connector_, "task"),
      AllOf(HasSubstr("config target STARTED\n"), HasSubstr("config task 0 KAFKA2ODPS\n"),
            HasSubstr("status connector RUNNING\n"), HasSubstr("status task 0 RUNNING worker "),
            HasSubstr(absl::StrCat("status topic ", topic_, " task 0\n")),
            HasSubstr(absl::StrCat("offset {kafka_partition=0, kafka_topic=", topic_,
                                   "} {kafka_offset=2}\n"))));
  EXPECT_THAT(Tool(kGroups, {"--describe", "--group", "connect-task-" + connector_}),
              GroupLine(2, 2, 0));

  ASSERT_THAT(Stop(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::STOPPED));
  Send(0, /*expected=*/false);
  EXPECT_THAT(UnderstoodOnce("status-connector-" + connector_, "STOPPED"),
              AllOf(HasSubstr("config target STOPPED\n"), Not(HasSubstr("config task")),
                    HasSubstr("status connector STOPPED\n"), Not(HasSubstr("status task"))));
  EXPECT_THAT(Tool(kGroups, {"--describe", "--group", "connect-task-" + connector_}),
              GroupLine(2, 3, 1));
  EXPECT_THAT(Tool(kGroups, {"--list"}), AllOf(HasSubstr("connect-task-" + connector_ + "\n"),
                                               HasSubstr("connect-cluster-" + connector_ + "\n")));
  // R10: the connector's own reader has read all of its configuration.
  EXPECT_THAT(
      Tool(kGroups, {"--describe", "--group", "connect-cluster-" + connector_}),
      ContainsRegex(absl::StrCat("connect-config-", connector_, " +0 +[1-9][0-9]* +[0-9]+ +0 ")));

  ASSERT_THAT(Delete(), IsOk());
  ASSERT_TRUE(WaitFor([this] { return absl::IsNotFound(Get().status()); }));
  EXPECT_THAT(Understood(),
              AllOf(HasSubstr("config connectors []\n"), HasSubstr("status connector none\n"),
                    Not(HasSubstr("status task")), Not(HasSubstr("status topic")),
                    Not(HasSubstr("kafka_offset"))));
}

TEST_F(InternalTopics, R15LagIsAgainstTheLastStableOffsetAndAbortedRecordsAreNoRows) {
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  Send();
  ExpectTableEqualsTopic();
  const auto lag = [this] { return Get()->status().lag_records(); };
  ASSERT_TRUE(WaitFor([&] { return lag() == 0; }));
  kafka::TransactionalProducer producer({.bootstrap_servers = kafka().bootstrap()}, topic_);

  producer.Begin();
  producer.Write(topic_, 0, {"aborted", "aborted"});  // Offsets 1 and 2; the abortion is 3.
  EXPECT_FALSE(WaitFor([&] { return lag() != 0; }, absl::Seconds(4))) << lag();
  producer.Abort();
  producer.Begin();
  producer.Write(topic_, 0, {"committed"});  // 4.
  producer.Commit();
  expected_[{0, 4}] = 1;

  ExpectTableEqualsTopic();
  EXPECT_TRUE(WaitFor([&] { return lag() == 0; })) << lag();
}

}  // namespace
}  // namespace sluice::e2e

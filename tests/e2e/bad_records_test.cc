// Records that are no rows: two error topics with headers that Kafka's tools read, a task that
// stops at the first one, and a storm.

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

constexpr absl::Duration kTimeout = absl::Seconds(20);

class BadRecords : public ProductScenario {
 protected:
  void SetUp() override {
    ProductScenario::SetUp();
    MakeTopic(topic_);
    ASSERT_THAT(emulator_->Sql(absl::StrCat("DROP TABLE ", table_, ";")), IsOk());
    ASSERT_THAT(
        emulator_->Sql(absl::StrCat("CREATE TABLE ", table_,
                                    " (topic STRING,partition BIGINT,offset BIGINT,id BIGINT NOT "
                                    "NULL,name VARCHAR(4)) PARTITIONED BY (pt STRING);")),
        IsOk());
    ASSERT_THAT(emulator_->Sql(absl::StrCat("grant Describe, Alter, Update on table ", table_,
                                            " to user `", emulator_->principal(), "`")),
                IsOk());
  }

  // CSV into id and name.
  v1::Connector CsvDefinition() {
    v1::Connector connector = Definition();
    connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
    connector.mutable_sink()->set_mode(v1::MaxComputeSink::VALUE);
    connector.mutable_sink()->set_format(v1::MaxComputeSink::CSV);
    return connector;
  }

  void SendCsv(const std::string& value, bool expected) {
    const absl::StatusOr<kafka::RecordPosition> position =
        kafka::ProduceAndWait(*producer_,
                              {.topic = topic_,
                               .partition = 0,
                               .key = "k",
                               .value = value,
                               .timestamp = absl::FromUnixMillis(1'700'000'000'000),
                               .headers = {{.key = "trace", .value = "t-1"}}},
                              kTimeout);
    ASSERT_THAT(position, IsOk());
    if (expected) expected_[{position->partition, position->offset}] = 1;
  }

  void Run(const v1::Connector& connector) {
    ASSERT_THAT(Create(connector), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
    ASSERT_THAT(Deploy(), IsOk());
  }

  // As Kafka's own tool prints them: timestamp, headers, key, value.
  std::vector<std::string> ReadWithKafkasTool(const std::string& topic, int records) {
    const absl::StatusOr<std::string> printed =
        kafka().Tool("org.apache.kafka.tools.consumer.ConsoleConsumer",
                     {"--topic", topic, "--from-beginning", "--max-messages", absl::StrCat(records),
                      "--timeout-ms", "20000", "--property", "print.timestamp=true", "--property",
                      "print.headers=true", "--property", "print.key=true"});
    EXPECT_THAT(printed, IsOk());
    std::vector<std::string> lines;
    for (absl::string_view line : absl::StrSplit(printed.value_or(""), '\n')) {
      if (absl::StartsWith(line, "CreateTime:")) lines.emplace_back(line);
    }
    return lines;
  }

  // The first problem that the connector tells.
  v1::Condition Problem() {
    const absl::StatusOr<v1::Connector> connector = Get();
    if (!connector.ok()) return {};
    for (const v1::Condition& condition : connector->conditions()) {
      if (condition.status() == v1::Condition::FALSE) return condition;
    }
    return {};
  }
};

TEST_F(BadRecords, WhatCannotBeReadAndWhatDoesNotFitAreInTheirTopicsWithTheirStory) {
  const std::string unreadable = cluster::FreshName("unreadable");
  const std::string unfit = cluster::FreshName("unfit");
  v1::Connector connector = CsvDefinition();
  v1::ConnectorResources& resources = *connector.mutable_resources();
  resources.set_creation(v1::ConnectorResources::MANUAL);
  resources.set_offset_topic(cluster::FreshName("offset"));
  resources.set_config_topic(cluster::FreshName("config"));
  resources.set_status_topic(cluster::FreshName("status"));
  resources.set_dead_letter_topic(unreadable);
  resources.set_abnormal_data_topic(unfit);
  const kafka::TopicConfigs compact = {{"cleanup.policy", "compact"}};
  ASSERT_THAT(admin().CreateTopics(
                  {{.name = resources.offset_topic(), .partitions = 6, .configs = compact},
                   {.name = resources.config_topic(), .partitions = 1, .configs = compact},
                   {.name = resources.status_topic(), .partitions = 6, .configs = compact},
                   {.name = unreadable, .partitions = 6, .configs = {{"retention.ms", "-1"}}},
                   {.name = unfit, .partitions = 6, .configs = {{"retention.ms", "-1"}}}},
                  kTimeout),
              IsOk());
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  SendCsv("1,one", true);
  SendCsv("2,\"open", false);
  SendCsv("three,3", false);
  SendCsv("4,fourth", false);
  SendCsv("5,five", true);

  ASSERT_NO_FATAL_FAILURE(Run(connector));

  ExpectTableEqualsTopic();
  const std::string origin =
      absl::StrCat("CreateTime:1700000000000\ttrace:t-1,__connect.errors.topic:", topic_,
                   ",__connect.errors.partition:0,__connect.errors.offset:");
  const std::string who = absl::StrCat(",__connect.errors.connector.name:", connector_,
                                       ",__connect.errors.task.id:0,__connect.errors.stage:");
  EXPECT_THAT(
      ReadWithKafkasTool(unreadable, 1),
      ElementsAre(AllOf(HasSubstr(absl::StrCat(
                            origin, "1", who,
                            "VALUE_CONVERTER,__connect.errors.class.name:sluice.RowConverter,__"
                            "connect.errors.exception.class.name:sluice.UnreadableRecord,__connect."
                            "errors.exception.message:CSV_SYNTAX: ")),
                        HasSubstr(",__sluice.errors.reason:CSV_SYNTAX\tk\t2,\"open"))));
  EXPECT_THAT(
      ReadWithKafkasTool(unfit, 2),
      ElementsAre(AllOf(HasSubstr(absl::StrCat(origin, "2", who, "TASK_PUT,")),
                        HasSubstr(",__sluice.errors.reason:VALUE_UNFIT,__sluice.errors.column:id\t"
                                  "k\tthree,3")),
                  AllOf(HasSubstr(absl::StrCat(origin, "3", who, "TASK_PUT,")),
                        HasSubstr(",__sluice.errors.reason:VALUE_TOO_LONG,__sluice.errors.column:"
                                  "name\tk\t4,fourth"))));
  EXPECT_TRUE(WaitFor([&] { return Get()->status().dead_letters() == 3; }));
  std::map<std::string, int64_t> by_reason;
  const absl::StatusOr<v1::Connector> running = Get();
  for (const v1::ReasonCount& count : running->status().dead_letters_by_reason())
    by_reason[count.reason()] = count.count();
  EXPECT_THAT(by_reason, ElementsAre(Pair("CSV_SYNTAX", 1), Pair("VALUE_TOO_LONG", 1),
                                     Pair("VALUE_UNFIT", 1)));
}

TEST_F(BadRecords, WithToleranceNoneTheTaskStopsAtTheFirstOneAndStaysThere) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  SendCsv("1,one", true);
  SendCsv("two,2", false);
  SendCsv("3,tre", false);
  v1::Connector connector = CsvDefinition();
  connector.mutable_error_policy()->set_tolerance(v1::ErrorPolicy::NONE);

  ASSERT_NO_FATAL_FAILURE(Run(connector));
  ASSERT_TRUE(WaitForState(v1::Connector::FAILED));

  // A restart fails again at the same record.
  for (int life = 0; life < 2; ++life) {
    const v1::Condition problem = Problem();
    EXPECT_EQ(problem.reason(), "BAD_RECORD");
    EXPECT_EQ(problem.error_class(), v1::Condition::USER);
    EXPECT_THAT(problem.message(),
                AllOf(HasSubstr(absl::StrCat("topic ", topic_, ", partition 0, offset 1")),
                      HasSubstr("VALUE_UNFIT"), HasSubstr("column id")));
    EXPECT_THAT(problem.message(), ::testing::Not(HasSubstr("two")));
    EXPECT_THAT(problem.remedy(), HasSubstr("tolerance to ALL"));
    ExpectTableEqualsTopic();
    if (life > 0) break;
    ASSERT_THAT(Stop(), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::STOPPED));
    ASSERT_THAT(Deploy(), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::FAILED));
  }
  EXPECT_EQ(Get()->status().dead_letters(), 0);
}

TEST_F(BadRecords, AStormStopsTheTaskAndMovesNoOffset) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  for (int i = 0; i < 20; ++i) SendCsv("nonsense", false);
  v1::Connector connector = CsvDefinition();
  connector.mutable_error_policy()->set_max_per_minute(5);

  ASSERT_NO_FATAL_FAILURE(Run(connector));

  ASSERT_TRUE(WaitForState(v1::Connector::FAILED));
  const v1::Condition problem = Problem();
  EXPECT_EQ(problem.reason(), "TOO_MANY_BAD_RECORDS");
  EXPECT_THAT(problem.remedy(), HasSubstr(absl::StrCat("topic connect-error-", connector_)));
  EXPECT_THAT(emulator_->RowsByOffset(table_), IsOkAndHolds(IsEmpty()));
  const absl::StatusOr<kafka::CommittedOffsets> offsets =
      admin().FetchOffsets("connect-task-" + connector_, kTimeout);
  ASSERT_THAT(offsets, IsOk());
  EXPECT_EQ(offsets->at({topic_, 0}).next_offset, 0);
}

}  // namespace
}  // namespace sluice::e2e

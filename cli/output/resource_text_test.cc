#include "cli/output/resource_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

using ::testing::HasSubstr;

constexpr absl::Time kNow = absl::FromUnixSeconds(1'600'000'000);

v1::Connector Failed() {
  v1::Connector connector;
  connector.set_name("instances/local/connectors/orders");
  connector.set_state(v1::Connector::FAILED);
  connector.set_desired_state(v1::Connector::Desired::RUNNING);
  connector.mutable_source()->set_topic("orders");
  connector.mutable_sink()->set_project("p");
  connector.mutable_sink()->set_table("t");
  connector.mutable_status()->set_tasks(1);
  connector.mutable_status()->set_lag_records(-1);
  connector.mutable_create_time()->set_seconds(1'600'000'000 - 300);
  auto* condition = connector.add_conditions();
  condition->set_type("Healthy");
  condition->set_status(v1::Condition::FALSE);
  condition->set_reason("TABLE_NOT_FOUND");
  condition->set_error_class(v1::Condition::USER);
  condition->set_message("table t does not exist in project p");
  condition->set_remedy("create the table");
  return connector;
}

TEST(ResourceText, AConnectorIsOneLineWithItsWorstReason) {
  EXPECT_EQ(
      TableOf(std::vector<v1::Connector>{Failed()}, kNow).Text(),
      "INSTANCE   NAME     STATE    TOPIC    TABLE   TASKS   ROWS   LAG   DEAD LETTERS   AGE  "
      " REASON\n"
      "local      orders   FAILED   orders   p.t     0/1     0      ?     0              5m   "
      " TABLE_NOT_FOUND\n");
}

TEST(ResourceText, ADescriptionTellsTheCauseAndWhatToDo) {
  const std::string text = Describe(Failed(), {}, kNow);
  EXPECT_THAT(text, HasSubstr("State:                FAILED, desired RUNNING\n"));
  EXPECT_THAT(text, HasSubstr("  Lag:                  not known\n"));
  EXPECT_THAT(text, HasSubstr("  topic:                orders\n"));
  EXPECT_THAT(text, HasSubstr("Healthy   FALSE    TABLE_NOT_FOUND   USER"));
  EXPECT_THAT(text, HasSubstr("Healthy: table t does not exist in project p\n    remedy: create"));
  EXPECT_THAT(text, HasSubstr("Tasks: none"));
}

v1::Trouble NoGrant() {
  v1::Trouble trouble;
  trouble.set_reason("PERMISSION_MISSING");
  trouble.set_error_class(v1::Condition::USER);
  trouble.set_message("lacks Update and Alter");
  trouble.set_remedy("grant Update;\ngrant Alter;");
  trouble.mutable_since()->set_seconds(1'600'000'000 - 90);
  trouble.set_count(3);
  trouble.mutable_next_attempt_time()->set_seconds(1'600'000'000 + 20);
  trouble.add_tasks(0);
  trouble.add_tasks(2);
  return trouble;
}

TEST(ResourceText, ADescriptionBeginsWithHowItIsAndWhatToDo) {
  v1::Connector connector = Failed();
  *connector.mutable_trouble() = NoGrant();
  EXPECT_THAT(Describe(connector, {}, kNow),
              testing::StartsWith("Name:                 instances/local/connectors/orders\n"
                                  "State:                FAILED, desired RUNNING\n"
                                  "Reason:               PERMISSION_MISSING (class USER)\n"
                                  "Cause:                lacks Update and Alter\n"
                                  "What to do:           grant Update;\n"
                                  "                      grant Alter;\n"
                                  "Since:                2020-09-13T12:25:10Z (90s ago)\n"
                                  "Happened:             3 times since then\n"
                                  "Tried again:          2020-09-13T12:27:00Z (in 20s)\n"
                                  "Tasks concerned:      0, 2\n"
                                  "\nConditions:\n"));
}

TEST(ResourceText, WhatMendsItselfSaysSo) {
  v1::Connector connector = Failed();
  connector.mutable_trouble()->set_reason("MAXCOMPUTE_UNREACHABLE");
  connector.mutable_trouble()->set_error_class(v1::Condition::DESTINATION);
  EXPECT_THAT(Describe(connector, {}, kNow),
              HasSubstr("What to do:           nothing: it goes on by itself once it can\n"));
}

TEST(ResourceText, ATaskIsDescribedWithItsHealthItsFiguresAndItsSourcePartitions) {
  v1::Task task;
  task.set_name("instances/i/connectors/c/tasks/2");
  task.set_state(v1::Task::FAILED);
  task.set_worker("workers/w1");
  *task.mutable_trouble() = NoGrant();
  task.set_bytes_committed(3 << 19);
  task.set_memory_bytes(900);
  task.set_restarts(4);
  auto* partition = task.add_partitions();
  partition->set_partition(7);
  partition->set_next_offset(10);
  partition->set_end_offset(12);

  const std::string text = Describe(task, kNow);

  EXPECT_THAT(text, testing::StartsWith("Name:                 instances/i/connectors/c/tasks/2\n"
                                        "State:                FAILED\n"
                                        "Reason:               PERMISSION_MISSING"));
  EXPECT_THAT(text, HasSubstr("  Bytes committed:      1.5 MiB\n"));
  EXPECT_THAT(text, HasSubstr("  Memory:               900 bytes\n"));
  EXPECT_THAT(text, HasSubstr("  Restarts:             4\n"));
  EXPECT_THAT(text, HasSubstr("  7           10            12    2"));
  EXPECT_THAT(text, HasSubstr("  Worker:               workers/w1\n"));
}

TEST(ResourceText, FreshnessTellsHowFarTheTableIsBehind) {
  v1::Connector connector = Failed();
  EXPECT_THAT(Describe(connector, {}, kNow), HasSubstr("Freshness:            not known\n"));
  connector.mutable_status()->mutable_freshness()->set_seconds(150);
  connector.mutable_status()->set_lag_records(5);
  EXPECT_THAT(Describe(connector, {}, kNow),
              HasSubstr("Freshness:            the table is 2m behind the topic\n"));
  connector.mutable_status()->mutable_freshness()->set_seconds(0);
  connector.mutable_status()->set_lag_records(0);
  EXPECT_THAT(Describe(connector, {}, kNow), HasSubstr("everything that is in the topic"));
}

TEST(ResourceText, ADescriptionShowsPoliciesAndDeadLettersByReason) {
  v1::Connector connector = Failed();
  connector.mutable_sink()->mutable_late_policy()->mutable_past_max()->set_seconds(5400);
  connector.mutable_sink()->mutable_access_key()->set_access_key_secret_set(true);
  connector.mutable_sink()->set_delivery(v1::MaxComputeSink::UPSERT);
  connector.mutable_sink()->mutable_upsert()->set_key(v1::UpsertPolicy::RECORD_KEY);
  connector.mutable_error_policy()->set_tolerance(v1::ErrorPolicy::ALL);
  connector.mutable_error_policy()->set_max_share(0.1);
  connector.mutable_conditions(0)->set_remedy("grant a;\ngrant b;");
  auto* reason = connector.mutable_status()->add_dead_letters_by_reason();
  reason->set_reason("NOT_UTF8");
  reason->set_count(7);

  const std::string text = Describe(connector, {}, kNow);

  EXPECT_THAT(text, HasSubstr("  latePolicy.pastMax:            1h30m\n"));
  EXPECT_THAT(text, HasSubstr("  delivery:                      UPSERT\n"));
  EXPECT_THAT(text, HasSubstr("  upsert.key:                    RECORD_KEY\n"));
  EXPECT_THAT(text, HasSubstr("  accessKey.accessKeySecretSet:  yes\n"));
  EXPECT_THAT(text, HasSubstr("\nError policy:\n  tolerance:            ALL\n"
                              "  maxShare:             0.1\n"));
  EXPECT_THAT(text, HasSubstr("\nDead letters:\n  REASON     RECORDS\n  NOT_UTF8   7\n"));
  EXPECT_THAT(text, HasSubstr("    remedy: grant a;\n            grant b;\n"));
}

TEST(ResourceText, LagOfATaskIsTheSumOverItsPartitions) {
  v1::Task task;
  task.set_name("instances/i/connectors/c/tasks/0");
  task.set_state(v1::Task::RUNNING);
  task.set_worker("workers/w1");
  for (int i = 0; i < 2; ++i) {
    auto* partition = task.add_partitions();
    partition->set_partition(i);
    partition->set_next_offset(10);
    partition->set_end_offset(12);
  }
  EXPECT_THAT(TableOf(std::vector<v1::Task>{task}, kNow).Text(),
              HasSubstr("0      RUNNING   w1       0,1          0      4"));
}

TEST(ResourceText, PartitionsShowWhetherTheyAreCompleteInTheConnectorsZone) {
  std::vector<v1::TablePartition> partitions(2);
  partitions[0].set_spec("pt=11-17-2020 15");
  partitions[0].set_state(v1::TablePartition::COMPLETE);
  partitions[0].set_end_local("2020-11-17T16:00:00+08:00");
  partitions[0].mutable_state_time()->set_seconds(absl::ToUnixSeconds(kNow - absl::Minutes(5)));
  partitions[1].set_spec("pt=other");

  const std::string text = TableOf(partitions, kNow).Text();

  EXPECT_THAT(text, HasSubstr("PARTITION"));
  EXPECT_THAT(text, HasSubstr("pt=11-17-2020 15   COMPLETE   2020-11-17T16:00:00+08:00   5m"));
  EXPECT_THAT(TableOf(std::vector<v1::TablePartition>{partitions[1]}, kNow).Text(),
              testing::Not(HasSubstr("STATE")));
}

TEST(ResourceText, ARowShowsWhatIsNotThereAsNull) {
  v1::PreviewTableRowsResponse rows;
  rows.add_columns("key");
  rows.add_columns("value");
  auto* row = rows.add_rows();
  row->add_values()->set_null_value(google::protobuf::NULL_VALUE);
  row->add_values()->set_string_value("1");

  EXPECT_EQ(TableOf(rows).Text(), "key    value\nNULL   1\n");
}

TEST(ResourceText, AgesAreShort) {
  EXPECT_EQ(AgeText(absl::Seconds(3)), "3s");
  EXPECT_EQ(AgeText(absl::Minutes(5)), "5m");
  EXPECT_EQ(AgeText(absl::Hours(30)), "30h");
  EXPECT_EQ(AgeText(absl::Hours(24 * 7)), "7d");
  EXPECT_EQ(AgeText(-absl::Seconds(1)), "0s");  // Clocks of two machines differ.
}

}  // namespace
}  // namespace sluice::cli

// What keeps a task from joining its group: another topic in the place of its own, and a successor
// that was there already; and what it learns of its destination.

#include "dataplane/task/sink_task.h"

#include <atomic>
#include <memory>
#include <string>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/kafka/in_memory_group.h"
#include "base/kafka/in_memory_producer.h"
#include "base/kafka/in_memory_record_reader.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/sync/notification.h"
#include "base/time/real_clock.h"
#include "conversion/test_kafka_table.h"
#include "formats/intent.h"
#include "gtest/gtest.h"
#include "maxcompute/in_memory/in_memory_sql.h"
#include "maxcompute/in_memory/in_memory_table_catalog.h"
#include "maxcompute/tunnel/in_memory_tunnel.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(20);

// The machine's clock, which calls can let run ahead; but what people read of it stands still. Any
// thread may call.
class LeapingClock : public RealClock {
 public:
  absl::Time Now() override { return absl::FromUnixSeconds(1'700'000'000); }
  absl::Duration Monotonic() override {
    return RealClock::Monotonic() + absl::Seconds(ahead_s_.load());
  }
  void Leap(absl::Duration time) { ahead_s_.fetch_add(absl::ToInt64Seconds(time)); }

 private:
  std::atomic<int64_t> ahead_s_ = 0;
};

class InMemoryDestination : public Destination {
 public:
  InMemoryDestination(maxcompute::InMemoryTunnel& tunnel, maxcompute::InMemorySql& sql)
      : tunnel_(tunnel), sql_(sql), catalog_(tunnel) {}
  maxcompute::TableCatalog& catalog() override { return catalog_; }
  maxcompute::Sql& sql() override { return sql_; }
  maxcompute::Tunnel& tunnel() override { return tunnel_; }
  maxcompute::StreamTunnel& streams() override { return tunnel_; }
  maxcompute::UpsertTunnel& upserts() override { return tunnel_; }
  void LetGo() override { tunnel_.LetGo(); }

 private:
  maxcompute::InMemoryTunnel& tunnel_;
  maxcompute::InMemorySql& sql_;
  maxcompute::InMemoryTableCatalog catalog_;
};

class SinkTaskTest : public ::testing::Test {
 protected:
  SinkTaskTest() {
    tunnel_.AddTable({.project = "p", .schema = "", .table = "t"}, conversion::TestKafkaTable());
    EXPECT_THAT(admin_.CreateTopics({{.name = "orders", .partitions = 1}}, kPatience), IsOk());
    definition_.connector = "instances/i/connectors/c";
    definition_.connector_uid = "uid";
    definition_.task_count = 2;
    definition_.assignment_revision = 7;
    definition_.group_id = "connect-task-c";
    definition_.connector_revision = 1;
    definition_.revisions[1] = {.source_topic = "orders", .project = "p", .table = "t"};
  }

  // An entry of this task and assignment stands in the group.
  void Leave(int32_t task_index, int64_t assignment_revision) {
    const kafka::CommittedOffset entry = {
        .next_offset = 0,
        .metadata = formats::EncodeIntent({.connector_uid = "uid",
                                           .task_index = task_index,
                                           .assignment_revision = assignment_revision})};
    EXPECT_THAT(admin_.CommitOffsets("connect-task-c", {{{"orders", 0}, entry}}, kPatience),
                IsOk());
    group_.SetCommitted(0, entry);
  }

  // Lets the task live until it is in `state`; what it says then.
  TaskSnapshot LiveUntil(TaskState state) {
    Notification made, reached;
    std::unique_ptr<SinkTask> task = std::make_unique<SinkTask>(definition_, Parts(), [&] {
      made.Wait();
      if (task->progress().Snapshot().state == state) reached.Notify();
    });
    made.Notify();
    EXPECT_TRUE(reached.WaitFor(kPatience));
    return task->progress().Snapshot();
  }

  TaskParts Parts() {
    return {
        .clock = clock_,
        .memory = memory_,
        .encodings = encodings_,
        .open_destination =
            [this](const RevisionDefinition&) {
              return std::make_unique<InMemoryDestination>(tunnel_, sql_);
            },
        .make_producer =
            [this](const TaskDefinition&) {
              ++producers_;
              return std::make_unique<kafka::InMemoryProducer>(cluster_);
            },
        .note_producer_of =
            [this](const TaskDefinition&) {
              return std::make_shared<kafka::InMemoryProducer>(cluster_);
            },
        .admin_of = [this](const TaskDefinition&) -> absl::StatusOr<std::shared_ptr<kafka::Admin>> {
          clock_.Leap(admin_takes_);
          if (!admin_error_.ok()) return admin_error_;
          return std::make_shared<kafka::InMemoryAdmin>(cluster_);
        },
        .make_reader =
            [this](const TaskDefinition&) {
              return std::make_unique<kafka::InMemoryRecordReader>(cluster_);
            },
        .join_group = [this](const TaskDefinition&, int64_t queued_bytes_max,
                             kafka::AssignmentListener& listener)
            -> absl::StatusOr<std::unique_ptr<kafka::GroupConsumer>> {
          joined_ = true;
          return group_.Join(listener);
        }};
  }

  LeapingClock clock_;
  MemoryBudget memory_{64 << 20};
  EndpointEncodings encodings_{{maxcompute::ContentEncoding::kZstd}};
  maxcompute::InMemoryTunnel tunnel_;
  maxcompute::InMemorySql sql_{tunnel_};
  kafka::InMemoryCluster cluster_;
  kafka::InMemoryAdmin admin_{cluster_};
  kafka::InMemoryGroup group_{1};
  TaskDefinition definition_;
  std::atomic<bool> joined_ = false;
  // Making what looks at the source takes so long, and comes to this.
  absl::Duration admin_takes_ = absl::ZeroDuration();
  absl::Status admin_error_;
  std::atomic<int> producers_ = 0;
};

TEST_F(SinkTaskTest, WithoutAWayToLookAtTheSourceItDoesNotJoinAndSaysWhy) {
  admin_error_ = WithReason(absl::UnavailableError("no broker answers"), "KAFKA_UNAVAILABLE");

  const TaskSnapshot degraded = LiveUntil(TaskState::kDegraded);

  EXPECT_THAT(degraded.error, HasReason("KAFKA_UNAVAILABLE"));
  EXPECT_TRUE(degraded.retrying);
  EXPECT_FALSE(joined_);
}

TEST_F(SinkTaskTest, ALifeThatOnlyHungWasNoGoodRunAfterWhichPausesAreShortAgain) {
  admin_error_ = WithReason(absl::UnavailableError("no broker answers"), "KAFKA_UNAVAILABLE");
  admin_takes_ = absl::Minutes(1);
  const SinkTask task(definition_, Parts(), [] {});

  const absl::Duration give_up = clock_.Monotonic() + absl::Hours(1);
  while (task.progress().Snapshot().times < 2 && clock_.Monotonic() < give_up)
    clock_.SleepFor(absl::Milliseconds(5));

  const TaskSnapshot second = task.progress().Snapshot();
  EXPECT_GT(second.next_attempt - clock_.Now(), absl::Seconds(1));
  EXPECT_FALSE(second.slowed);
}

TEST_F(SinkTaskTest, ATopicThatWasMadeAnewIsNotRead) {
  definition_.source_topic_id = "the-one-of-before";
  Leave(0, 7);

  const TaskSnapshot failed = LiveUntil(TaskState::kFailed);

  EXPECT_THAT(failed.error, HasReason("SOURCE_RECREATED"));
  EXPECT_NE(RemedyOf(failed.error), "");
  EXPECT_FALSE(joined_);
}

TEST_F(SinkTaskTest, AReplacedTaskStaysOutWithoutFencingItsSuccessor) {
  Leave(0, 8);

  EXPECT_THAT(LiveUntil(TaskState::kFenced).error, HasReason("TASK_REPLACED"));

  EXPECT_FALSE(joined_);
}

TEST_F(SinkTaskTest, WithoutADeadLetterItHasNoProducerOfItsOwn) {
  Leave(0, 7);

  LiveUntil(TaskState::kRunning);

  EXPECT_EQ(producers_, 0);
}

TEST_F(SinkTaskTest, AnEntryOfAnotherTaskDoesNotKeepItOut) {
  Leave(1, 8);

  LiveUntil(TaskState::kRunning);

  EXPECT_TRUE(joined_);
}

// The tunnel in memory takes nothing but deflate.
TEST_F(SinkTaskTest, AnEncodingThatTheEndpointRefusesIsRememberedAndRowsArriveByAnotherOne) {
  definition_.revisions[1].endpoint = "endpoint";
  Leave(0, 7);
  group_.Append(0, {.key = "k", .value = "v", .timestamp_ms = 0});
  const maxcompute::TableName table{.project = "p", .schema = "", .table = "t"};
  const SinkTask task(definition_, Parts(), [] {});

  const absl::Duration give_up = clock_.Monotonic() + kPatience;
  while (tunnel_.Partitions(table).empty() || group_.Committed(0)->next_offset == 0) {
    ASSERT_LT(clock_.Monotonic(), give_up);
    clock_.SleepFor(absl::Milliseconds(5));
  }

  EXPECT_EQ(encodings_.Of("endpoint "), maxcompute::ContentEncoding::kDeflate);
  EXPECT_EQ(tunnel_.Rows(table, tunnel_.Partitions(table).front()).size(), 1);
}

}  // namespace
}  // namespace sluice::dataplane

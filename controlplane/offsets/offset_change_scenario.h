#ifndef SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_SCENARIO_H_
#define SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_SCENARIO_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/offsets/offset_change_step.h"
#include "controlplane/offsets/offset_change_work.h"
#include "controlplane/operations/operation_runner.h"
#include "controlplane/preflight/in_memory_table_connections.h"
#include "controlplane/provisioning/testing_connector.h"
#include "controlplane/scheduling/placement_plan.h"
#include "controlplane/store/in_memory_store.h"
#include "formats/intent.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {

// Connector `a` runs one task on a worker that does what it is told, and has read some of its
// topic.
class OffsetChangeScenario : public testing::Test {
 protected:
  static constexpr absl::Duration kTimeout = absl::Seconds(1);
  static constexpr char kGroup[] = "connect-task-a";
  const kafka::TopicPartition kOrders0 = {"orders", 0};
  const kafka::TopicPartition kOrders1 = {"orders", 1};

  OffsetChangeScenario() {
    EXPECT_THAT(admin_.CreateTopics({{.name = "orders", .partitions = 2},
                                     {.name = "connect-offset-a", .partitions = 1}},
                                    kTimeout),
                IsOk());
    for (int i = 0; i < 20; ++i) EXPECT_THAT(cluster_.Append("orders", i % 2, {}), IsOk());
    Instance instance;
    instance.id = "i";
    instance.uid = "uid-i";
    EXPECT_THAT(store_.CreateInstance(instance, {}), IsOk());
    Connector connector = TestingConnector();
    connector.desired_state = DesiredState::kRunning;
    connector.spec.sink.project = "p";
    connector.spec.sink.table = "t";
    connector.create_time = clock_.Now();
    connector.start_pin = StartPin{.time = clock_.Now(),
                                   .source_topic_id = "",
                                   .offsets = {{0, 0}, {1, 0}},
                                   .asked_until = {{0, 3}, {1, 4}}};
    EXPECT_THAT(store_.CreateConnector(connector, {}), IsOk());
    const maxcompute::ColumnType text = {maxcompute::TypeKind::kString};
    const maxcompute::TableName table = {"p", "", "t"};
    const auto partition = *maxcompute::PartitionSpec::Parse("pt=1");
    tables_.tunnel().AddTable(table, {{{"value", text}}, {{"pt", text}}});
    tables_.tunnel().AddPartition(table, partition);
    session_ = tables_.tunnel().CreateUpload(table, partition)->session;
    Commit(kOrders0, Entry(6));
    Commit(kOrders1, Entry(4));
    ServeWorker();
    EXPECT_THAT(store_.ListTasks("uid-a"), IsOkAndHolds(testing::SizeIs(1)));
  }

  static formats::Intent Entry(int64_t next_offset) {
    formats::Intent entry;
    entry.connector_uid = "uid-a";
    entry.connector_revision = 1;
    entry.task_index = 0;
    entry.assignment_revision = 7;
    entry.next_offset = next_offset;
    return entry;
  }

  // It names a session that can still be committed.
  formats::Intent OpenEntry(int64_t next_offset) {
    formats::Intent entry = Entry(next_offset);
    entry.sessions = {{session_.id, "pt=1", 1, 2, 4}};
    return entry;
  }

  void Commit(const kafka::TopicPartition& partition, const formats::Intent& entry,
              int64_t offset = -1) {
    const int64_t at = offset < 0 ? entry.next_offset : offset;
    EXPECT_THAT(
        admin_.CommitOffsets(kGroup, {{partition, {at, formats::EncodeIntent(entry)}}}, kTimeout),
        IsOk());
  }

  formats::Intent EntryOf(const kafka::TopicPartition& partition) {
    const auto committed = admin_.FetchOffsets(kGroup, kTimeout)->at(partition);
    const auto entry = formats::ParseIntent(committed.metadata);
    EXPECT_THAT(entry, IsOk());
    EXPECT_THAT(committed.next_offset, testing::Eq(entry->next_offset));
    return *entry;
  }

  void Ask(const std::vector<PartitionMove>& moves) {
    Operation operation;
    operation.id = "op";
    operation.connector_uid = "uid-a";
    operation.connector = {"i", "a"};
    operation.request = MovesToJson(moves);
    operation.create_time = clock_.Now();
    ASSERT_THAT(store_.CreateOperation(operation, {}), IsOk());
  }

  // Both partitions, one back and one on.
  void AskForBoth() { Ask({{0, 6, 2, 4, 0}, {1, 4, 9, 0, 5}}); }

  Connector Now() { return store_.GetConnectorByUid("uid-a").value(); }
  Operation Change() { return store_.GetOperation("op").value(); }
  std::vector<Task> Tasks() { return store_.ListTasks("uid-a").value(); }

  void Desire(DesiredState state) {
    ASSERT_THAT(store_.ChangeDesiredState({.connector_uid = "uid-a",
                                           .from_generation = Now().generation,
                                           .desired_state = state,
                                           .now = clock_.Now()},
                                          {}),
                IsOk());
  }

  // The scheduler plans, and the worker does what it is told; a member of the group leaves with its
  // task.
  void ServeWorker() {
    Worker worker;
    worker.uid = "uid-w";
    worker.name = "w";
    worker.tasks_max = 10;
    worker.heartbeat_time = clock_.Now();
    if (!store_.GetSnapshot("uid-w").ok()) {
      EXPECT_THAT(store_.Hello(worker, absl::Hours(1)), IsOk());
    }
    for (int i = 0; i < 3; ++i) {
      EXPECT_THAT(store_.Report({.worker_uid = "uid-w",
                                 .acknowledged_revision = store_.GetSnapshot("uid-w")->revision,
                                 .now = clock_.Now()}),
                  IsOk());
      EXPECT_THAT(
          store_.Place(
              [&](const PlacementView& view) { return PlanPlacement(view, {}, clock_.Now()); },
              clock_.Now()),
          IsOk());
    }
    cluster_.RemoveMembers(kGroup);
    if (!Tasks().empty() || somebody_stays_) cluster_.AddMember(kGroup, {.member_id = "m"});
  }

  // Steps, then the worker's turn, until the operation ends or `rounds` are over.
  void Run(int rounds = 40) {
    for (int i = 0; i < rounds && !Change().ended(); ++i) {
      for (int steps = 0; steps < 20 && *runner_.RunOnce(); ++steps) {
      }
      ServeWorker();
      if (in_round_) in_round_();
      clock_.Advance(absl::Milliseconds(250));
    }
  }

  void ExpectBothMoved() {
    EXPECT_THAT(Change().error, IsOk());
    EXPECT_TRUE(Change().ended());
    formats::Intent fresh = Entry(2);
    EXPECT_THAT(EntryOf(kOrders0), testing::Eq(fresh));
    fresh.next_offset = 9;
    EXPECT_THAT(EntryOf(kOrders1), testing::Eq(fresh));
    EXPECT_THAT(Now().hold, testing::Eq(std::nullopt));
  }

  void ExpectNothingMoved(const char* reason) {
    EXPECT_THAT(Change().error, HasReason(reason));
    EXPECT_THAT(admin_.FetchOffsets(kGroup, kTimeout)->at(kOrders1).next_offset, testing::Eq(4));
    EXPECT_THAT(Now().hold, testing::Eq(std::nullopt));
  }

  SimulatedClock clock_;
  kafka::InMemoryCluster cluster_;
  InMemoryTableConnections tables_;
  maxcompute::UploadSession session_;
  kafka::InMemoryAdmin admin_{cluster_};
  InMemoryConnections connections_{cluster_};
  InMemoryStore store_;
  OffsetChangeWork work_{store_, store_, store_, store_, connections_, tables_, clock_, kTimeout};
  OperationRunner runner_{store_, {{OperationKind::kOffsetChange, &work_}}, store_, clock_, {}};
  bool somebody_stays_ = false;
  std::function<void()> in_round_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_SCENARIO_H_

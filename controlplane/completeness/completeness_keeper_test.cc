#include "controlplane/completeness/completeness_keeper.h"

#include <memory>
#include <string>
#include <vector>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kTimeout = absl::Seconds(5);
// At kT0 an hour has begun, which is not judged; then the next one is over, and the grace too.
constexpr absl::Duration kUntilAnHourIsOver = absl::Hours(2);

// Of a cluster where a transaction is open from the first record on.
class OpenTransaction : public InMemoryConnections {
 public:
  explicit OpenTransaction(kafka::InMemoryCluster& cluster)
      : InMemoryConnections(cluster), admin_(std::make_shared<Admin>(cluster)) {}

  absl::StatusOr<std::shared_ptr<kafka::Admin>> AdminOf(const Instance&) override { return admin_; }

 private:
  class Admin : public kafka::InMemoryAdmin {
   public:
    using kafka::InMemoryAdmin::InMemoryAdmin;

    absl::StatusOr<absl::btree_map<kafka::TopicPartition, int64_t>> ListOffsets(
        const std::vector<kafka::TopicPartition>& partitions, const kafka::OffsetQuery& query,
        kafka::IsolationLevel isolation, absl::Duration timeout) override {
      auto offsets = kafka::InMemoryAdmin::ListOffsets(partitions, query, isolation, timeout);
      if (offsets.ok() && isolation == kafka::IsolationLevel::kReadCommitted) {
        for (auto& [partition, offset] : *offsets) offset = 0;
      }
      return offsets;
    }
  };

  const std::shared_ptr<Admin> admin_;
};

class CompletenessKeeperTest : public ::testing::Test {
 protected:
  CompletenessKeeperTest() {
    connector_ = AConnector();
    connector_.spec.source.topic = "orders";
    connector_.spec.sink.time_zone = "GMT 08:00";
    connector_.spec.sink.partition_granularity = PartitionGranularity::kHour;
    connector_.spec.sink.partition_pattern = PartitionPattern::kOriginal;
    connector_.spec.completeness = {.grace = absl::Minutes(10), .announcement_topic = "complete"};
    EXPECT_THAT(kafka::InMemoryAdmin(cluster_).CreateTopics(
                    {{.name = "orders", .partitions = 1}, {.name = "complete"}}, kTimeout),
                IsOk());
    EXPECT_THAT(store_.CreateInstance(AnInstance(), {}), IsOk());
    EXPECT_THAT(store_.CreateConnector(connector_, {}), IsOk());
    EXPECT_THAT(store_.Hello({.uid = "w", .name = "w", .heartbeat_time = kT0}, kTimeout), IsOk());
    EXPECT_THAT(store_.Place(
                    [&](const PlacementView&) {
                      const TaskKey task = {connector_.uid, 0};
                      return PlacementChanges{.create = {task}, .place = {{task, "w"}}};
                    },
                    kT0),
                IsOk());
  }

  // The one source partition is empty, and its task says so.
  void Report(const std::vector<TablePartitionReport>& table_partitions = {},
              int64_t next_offset = 0) {
    WorkerReport report = {.worker_uid = "w", .now = clock_.Now()};
    report.tasks[{connector_.uid, 0}] = {
        .assignment_revision = 1,
        .partitions = {{.partition = 0, .next_offset = next_offset}},
        .table_partitions = table_partitions};
    ASSERT_THAT(store_.Report(report), IsOk());
  }

  absl::Status Keep() { return Keep(keeper_); }

  absl::Status Keep(CompletenessKeeper& keeper) {
    absl::StatusOr<std::vector<ReconcileClaim>> claims =
        store_.Claim(1, absl::Minutes(1), clock_.Now());
    EXPECT_THAT(claims, IsOkAndHolds(SizeIs(1)));
    const absl::Status kept = keeper.Keep((*claims)[0], connector_, AnInstance()).status();
    EXPECT_THAT(store_.Complete((*claims)[0], clock_.Now()), IsOk());
    return kept;
  }

  std::vector<kafka::InMemoryCluster::Record> Announced() { return cluster_.Records("complete"); }

  kafka::InMemoryCluster cluster_;
  InMemoryConnections connections_{cluster_};
  InMemoryStore store_;
  SimulatedClock clock_{kT0};
  Connector connector_;
  CompletenessKeeper keeper_{connections_, store_, store_, clock_, kTimeout};
};

TEST_F(CompletenessKeeperTest, WhatIsCompleteIsAnnouncedOnceAndRememberedByTheNextRunner) {
  Report();
  ASSERT_THAT(Keep(), IsOk());
  EXPECT_THAT(Announced(), IsEmpty());

  clock_.Advance(kUntilAnHourIsOver);
  ASSERT_THAT(Keep(), IsOk());

  ASSERT_THAT(Announced(), SizeIs(1));
  EXPECT_THAT(*Announced()[0].value, HasSubstr(R"("event":"COMPLETE")"));
  EXPECT_THAT(*Announced()[0].value, HasSubstr(R"(+08:00")"));
  CompletenessKeeper another(connections_, store_, store_, clock_, kTimeout);
  ASSERT_THAT(Keep(), IsOk());
  EXPECT_THAT(Announced(), SizeIs(1));
}

TEST_F(CompletenessKeeperTest, WhatCouldNotBeAnnouncedIsAnnouncedLater) {
  Report();
  ASSERT_THAT(Keep(), IsOk());
  clock_.Advance(kUntilAnHourIsOver);
  connector_.spec.completeness.announcement_topic = "missing";
  EXPECT_FALSE(Keep().ok());

  connector_.spec.completeness.announcement_topic = "complete";
  ASSERT_THAT(Keep(), IsOk());

  EXPECT_THAT(Announced(), SizeIs(testing::Ge(1)));
}

TEST_F(CompletenessKeeperTest, LateRowsAreAnnouncedAndThenTheirEnd) {
  Report();
  ASSERT_THAT(Keep(), IsOk());
  clock_.Advance(kUntilAnHourIsOver);
  ASSERT_THAT(Keep(), IsOk());
  ASSERT_THAT(Announced(), SizeIs(1));

  Report({{.value = *Announced()[0].key, .rows = 3, .commit_time = clock_.Now()}});
  ASSERT_THAT(Keep(), IsOk());
  ASSERT_THAT(Announced(), SizeIs(2));
  EXPECT_THAT(*Announced()[1].value, HasSubstr(R"("event":"REOPENED")"));
  EXPECT_EQ(Announced()[1].key, Announced()[0].key);
  clock_.Advance(absl::Minutes(10));
  ASSERT_THAT(Keep(), IsOk());

  ASSERT_THAT(Announced(), SizeIs(3));
  EXPECT_THAT(*Announced()[2].value, HasSubstr(R"("version":2)"));
}

TEST_F(CompletenessKeeperTest, RecordsOfAnOpenTransactionAreUnread) {
  OpenTransaction connections(cluster_);
  CompletenessKeeper keeper(connections, store_, store_, clock_, kTimeout);
  Report();
  ASSERT_THAT(Keep(keeper), IsOk());
  ASSERT_THAT(cluster_.Append("orders", 0, {.value = "row", .timestamp = clock_.Now()}), IsOk());

  clock_.Advance(kUntilAnHourIsOver);
  ASSERT_THAT(Keep(keeper), IsOk());

  EXPECT_THAT(Announced(), IsEmpty());
}

TEST_F(CompletenessKeeperTest, OffsetsOfATopicThatWasMadeAnewProveNothing) {
  Report();
  ASSERT_THAT(Keep(), IsOk());
  Report({}, /*next_offset=*/5);

  clock_.Advance(kUntilAnHourIsOver);
  ASSERT_THAT(Keep(), IsOk());

  EXPECT_THAT(Announced(), IsEmpty());
}

TEST_F(CompletenessKeeperTest, WithKafkaAwayNothingIsForgotten) {
  Report();
  ASSERT_THAT(Keep(), IsOk());
  clock_.Advance(kUntilAnHourIsOver);
  cluster_.SetReachable(false);
  EXPECT_THAT(Keep(), StatusIs(absl::StatusCode::kUnavailable));

  cluster_.SetReachable(true);
  ASSERT_THAT(Keep(), IsOk());

  EXPECT_THAT(Announced(), SizeIs(testing::Ge(1)));
}

}  // namespace
}  // namespace sluice::controlplane

#ifndef SLUICE_DATAPLANE_TASK_MEMBERSHIP_SCENARIO_H_
#define SLUICE_DATAPLANE_TASK_MEMBERSHIP_SCENARIO_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/kafka/in_memory_group.h"
#include "base/kafka/in_memory_producer.h"
#include "base/sync/mutex.h"
#include "base/time/real_clock.h"
#include "dataplane/task/membership.h"
#include "formats/intent.h"
#include "gtest/gtest.h"
#include "maxcompute/in_memory/in_memory_sql.h"
#include "maxcompute/tunnel/in_memory_tunnel.h"

namespace sluice::dataplane {

// The machine's clock, but what people read of it is as the test says, and time can be let pass.
// Any thread may call.
class SetWallClock : public RealClock {
 public:
  absl::Time Now() override {
    const int64_t set = millis_.load();
    return set < 0 ? RealClock::Now() : absl::FromUnixMillis(set);
  }
  void Set(absl::Time now) { millis_.store(absl::ToUnixMillis(now)); }

  absl::Duration Monotonic() override {
    return RealClock::Monotonic() + absl::Milliseconds(ahead_.load());
  }
  // Lets this much time pass, as far as ages and waits go.
  void Pass(absl::Duration time) { ahead_.fetch_add(absl::ToInt64Milliseconds(time)); }

 private:
  std::atomic<int64_t> millis_ = -1;
  std::atomic<int64_t> ahead_ = 0;
};

// One task with everything around it in memory. Each Live is a process: what one leaves, the next
// one finds. Any thread of the test may send; the rest is the thread's that lives.
class MembershipScenario : public ::testing::Test {
 public:
  static constexpr int kPartitions = 2;
  static constexpr char kUid[] = "uid-1";
  static const maxcompute::TableName kTable;

 protected:
  MembershipScenario();

  TaskDefinition Definition(int64_t assignment = 1) const;
  void Pin(int32_t partition, int64_t offset);

  // `hour`: since 1970; it says which table partition the records belong to.
  void Send(int32_t partition, int count, int hour = 0);
  void SendOne(int32_t partition, kafka::InMemoryGroup::Record record);

  // One life: runs until `done`, then stops; or until the membership is over by itself.
  absl::Status Live(const std::function<bool()>& done, int64_t assignment = 1);

  // Lives are of this table, that of the revision that runs.
  maxcompute::TableName table_ = kTable;
  bool settle_only_ = false;
  absl::Status elsewhere_;

  // Every source partition's committed offset has reached the topic's end, and nothing is open.
  bool AllAdvanced();
  formats::Intent Entry(int32_t partition);
  int64_t Offset(int32_t partition) { return group_.Committed(partition)->next_offset; }

  // How often each record of the source is in the table: "partition:offset" to rows.
  std::map<std::string, int> TableRows();
  // The offsets of source partition 0 in one table partition, in their order.
  std::vector<int64_t> OffsetsIn(const std::string& table_partition);
  // The same, as it is to be when every record is a row.
  std::map<std::string, int> EachRecordOnce();
  void ExpectTableEqualsTopic() { EXPECT_EQ(TableRows(), EachRecordOnce()); }

  // From now on commits of upload sessions wait; ...
  void HoldCommits() { tunnel_.Hold(maxcompute::InMemoryTunnel::Operation::kCommitUpload); }
  // ... until one does, the sessions of these table partitions expire, and all go on.
  void ExpireAndRelease(const std::vector<std::string>& table_partitions);

  std::vector<kafka::InMemoryCluster::Record> DeadLetters() const {
    return cluster_.Records("errors");
  }

  SetWallClock clock_;
  maxcompute::TableSchema schema_;
  RevisionDefinition revision_;  // Revision 1, which runs unless `connector_revision_` differs.
  std::map<int64_t, RevisionDefinition> other_revisions_;
  int64_t connector_revision_ = 1;
  maxcompute::InMemoryTunnel tunnel_;
  maxcompute::InMemorySql sql_{tunnel_};
  kafka::InMemoryCluster cluster_;
  kafka::InMemoryProducer producer_{cluster_};
  kafka::InMemoryGroup group_{kPartitions};
  int64_t memory_bytes_max_ = 64 << 20;
  BatchLimits limits_{.age_min = absl::Milliseconds(1)};
  // What the table answers to whoever counts rows of one table partition ...
  absl::StatusOr<int64_t> rows_in_table_ = absl::InternalError("nobody asked the table");
  // ... and what to whoever asks for offsets: the truth, while it is OK.
  std::function<absl::Status(absl::string_view statement)> offsets_may_be_asked_ =
      [](absl::string_view) { return absl::OkStatus(); };
  std::map<int32_t, int64_t> asked_until_;
  TaskSnapshot last_;
  std::atomic<bool> killed_ = false;

 private:
  absl::StatusOr<maxcompute::SqlRows> Answer(absl::string_view statement);

  // A copy: other threads may send meanwhile.
  std::map<int32_t, int> Records();

  Mutex mu_;
  std::map<int32_t, int> records_ SLUICE_GUARDED_BY(mu_);  // By source partition.
  std::atomic<int> sent_ = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_MEMBERSHIP_SCENARIO_H_

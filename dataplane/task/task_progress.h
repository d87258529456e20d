#ifndef SLUICE_DATAPLANE_TASK_TASK_PROGRESS_H_
#define SLUICE_DATAPLANE_TASK_TASK_PROGRESS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "dataplane/task/task_observer.h"

namespace sluice::dataplane {

enum class TaskState { kStarting, kRunning, kPaused, kDegraded, kFailed, kFenced };

struct PartitionProgress {
  int64_t next_offset = 0;  // Every record below is in the table.
  int64_t end_offset = -1;  // Of the source; -1: not known.
  int64_t rows_committed = 0;
  std::map<std::string, int64_t> dead_letters;  // By reason.
  absl::Time progress_time;
  // The revision of an intent that was found standing and is not settled and redone yet; 0: none.
  int64_t intent_revision = 0;
  // The latest record time among the rows that the task has committed; InfinitePast: none yet.
  absl::Time watermark = absl::InfinitePast();
  int64_t bytes_committed = 0;  // Of blocks, packed.
  // Of the newest record that was read, in the table or not; InfinitePast: none yet.
  absl::Time newest_record_time = absl::InfinitePast();
};

// What a task has committed into one table partition.
struct TablePartitionProgress {
  int64_t rows = 0;
  absl::Time commit_time;  // Of the last of them.
};

// A source partition with records to read, none of which has come into the table for a while.
struct WaitingPartition {
  int32_t partition = 0;
  int64_t records = 0;  // As last seen.
  absl::Time since;
};

// What an advance brought.
struct AdvanceProgress {
  int64_t next_offset = 0;
  int64_t rows = 0;
  std::map<std::string, int64_t> dead_letters = {};  // By reason.
  int64_t latest_ms = -1;                            // The latest record time among the rows.
  int64_t bytes = 0;                                 // Of blocks, packed.
  std::map<std::string, int64_t> rows_by_table_partition = {};
  // Since the batch was closed; nothing when it was another life's.
  std::optional<absl::Duration> took = std::nullopt;
};

// What is known of an error beside itself.
struct ErrorNews {
  bool retrying = false;  // The task goes on trying by itself, ...
  // ... at this time. InfinitePast: it is being tried, or never will be by itself.
  absl::Time next_attempt = absl::InfinitePast();
  int64_t times = 1;    // It has happened since it was told last; 0: it lasts.
  bool slowed = false;  // Tried at a slow pace, because it happened too often.
};

// What a task does, for those who report it.
struct TaskSnapshot {
  TaskState state = TaskState::kStarting;
  absl::Time state_time;
  absl::Status error;  // The first cause of kDegraded, kFailed or kFenced.
  // Of `error`: as ErrorNews, since when it is so without a break, and how often it has happened
  // since then.
  bool retrying = false;
  absl::Time next_attempt = absl::InfinitePast();
  bool slowed = false;
  absl::Time since = absl::InfinitePast();
  int64_t times = 0;
  int64_t restarts = 0;      // Begun anew by itself after a failure.
  int64_t memory_bytes = 0;  // That its batches hold.
  std::map<int32_t, PartitionProgress> partitions;
  // By value of the partition column: those of the last commits.
  std::map<std::string, TablePartitionProgress> table_partitions;
  // Of the source partitions that the task has, or had until its last membership ended: the one
  // that has waited longest.
  std::optional<WaitingPartition> waiting = std::nullopt;
  // What came in the way first since then, although the task goes on.
  absl::Status held_up;
  absl::Time held_up_since = absl::InfinitePast();
  int64_t held_up_times = 0;
};

// How many table partitions a task tells of; the longest untouched are left out.
inline constexpr size_t kTablePartitionsTold = 64;

// An error that comes back within this time was not over: a task that begins anew runs for a moment
// before it meets the same cause again.
inline constexpr absl::Duration kNoBreak = absl::Minutes(1);

// The task writes, others read. What waits for progress, and since when, follows from how far
// source partitions have come, not from what the task says of itself: rebalances, memberships and
// states do not break it. Any thread may call. `changed` is called, without a lock, whenever the
// state changes; `observer`, if there is one, hears of every batch.
class TaskProgress {
 public:
  TaskProgress(Clock& clock, std::function<void()> changed, TaskObserver* observer = nullptr)
      : clock_(clock), changed_(std::move(changed)), observer_(observer) {
    snapshot_.state_time = clock.Now();
  }

  // A state without error.
  void SetState(TaskState state) { Set(state, absl::OkStatus(), {}); }
  // A state with its first cause. While the state stays, the same cause in other words does not
  // replace it.
  void SetError(TaskState state, const absl::Status& error, const ErrorNews& news) {
    Set(state, error, news);
  }
  // While it is so, whatever its state, records do not wait: nobody wants them to be read.
  void SetPaused(bool paused);

  // The group has given it. That an offset stands where it stood is no progress, however often it
  // is given.
  void Owns(int32_t partition, int64_t next_offset);
  // The group has taken it away.
  void Lets(int32_t partition);
  // The membership is over, and the group knows nothing of that yet: records of the partition wait
  // for the next one ...
  void Leaves(int32_t partition);
  // ... until the group has said that these are all that this member has now.
  void HasOnly(const std::set<int32_t>& partitions);
  void Stands(int32_t partition, int64_t intent_revision);
  void Advanced(int32_t partition, const AdvanceProgress& advance);
  void SawEnd(int32_t partition, int64_t end_offset);
  void SawRecord(int32_t partition, absl::Time record_time);
  void Holds(int64_t memory_bytes);
  void Restarts();
  // Something that is no failure came in the way, and something is done once more.
  void HeldUp(const absl::Status& why);

  // A life begins: from now on it is counted for how long the task runs, or pauses.
  void BeginLife();
  absl::Duration Ran() const;

  TaskSnapshot Snapshot() const;

 private:
  // A cause that was there before the present one.
  struct Past {
    absl::Status error;
    absl::Time since;
    int64_t times = 0;
    absl::Time end = absl::InfinitePast();
  };

  // How far a source partition had come when it was last seen, by whoever.
  struct Seen {
    int64_t next_offset = 0;
    int64_t end_offset = -1;
    absl::Time progress_time;
    absl::Time waits_since = absl::InfinitePast();  // InfinitePast: nothing waits.
    bool ours = true;
  };

  void Set(TaskState state, const absl::Status& error, const ErrorNews& news);
  // Whether it got further than was known.
  bool Reaches(int32_t partition, int64_t next_offset) SLUICE_REQUIRES(mu_);
  void JudgeWaiting(Seen& seen) SLUICE_REQUIRES(mu_);
  void ChangeState(TaskState state) SLUICE_REQUIRES(mu_);
  void Count(const absl::Status& error, const ErrorNews& news) SLUICE_REQUIRES(mu_);

  Clock& clock_;
  const std::function<void()> changed_;
  TaskObserver* const observer_;
  mutable Mutex mu_;
  TaskSnapshot snapshot_ SLUICE_GUARDED_BY(mu_);
  Past past_ SLUICE_GUARDED_BY(mu_);
  // Of all that the task ever had.
  std::map<int32_t, Seen> seen_ SLUICE_GUARDED_BY(mu_);
  bool paused_ SLUICE_GUARDED_BY(mu_) = false;
  absl::Duration ran_ SLUICE_GUARDED_BY(mu_) = absl::ZeroDuration();  // But for the present state.
  absl::Duration state_begun_ SLUICE_GUARDED_BY(mu_) = absl::ZeroDuration();  // As Monotonic.
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_TASK_PROGRESS_H_

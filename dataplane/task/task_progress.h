#ifndef SLUICE_DATAPLANE_TASK_TASK_PROGRESS_H_
#define SLUICE_DATAPLANE_TASK_TASK_PROGRESS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "dataplane/task/task_observer.h"

namespace sluice::dataplane {

enum class TaskState { kStarting, kRunning, kPaused, kDegraded, kFailed, kFenced };

// Who can mend an error.
enum class ErrorClass { kUser, kSystem, kDestination, kQuota };

// By code and reason; never by the message.
ErrorClass ClassOf(const absl::Status& error);

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
};

// What a task has committed into one table partition.
struct TablePartitionProgress {
  int64_t rows = 0;
  absl::Time commit_time;  // Of the last of them.
};

// What an advance brought.
struct AdvanceProgress {
  int64_t next_offset = 0;
  int64_t rows = 0;
  std::map<std::string, int64_t> dead_letters = {};  // By reason.
  int64_t latest_ms = -1;                            // The latest record time among the rows.
  std::map<std::string, int64_t> rows_by_table_partition = {};
  // Since the batch was closed; nothing when it was another life's.
  std::optional<absl::Duration> took = std::nullopt;
};

// What a task does, for those who report it.
struct TaskSnapshot {
  TaskState state = TaskState::kStarting;
  absl::Time state_time;
  absl::Status error;     // The first cause of kDegraded, kFailed or kFenced.
  bool retrying = false;  // The task goes on trying by itself.
  std::map<int32_t, PartitionProgress> partitions;
  // By value of the partition column: those of the last commits.
  std::map<std::string, TablePartitionProgress> table_partitions;
};

// How many table partitions a task tells of; the longest untouched are left out.
inline constexpr size_t kTablePartitionsTold = 64;

// The task writes, others read. Any thread may call. `changed` is called, without a lock, whenever
// the state changes; `observer`, if there is one, hears of every batch.
class TaskProgress {
 public:
  TaskProgress(Clock& clock, std::function<void()> changed, TaskObserver* observer = nullptr)
      : clock_(clock), changed_(std::move(changed)), observer_(observer) {
    snapshot_.state_time = clock.Now();
  }

  // A state without error.
  void SetState(TaskState state) { Set(state, absl::OkStatus(), false); }
  // A state with its first cause. While the state stays, a later error does not replace it.
  void SetError(TaskState state, const absl::Status& error, bool retrying) {
    Set(state, error, retrying);
  }

  void Owns(int32_t partition, int64_t next_offset);
  void Lets(int32_t partition);
  void Stands(int32_t partition, int64_t intent_revision);
  void Advanced(int32_t partition, const AdvanceProgress& advance);
  void SawEnd(int32_t partition, int64_t end_offset);

  TaskSnapshot Snapshot() const {
    MutexLock lock(mu_);
    return snapshot_;
  }

 private:
  void Set(TaskState state, const absl::Status& error, bool retrying);

  Clock& clock_;
  const std::function<void()> changed_;
  TaskObserver* const observer_;
  mutable Mutex mu_;
  TaskSnapshot snapshot_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_TASK_PROGRESS_H_

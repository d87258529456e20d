#ifndef SLUICE_CONTROLPLANE_MODEL_TASK_H_
#define SLUICE_CONTROLPLANE_MODEL_TASK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/model/ids.h"
#include "controlplane/model/problem.h"

namespace sluice::controlplane {

// What a worker says about a task; as TaskReport.State of worker.proto.
enum class ReportedState { kStarting, kRunning, kPaused, kDegraded, kFailed, kFenced };

struct SourcePartitionReport {
  int32_t partition = 0;
  int64_t next_offset = 0;  // Every record below is in the table.
  int64_t end_offset = -1;  // Last stable offset; -1: not yet known.
  int64_t rows_committed = 0;
  int64_t dead_letters = 0;
  // When next_offset last moved, or when the task was first given the partition.
  absl::Time progress_time = absl::InfinitePast();
  std::map<std::string, int64_t> dead_letters_by_reason = {};
  int64_t intent_revision = 0;  // That an intent names which is not settled yet; 0: none.
  // The latest record time of which the task has committed rows; InfinitePast: none yet.
  absl::Time watermark = absl::InfinitePast();
  int64_t bytes_committed = 0;  // Of blocks, by this task since it started.
  // Of the newest record that the task has read; InfinitePast: none yet.
  absl::Time newest_record_time = absl::InfinitePast();

  friend bool operator==(const SourcePartitionReport&, const SourcePartitionReport&) = default;
};

// A table partition into which a task has committed rows lately.
struct TablePartitionReport {
  std::string value;                              // Of the partition column: 11-17-2020 15.
  int64_t rows = 0;                               // By this task since it started.
  absl::Time commit_time = absl::InfinitePast();  // Of the last of them.

  friend bool operator==(const TablePartitionReport&, const TablePartitionReport&) = default;
};

// A source partition with records to read, of which none has come into the table for a while.
struct WaitingPartition {
  int32_t partition = 0;
  int64_t records = 0;
  absl::Time since = absl::InfinitePast();

  friend bool operator==(const WaitingPartition&, const WaitingPartition&) = default;
};

// The last report about a task, from the worker that has it.
struct TaskReport {
  int64_t assignment_revision = 0;  // The placement that it speaks of.
  ReportedState state = ReportedState::kStarting;
  absl::Time state_time = absl::InfinitePast();  // Since when the task is in `state`.
  std::optional<Problem> problem;                // The first cause of kDegraded or kFailed.
  bool retrying = false;                         // The worker goes on trying by itself.
  // Of `problem`: since when it is so without a break, how often it has happened since then, and
  // when it is tried again (InfinitePast: it is being tried, or never will be by itself).
  absl::Time problem_since = absl::InfinitePast();
  int64_t problem_count = 0;
  absl::Time next_attempt_time = absl::InfinitePast();
  bool slowed = false;  // It happened so often that it is tried at a slow pace.
  std::vector<SourcePartitionReport> partitions;
  std::vector<TablePartitionReport> table_partitions = {};
  // The one that has waited longest, of those that the task has or last had; nothing: none waits,
  // or a worker of an older release does not say.
  std::optional<WaitingPartition> waiting = std::nullopt;
  // What came in the way first since records wait, although the task goes on.
  std::optional<Problem> held_up = std::nullopt;
  int64_t restarts = 0;                           // By itself, since the worker was given it.
  int64_t memory_bytes = 0;                       // That its batches hold.
  int64_t connector_revision = 0;                 // That it runs; 0: it did not say.
  absl::Time report_time = absl::InfinitePast();  // When the control plane heard it.

  friend bool operator==(const TaskReport&, const TaskReport&) = default;
};

// One share of a connector's work, and who has it.
//
// Placed: `worker_uid` is set and the worker's snapshot holds the task. Leaving: the snapshot does
// not hold it any more, but the worker has not yet said so (its acknowledged revision is below
// `leaving_revision`); a task that leaves is placed elsewhere or removed once it did, or is lost.
struct Task {
  TaskKey key;
  std::string worker_uid;           // Empty: nobody has it.
  int64_t assignment_revision = 0;  // Grows with each placement of this task; 0: never placed.
  absl::Time create_time;
  absl::Time placed_time = absl::InfinitePast();
  bool leaving = false;
  int64_t leaving_revision = 0;  // The first revision of the worker's snapshot without the task.
  // Begun anew by itself under earlier placements, since the connector was deployed or a person
  // restarted it.
  int64_t restarts_before = 0;
  std::optional<TaskReport> report;  // Only about the current placement; nothing before the first.

  int64_t restarts() const { return restarts_before + (report.has_value() ? report->restarts : 0); }

  friend bool operator==(const Task&, const Task&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_TASK_H_

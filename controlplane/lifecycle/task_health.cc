#include "controlplane/lifecycle/task_health.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

constexpr int kNotStartedSeverity = 1;
constexpr int kDegradedSeverity = 2;
constexpr int kSilentSeverity = 3;
constexpr int kStalledSeverity = 4;
constexpr int kFailedSeverity = 5;

TaskState StateOf(ReportedState reported) {
  switch (reported) {
    case ReportedState::kStarting:
    case ReportedState::kFenced:  // Another owner has it or is about to: here it has not begun.
      return TaskState::kStarting;
    case ReportedState::kRunning:
      return TaskState::kRunning;
    case ReportedState::kPaused:
      return TaskState::kPaused;
    case ReportedState::kDegraded:
      return TaskState::kDegraded;
    case ReportedState::kFailed:
      return TaskState::kFailed;
  }
  return TaskState::kStarting;
}

// The source partition that has waited longest with records to read; nothing when none has waited
// for too long.
const SourcePartitionReport* Stalled(const Task& task, absl::Time now,
                                     const ObserveOptions& options) {
  const TaskReport& report = *task.report;
  if (report.state != ReportedState::kRunning && report.state != ReportedState::kDegraded) {
    return nullptr;
  }
  const SourcePartitionReport* longest = nullptr;
  for (const SourcePartitionReport& partition : report.partitions) {
    if (partition.end_offset <= partition.next_offset) continue;
    // A task that has just begun has had no time to make progress.
    const absl::Time since = std::max(partition.progress_time, report.state_time);
    if (now - since <= options.stalled_after) continue;
    if (longest == nullptr || partition.progress_time < longest->progress_time) {
      longest = &partition;
    }
  }
  return longest;
}

// A task that should have begun long ago is a cause of its own.
void JudgeWaiting(const Task& task, absl::Time now, const ObserveOptions& options,
                  TaskHealth& health) {
  if (health.state != TaskState::kStarting || now - health.since <= options.stalled_after) return;
  health.severity = kNotStartedSeverity;
  if (!health.problem.reason.empty()) return;  // It says itself why.
  health.problem_since = health.since;
  health.problem = {
      ErrorClass::kSystem, "NOT_STARTED",
      absl::StrCat("task ", task.key.index, " was given to worker ", task.worker_uid,
                   " and has not begun since ",
                   absl::FormatTime(absl::RFC3339_sec, health.since, absl::UTCTimeZone())),
      "see the log of that worker (sluicectl get workers)"};
}

// Nobody has it. Placing a task takes a moment, which is no trouble.
void JudgeHomeless(const Task& task, absl::Time now, const ObserveOptions& options,
                   TaskHealth& health) {
  const absl::Time since = std::max(task.create_time, task.placed_time);
  if (now - since <= options.placed_within) return;
  health.severity = kNotStartedSeverity;
  health.problem_since = since;
  health.problem = {ErrorClass::kSystem, "NO_WORKER",
                    absl::StrCat("task ", task.key.index,
                                 " has no worker: none is connected that has room and stands in "
                                 "the connector's network"),
                    "start a worker there, or one that declares no network"};
}

void JudgeReport(const Task& task, absl::Time now, const ObserveOptions& options,
                 TaskHealth& health) {
  const TaskReport& report = *task.report;
  health.state = StateOf(report.state);
  health.since = std::max(report.state_time, task.placed_time);
  if (health.state == TaskState::kFailed) health.severity = kFailedSeverity;
  if (health.state == TaskState::kDegraded) health.severity = kDegradedSeverity;
  if (report.problem.has_value()) {
    health.problem = *report.problem;
    // A worker of an older release does not say.
    health.problem_since =
        report.problem_since == absl::InfinitePast() ? report.state_time : report.problem_since;
    health.problem_count = std::max<int64_t>(1, report.problem_count);
    // What should have been tried by now is being tried.
    if (report.next_attempt_time > now) health.next_attempt_time = report.next_attempt_time;
    health.slowed = report.slowed;
  }
  const SourcePartitionReport* stalled = Stalled(task, now, options);
  if (stalled == nullptr) return;
  health.stalled = true;
  health.severity = kStalledSeverity;
  health.since = std::max(stalled->progress_time, report.state_time) + options.stalled_after;
  if (!report.problem.has_value()) {
    health.problem_since = std::max(stalled->progress_time, report.state_time);
    health.problem = {
        ErrorClass::kSystem, "NO_PROGRESS",
        absl::StrCat(
            "task ", task.key.index, " has read nothing of source partition ", stalled->partition,
            " for ",
            absl::FormatDuration(absl::Trunc(now - stalled->progress_time, absl::Seconds(1))), "; ",
            stalled->end_offset - stalled->next_offset, " records wait"),
        "see the log of its worker; restarting the task lets it settle and read on"};
  }
}

}  // namespace

std::optional<Trouble> TroubleOf(int32_t index, const TaskHealth& health) {
  if (health.severity == 0 || health.problem.reason.empty()) return std::nullopt;
  return Trouble{.problem = health.problem,
                 .since = health.problem_since,
                 .count = health.problem_count,
                 .next_attempt_time = health.next_attempt_time,
                 .tasks = {index}};
}

TaskHealth JudgeTask(const Task& task, absl::Time now, const ObserveOptions& options) {
  TaskHealth health;
  health.placed_time = task.placed_time;
  health.since = task.create_time;
  if (task.worker_uid.empty()) {
    JudgeHomeless(task, now, options, health);
    return health;
  }
  health.since = task.placed_time;
  if (!task.report.has_value()) {
    health.state = TaskState::kStarting;
    JudgeWaiting(task, now, options, health);
    return health;
  }
  if (now - task.report->report_time > options.report_life) {
    health.state = TaskState::kLost;
    health.severity = kSilentSeverity;
    health.since = task.report->report_time + options.report_life;
    health.problem_since = task.report->report_time;
    health.problem = {
        ErrorClass::kSystem, "WORKER_SILENT",
        absl::StrCat("the worker of task ", task.key.index, " has not been heard since ",
                     absl::FormatTime(task.report->report_time, absl::UTCTimeZone())),
        "another worker takes over by itself; if none does, start one, or let this one go on"};
    return health;
  }
  JudgeReport(task, now, options, health);
  JudgeWaiting(task, now, options, health);
  return health;
}

}  // namespace sluice::controlplane

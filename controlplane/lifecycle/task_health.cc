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

// As WaitingPartition, of a worker of an older release, which tells of it by its partitions alone.
std::optional<WaitingPartition> WaitingByPartitions(const TaskReport& report) {
  std::optional<WaitingPartition> longest;
  for (const SourcePartitionReport& partition : report.partitions) {
    if (partition.end_offset <= partition.next_offset) continue;
    // A task that has just begun has had no time to make progress.
    const absl::Time since = std::max(partition.progress_time, report.state_time);
    if (longest.has_value() && longest->since <= since) continue;
    longest = {.partition = partition.partition,
               .records = partition.end_offset - partition.next_offset,
               .since = since};
  }
  return longest;
}

// The source partition that has waited for too long with records to read, whatever its task says of
// itself meanwhile: one that begins again and again does not stop waiting in between. A task that
// has failed is worse; one that is fenced waits while another makes the progress.
std::optional<WaitingPartition> Stalled(const TaskReport& report, absl::Time now,
                                        const ObserveOptions& options) {
  if (report.state == ReportedState::kFailed || report.state == ReportedState::kFenced ||
      report.state == ReportedState::kPaused) {
    return std::nullopt;
  }
  const std::optional<WaitingPartition> waiting =
      report.waiting.has_value() ? report.waiting : WaitingByPartitions(report);
  if (!waiting.has_value() || now - waiting->since <= options.stalled_after) return std::nullopt;
  return waiting;
}

// What came in the way first, behind what it led to.
void AddCause(const std::optional<Problem>& held_up, Problem& problem) {
  if (!held_up.has_value()) return;
  if (held_up->error_class != ErrorClass::kNone) problem.error_class = held_up->error_class;
  absl::StrAppend(&problem.message, "; what came in the way first: ", held_up->message);
  if (!held_up->remedy.empty()) problem.remedy = held_up->remedy;
}

// A task that should have begun long ago is a cause of its own.
void JudgeWaiting(const Task& task, absl::Time now, const ObserveOptions& options,
                  TaskHealth& health) {
  if (health.state != TaskState::kStarting || health.stalled) return;
  if (now - health.since <= options.stalled_after) return;
  health.severity = kNotStartedSeverity;
  if (!health.problem.reason.empty()) return;  // It says itself why.
  health.problem_since = health.since;
  health.problem = {
      ErrorClass::kSystem, "NOT_STARTED",
      absl::StrCat("task ", task.key.index, " was given to worker ", task.worker_uid,
                   " and has not begun since ",
                   absl::FormatTime(absl::RFC3339_sec, health.since, absl::UTCTimeZone())),
      "see the log of that worker (sluicectl get workers)"};
  if (task.report.has_value()) AddCause(task.report->held_up, health.problem);
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
  const std::optional<WaitingPartition> stalled = Stalled(report, now, options);
  if (!stalled.has_value()) return;
  health.stalled = true;
  health.severity = kStalledSeverity;
  health.since = stalled->since + options.stalled_after;
  if (report.problem.has_value()) return;
  health.problem_since = stalled->since;
  health.problem = {
      ErrorClass::kSystem, "NO_PROGRESS",
      absl::StrCat("task ", task.key.index, " has brought nothing of source partition ",
                   stalled->partition, " into the table for ",
                   absl::FormatDuration(absl::Trunc(now - stalled->since, absl::Seconds(1))), "; ",
                   stalled->records, " records wait"),
      "see the log of its worker; restarting the task lets it settle and read on"};
  AddCause(report.held_up, health.problem);
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

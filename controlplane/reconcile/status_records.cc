#include "controlplane/reconcile/status_records.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/lifecycle/task_health.h"
#include "formats/connect_records.h"

namespace sluice::controlplane {
namespace {

const char* ConnectStateOf(ObservedState state) {
  switch (state) {
    case ObservedState::kRunning:
    case ObservedState::kDegraded:
    case ObservedState::kStalled:
      return "RUNNING";
    case ObservedState::kPausing:
    case ObservedState::kPaused:
      return "PAUSED";
    case ObservedState::kFailed:
      return "FAILED";
    case ObservedState::kStopping:
    case ObservedState::kStopped:
      return "STOPPED";
    case ObservedState::kCreating:
    case ObservedState::kDraft:
    case ObservedState::kStarting:
    case ObservedState::kDeleting:
      return "UNASSIGNED";
  }
  return "UNASSIGNED";
}

const char* ConnectStateOf(TaskState state) {
  switch (state) {
    case TaskState::kRunning:
    case TaskState::kDegraded:
      return "RUNNING";
    case TaskState::kPaused:
      return "PAUSED";
    case TaskState::kFailed:
      return "FAILED";
    case TaskState::kUnassigned:
    case TaskState::kStarting:
    case TaskState::kLost:
      return "UNASSIGNED";
  }
  return "UNASSIGNED";
}

// The first cause, where Connect has a stack trace.
std::optional<std::string> TraceOf(const Problem& problem) {
  if (problem.reason.empty()) return std::nullopt;
  return absl::StrCat(problem.reason, ": ", problem.message);
}

std::string StatusOf(const Connector& connector, absl::Span<const Task> tasks, absl::Time now) {
  const Observation observation = Observe(connector, tasks, now);
  formats::StatusValue status;
  status.state = ConnectStateOf(observation.state);
  status.worker_id = "sluice";
  status.generation = connector.generation;
  if (observation.state == ObservedState::kFailed && !observation.conditions.empty()) {
    status.trace = TraceOf(observation.conditions.front().problem);
  }
  return formats::EncodeStatus(status);
}

std::string StatusOf(const Task& task, absl::Time now) {
  const TaskHealth health = JudgeTask(task, now, ObserveOptions());
  formats::StatusValue status;
  status.state = ConnectStateOf(health.state);
  status.worker_id = task.worker_uid;
  status.generation = task.assignment_revision;
  if (health.state == TaskState::kFailed) status.trace = TraceOf(health.problem);
  return formats::EncodeStatus(status);
}

}  // namespace

std::map<std::string, std::string> StatusRecordsOf(const Connector& connector,
                                                   absl::Span<const Task> tasks, absl::Time now) {
  const std::string& name = connector.id.connector;
  std::map<std::string, std::string> records;
  records[formats::ConnectorStatusKey(name)] = StatusOf(connector, tasks, now);
  for (const Task& task : tasks) {
    records[formats::TaskStatusKey(name, task.key.index)] = StatusOf(task, now);
  }
  return records;
}

}  // namespace sluice::controlplane

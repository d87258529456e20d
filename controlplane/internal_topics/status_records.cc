#include "controlplane/internal_topics/status_records.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

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
    case ObservedState::kPausing:  // Some task still reads.
      return "RUNNING";
    case ObservedState::kPaused:
      return "PAUSED";
    case ObservedState::kFailed:
      return "FAILED";
    case ObservedState::kDraft:  // As a connector that Connect was told to create stopped.
    case ObservedState::kStopped:
      return "STOPPED";
    case ObservedState::kCreating:
    case ObservedState::kStarting:
    case ObservedState::kStopping:  // Its tasks are being taken from their workers.
    case ObservedState::kDeleting:
    case ObservedState::kDeleted:
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

// Why it failed: the health of its tasks, where that is known.
std::optional<std::string> TraceOf(const Observation& observation) {
  for (const Condition& condition : observation.conditions) {
    if (condition.type == kHealthy) return TraceOf(condition.problem);
  }
  return std::nullopt;
}

std::string StatusOf(const Connector& connector, absl::Span<const Task> tasks, absl::Time now) {
  const Observation observation = Observe(connector, tasks, now);
  formats::StatusValue status;
  status.state = ConnectStateOf(observation.state);
  // What stalls because nobody has its tasks does not run.
  const bool nobody_runs = observation.progress.tasks_running == 0;
  const bool silent =
      observation.trouble.has_value() && observation.trouble->problem.reason == "WORKER_SILENT";
  if (nobody_runs && (silent || observation.state == ObservedState::kStalled))
    status.state = "UNASSIGNED";
  // The same for every replica: which of them looks last is nobody's news.
  status.worker_id = "sluice-controlplane";
  status.generation = connector.generation;
  if (observation.state == ObservedState::kFailed) status.trace = TraceOf(observation);
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

// Whether the task has taken a record since the start was pinned.
bool HasRead(const Task& task, const Connector& connector) {
  if (!task.report.has_value() || !connector.start_pin.has_value()) return false;
  const OffsetByPartition& begins = connector.start_pin->offsets;
  for (const SourcePartitionReport& partition : task.report->partitions) {
    const auto begin = begins.find(partition.partition);
    const int64_t from = begin == begins.end() ? 0 : begin->second;
    if (partition.next_offset > from || partition.dead_letters > 0) return true;
  }
  return false;
}

// As Connect says goodbye: first that nobody has it, then nothing.
void EraseStatus(const std::string& key, const std::string& value, int64_t generation,
                 std::vector<RecordChange>& changes) {
  const std::optional<std::string> state = formats::StateOfStatus(value);
  if (state.has_value() && *state != "UNASSIGNED") {
    changes.push_back(
        {key, formats::EncodeStatus({.state = "UNASSIGNED", .generation = generation})});
  }
  changes.push_back({key, std::nullopt});
}

}  // namespace

std::vector<RecordChange> StatusChanges(const Connector& connector, absl::Span<const Task> tasks,
                                        absl::Time now, const HeldRecords& held) {
  const std::string& name = connector.id.connector;
  const std::string& topic = connector.spec.source.topic;
  std::map<std::string, std::string> wanted;
  wanted[formats::ConnectorStatusKey(name)] = StatusOf(connector, tasks, now);
  const std::string read_key = formats::TopicStatusKey(name, topic);
  for (const Task& task : tasks) {
    wanted[formats::TaskStatusKey(name, task.key.index)] = StatusOf(task, now);
    if (!held.contains(read_key) && HasRead(task, connector)) {
      wanted.try_emplace(read_key, formats::EncodeTopicStatus(name, topic, task.key.index,
                                                              absl::ToUnixMillis(now)));
    }
  }
  std::vector<RecordChange> changes;
  for (const auto& [key, value] : wanted) {
    const auto found = held.find(key);
    if (found == held.end() || found->second.value != value) changes.push_back({key, value});
  }
  for (const auto& [key, record] : held) {
    // What is no task's stays: topics that were read.
    if (wanted.contains(key) || !formats::StateOfStatus(record.value).has_value()) continue;
    EraseStatus(key, record.value, connector.generation, changes);
  }
  return changes;
}

std::vector<RecordChange> StatusErasure(const Connector& connector, const HeldRecords& held) {
  std::vector<RecordChange> changes;
  for (const auto& [key, record] : held) {
    EraseStatus(key, record.value, connector.generation, changes);
  }
  return changes;
}

}  // namespace sluice::controlplane

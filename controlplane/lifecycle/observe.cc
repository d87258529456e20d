#include "controlplane/lifecycle/observe.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "controlplane/lifecycle/observation_table.h"
#include "controlplane/lifecycle/task_health.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kReasonsMax = 32;

std::vector<std::pair<std::string, int64_t>> MostFrequent(
    const std::map<std::string, int64_t>& counts) {
  std::vector<std::pair<std::string, int64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (sorted.size() > kReasonsMax) sorted.resize(kReasonsMax);
  return sorted;
}

// Whether the source partitions that a task reports are those that it has now. One that has not
// begun or has failed may have some and name none; one that runs and names none is one too many for
// the topic's partitions.
bool KnowsItsLag(const Task& task, const TaskHealth& health) {
  switch (health.state) {
    case TaskState::kRunning:
    case TaskState::kPaused:
      return true;
    case TaskState::kStarting:
    case TaskState::kDegraded:
    case TaskState::kFailed:
      return task.report.has_value() && !task.report->partitions.empty();
    case TaskState::kUnassigned:
    case TaskState::kLost:
      return false;
  }
  return false;
}

Progress Sum(absl::Span<const Task> tasks, absl::Span<const TaskHealth> healths) {
  Progress sum;
  std::map<std::string, int64_t> by_reason;
  sum.tasks = static_cast<int>(tasks.size());
  sum.lag_records = tasks.empty() ? -1 : 0;
  for (size_t i = 0; i < tasks.size(); ++i) {
    if (healths[i].state == TaskState::kRunning) ++sum.tasks_running;
    if (!KnowsItsLag(tasks[i], healths[i])) sum.lag_records = -1;
    if (!tasks[i].report.has_value()) continue;
    for (const SourcePartitionReport& partition : tasks[i].report->partitions) {
      sum.rows_committed += partition.rows_committed;
      sum.dead_letters += partition.dead_letters;
      for (const auto& [reason, count] : partition.dead_letters_by_reason) {
        by_reason[reason] += count;
      }
      if (partition.rows_committed > 0) {
        sum.last_commit_time = std::max(sum.last_commit_time, partition.progress_time);
      }
      if (partition.end_offset < 0) {
        sum.lag_records = -1;
      } else if (sum.lag_records >= 0) {
        sum.lag_records += std::max<int64_t>(0, partition.end_offset - partition.next_offset);
      }
    }
  }
  sum.dead_letters_by_reason = MostFrequent(by_reason);
  return sum;
}

int Count(absl::Span<const TaskHealth> healths, TaskState state) {
  return static_cast<int>(std::count_if(healths.begin(), healths.end(),
                                        [state](const TaskHealth& h) { return h.state == state; }));
}

ObservedFacts FactsOf(const Connector& connector, absl::Span<const TaskHealth> healths,
                      absl::Time now, const ObserveOptions& options) {
  ObservedFacts facts;
  facts.desired = connector.desired_state;
  facts.provisioned = connector.provisioning.done;
  facts.topics_unfit = connector.provisioning.problem.has_value();
  facts.undelete_open = connector.deletion.has_value() && connector.deletion->purge_time > now;
  facts.tasks_wanted = connector.spec.tasks;
  facts.tasks = static_cast<int>(healths.size());
  facts.failed = Count(healths, TaskState::kFailed);
  facts.degraded = Count(healths, TaskState::kDegraded);
  facts.running = Count(healths, TaskState::kRunning);
  facts.paused = Count(healths, TaskState::kPaused);
  absl::Time waiting_since = std::max(connector.desired_state_time, connector.released_time);
  for (const TaskHealth& health : healths) {
    facts.stalled = facts.stalled || health.stalled;
    if (health.state != TaskState::kRunning) waiting_since = std::max(waiting_since, health.since);
  }
  // What holds its tasks has a bound of its own.
  facts.waited_too_long =
      !connector.hold.has_value() && now - waiting_since > options.stalled_after;
  return facts;
}

// What it says of an older revision is no news of the one that shall run.
TaskHealth JudgeByRevision(const Connector& connector, const Task& task, absl::Time now,
                           const ObserveOptions& options) {
  TaskHealth health = JudgeTask(task, now, options);
  const int64_t runs = task.report.has_value() ? task.report->connector_revision : 0;
  const bool reports = health.state == TaskState::kRunning || health.state == TaskState::kPaused ||
                       health.state == TaskState::kDegraded || health.state == TaskState::kFailed;
  if (!reports || runs == 0 || runs >= connector.task_revision) return health;
  TaskHealth starting = {.state = TaskState::kStarting,
                         .since = std::max(health.since, connector.update_time),
                         .placed_time = health.placed_time};
  if (now - starting.since > options.stalled_after) {
    starting.severity = 1;  // As of a task that has not begun.
    starting.problem = {
        ErrorClass::kSystem, "NOT_STARTED",
        absl::StrCat("task ", task.key.index, " still runs revision ", runs, ", and revision ",
                     connector.task_revision, " shall run since ",
                     absl::FormatTime(absl::RFC3339_sec, starting.since, absl::UTCTimeZone())),
        "see the log of its worker, or restart the task"};
  }
  return starting;
}

Condition ProvisionedCondition(const Connector& connector) {
  Condition condition;
  condition.type = std::string(kProvisioned);
  condition.last_transition_time = connector.provisioning.since;
  if (connector.provisioning.problem.has_value()) {
    condition.status = ConditionStatus::kFalse;
    condition.problem = *connector.provisioning.problem;
  } else if (connector.provisioning.done) {
    condition.status = ConditionStatus::kTrue;
  } else {
    condition.problem.message = "its topics have not been looked at yet";
  }
  return condition;
}

Condition ScheduledCondition(const Connector& connector, absl::Span<const TaskHealth> healths) {
  Condition condition;
  condition.type = std::string(kScheduled);
  condition.last_transition_time = connector.desired_state_time;
  int placed = 0;
  for (const TaskHealth& health : healths) {
    if (health.state == TaskState::kUnassigned) continue;
    ++placed;
    condition.last_transition_time = std::max(condition.last_transition_time, health.placed_time);
  }
  if (placed >= connector.spec.tasks) {
    condition.status = ConditionStatus::kTrue;
    return condition;
  }
  condition.status = ConditionStatus::kFalse;
  if (connector.hold.has_value()) {
    condition.problem = {
        ErrorClass::kSystem, "OPERATION_RUNNING",
        absl::StrCat("operations/", connector.hold->operation_id,
                     " moves its offsets; its tasks are placed again when that is over"),
        ""};
    return condition;
  }
  const auto any = [](const std::string& id) { return id.empty() ? std::string("any") : id; };
  condition.problem = {
      ErrorClass::kSystem, "NO_WORKER",
      absl::StrCat(connector.spec.tasks - placed, " of ", connector.spec.tasks,
                   " tasks have no worker: none is connected that has room and stands in VPC ",
                   any(connector.spec.vpc_id), ", vSwitch ", any(connector.spec.vswitch_id)),
      "start a worker there, or one that declares no network"};
  return condition;
}

Condition HealthyCondition(const Connector& connector, ObservedState state,
                           absl::Span<const TaskHealth> healths) {
  Condition condition;
  condition.type = std::string(kHealthy);
  condition.last_transition_time = connector.desired_state_time;
  for (const TaskHealth& health : healths) {
    condition.last_transition_time = std::max(condition.last_transition_time, health.since);
  }
  // A task that failed reads nothing: PAUSED is true, and healthy is not.
  const bool some_failed = Count(healths, TaskState::kFailed) > 0;
  if (state == ObservedState::kRunning || (state == ObservedState::kPaused && !some_failed)) {
    condition.status = ConditionStatus::kTrue;
    return condition;
  }
  const bool known = state == ObservedState::kDegraded || state == ObservedState::kStalled ||
                     state == ObservedState::kFailed || state == ObservedState::kPaused;
  condition.status = known ? ConditionStatus::kFalse : ConditionStatus::kUnknown;
  // The first cause is that of the worst task, and of the lowest index among those.
  const auto worst = std::max_element(
      healths.begin(), healths.end(),
      [](const TaskHealth& a, const TaskHealth& b) { return a.severity < b.severity; });
  if (worst != healths.end() && worst->severity > 0) {
    condition.problem = worst->problem;
  } else if (connector.provisioning.problem.has_value()) {
    condition.problem = *connector.provisioning.problem;
  } else if (known) {
    condition.problem = ScheduledCondition(connector, healths).problem;
  }
  return condition;
}

}  // namespace

Observation Observe(const Connector& connector, absl::Span<const Task> tasks, absl::Time now,
                    const ObserveOptions& options) {
  std::vector<TaskHealth> healths;
  healths.reserve(tasks.size());
  for (const Task& task : tasks) {
    healths.push_back(JudgeByRevision(connector, task, now, options));
  }

  Observation observation;
  observation.state = CaseOf(FactsOf(connector, healths, now, options)).state;
  observation.actions = AllowedActions(connector, now);
  observation.progress = Sum(tasks, healths);
  observation.conditions.push_back(ProvisionedCondition(connector));
  if (connector.desired_state == DesiredState::kRunning ||
      connector.desired_state == DesiredState::kPaused) {
    observation.conditions.push_back(ScheduledCondition(connector, healths));
    observation.conditions.push_back(HealthyCondition(connector, observation.state, healths));
  }
  std::stable_partition(observation.conditions.begin(), observation.conditions.end(),
                        [](const Condition& c) { return c.status != ConditionStatus::kTrue; });
  return observation;
}

}  // namespace sluice::controlplane

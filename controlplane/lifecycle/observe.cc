#include "controlplane/lifecycle/observe.h"

#include <algorithm>
#include <map>
#include <optional>
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

Progress Sum(absl::Span<const Task> tasks, absl::Span<const TaskHealth> healths, absl::Time now) {
  Progress sum;
  FreshnessSum freshness;
  std::map<std::string, int64_t> by_reason;
  sum.tasks = static_cast<int>(tasks.size());
  sum.lag_records = tasks.empty() ? -1 : 0;
  for (size_t i = 0; i < tasks.size(); ++i) {
    if (healths[i].state == TaskState::kRunning) ++sum.tasks_running;
    sum.restarts += tasks[i].restarts();
    if (!KnowsItsLag(tasks[i], healths[i])) {
      sum.lag_records = -1;
      freshness.AddUnknown();
    }
    if (!tasks[i].report.has_value()) continue;
    for (const SourcePartitionReport& partition : tasks[i].report->partitions) {
      freshness.Add(partition);
      sum.bytes_committed += partition.bytes_committed;
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
  if (!tasks.empty()) sum.freshness = freshness.At(now);
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
  facts.silent = Count(healths, TaskState::kLost);
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

bool Has(const Task& task, int32_t partition) {
  return task.report.has_value() &&
         std::any_of(task.report->partitions.begin(), task.report->partitions.end(),
                     [&](const auto& has) { return has.partition == partition; });
}

// A task that is out of its group remembers what it had there; others may have it by now.
bool WaitsForWhatOthersHave(const Task& task, absl::Span<const Task> tasks) {
  if (!task.report.has_value() || !task.report->waiting.has_value()) return false;
  const int32_t partition = task.report->waiting->partition;
  return !Has(task, partition) && std::any_of(tasks.begin(), tasks.end(), [&](const Task& other) {
    return other.key != task.key && Has(other, partition);
  });
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
    starting.problem_since = starting.since;
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

// The first cause is that of the worst task, and of the lowest index among those.
std::optional<Trouble> FirstTrouble(const Connector& connector, absl::Span<const Task> tasks,
                                    absl::Span<const TaskHealth> healths, absl::Time now,
                                    const ObserveOptions& options) {
  const auto worst = std::max_element(
      healths.begin(), healths.end(),
      [](const TaskHealth& a, const TaskHealth& b) { return a.severity < b.severity; });
  std::optional<Trouble> trouble;
  if (worst != healths.end()) trouble = TroubleOf(0, *worst);
  if (trouble.has_value()) {
    trouble->tasks.clear();
    for (size_t i = 0; i < healths.size() && trouble->tasks.size() < kTroubledTasksMax; ++i) {
      if (healths[i].severity > 0 && healths[i].problem.reason == trouble->problem.reason)
        trouble->tasks.push_back(tasks[i].key.index);
    }
    // It knows where workers would have to stand.
    if (trouble->problem.reason == "NO_WORKER")
      trouble->problem = ScheduledCondition(connector, healths).problem;
    return trouble;
  }
  if (connector.provisioning.problem.has_value()) {
    return Trouble{.problem = *connector.provisioning.problem,
                   .since = connector.provisioning.since};
  }
  const bool wants_tasks = connector.desired_state == DesiredState::kRunning ||
                           connector.desired_state == DesiredState::kPaused;
  if (wants_tasks && static_cast<int>(tasks.size()) < connector.spec.tasks &&
      now - connector.desired_state_time > options.stalled_after) {
    return Trouble{.problem = ScheduledCondition(connector, healths).problem,
                   .since = connector.desired_state_time};
  }
  return std::nullopt;
}

Condition HealthyCondition(const Connector& connector, ObservedState state,
                           const std::optional<Trouble>& trouble,
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
  if (trouble.has_value()) condition.problem = trouble->problem;
  return condition;
}

// Absent while nothing is wrong with it: few connectors ever have it.
std::optional<Condition> SteadyCondition(absl::Span<const Task> tasks,
                                         absl::Span<const TaskHealth> healths) {
  for (size_t i = 0; i < healths.size(); ++i) {
    const TaskHealth& health = healths[i];
    if (!health.slowed) continue;
    return Condition{
        .type = std::string(kSteady),
        .status = ConditionStatus::kFalse,
        .problem = {health.problem.error_class, "RESTARTS_SLOWED",
                    absl::StrCat("task ", tasks[i].key.index, " ran and failed again and again, ",
                                 tasks[i].restarts(),
                                 " times so far; it is tried at a slow pace now"),
                    "mend what is said under Healthy; RestartConnector tries it at once"},
        .last_transition_time = health.since};
  }
  return std::nullopt;
}

}  // namespace

Observation Observe(const Connector& connector, absl::Span<const Task> tasks, absl::Time now,
                    const ObserveOptions& options) {
  std::vector<TaskHealth> healths;
  healths.reserve(tasks.size());
  for (const Task& task : tasks) {
    if (!WaitsForWhatOthersHave(task, tasks)) {
      healths.push_back(JudgeByRevision(connector, task, now, options));
      continue;
    }
    Task out = task;
    out.report->waiting.reset();
    healths.push_back(JudgeByRevision(connector, out, now, options));
  }

  Observation observation;
  observation.state = CaseOf(FactsOf(connector, healths, now, options)).state;
  observation.trouble = FirstTrouble(connector, tasks, healths, now, options);
  observation.actions = AllowedActions(connector, now);
  observation.progress = Sum(tasks, healths, now);
  observation.conditions.push_back(ProvisionedCondition(connector));
  if (connector.desired_state == DesiredState::kRunning ||
      connector.desired_state == DesiredState::kPaused) {
    observation.conditions.push_back(ScheduledCondition(connector, healths));
    observation.conditions.push_back(
        HealthyCondition(connector, observation.state, observation.trouble, healths));
    if (std::optional<Condition> slowed = SteadyCondition(tasks, healths))
      observation.conditions.push_back(*std::move(slowed));
  }
  std::stable_partition(observation.conditions.begin(), observation.conditions.end(),
                        [](const Condition& c) { return c.status != ConditionStatus::kTrue; });
  return observation;
}

}  // namespace sluice::controlplane

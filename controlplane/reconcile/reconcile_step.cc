#include "controlplane/reconcile/reconcile_step.h"

#include <algorithm>

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "controlplane/model/problem.h"

namespace sluice::controlplane {
namespace {

Pace PaceOf(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::kUser:
      return {absl::Seconds(5), absl::Minutes(1)};
    case ErrorClass::kQuota:
      return {absl::Seconds(10), absl::Minutes(5)};
    case ErrorClass::kNone:
    case ErrorClass::kSystem:
    case ErrorClass::kDestination:
      return {absl::Seconds(1), absl::Seconds(15)};
  }
  return {absl::Seconds(1), absl::Seconds(15)};
}

// Says so; what a task does not say is not waited for.
bool SomeRunOlder(const Connector& connector, absl::Span<const Task> tasks) {
  return std::any_of(tasks.begin(), tasks.end(), [&](const Task& task) {
    return task.report.has_value() && task.report->connector_revision != 0 &&
           task.report->connector_revision < connector.task_revision;
  });
}

}  // namespace

bool TasksAreAsDesired(const Connector& connector, absl::Span<const Task> tasks) {
  const bool runs = connector.desired_state == DesiredState::kRunning ||
                    connector.desired_state == DesiredState::kPaused;
  if (!runs) return tasks.empty();
  return static_cast<int>(tasks.size()) == connector.spec.tasks &&
         std::all_of(tasks.begin(), tasks.end(),
                     [](const Task& task) { return !task.worker_uid.empty() && !task.leaving; });
}

ReconcileStep NextStep(const Connector& connector, absl::Span<const Task> tasks) {
  if (connector.desired_state == DesiredState::kDeleted) {
    // An operation that moves its offsets notices, and lets go of the group.
    const bool free = tasks.empty() && !connector.hold.has_value();
    return free ? ReconcileStep::kDeprovision : ReconcileStep::kAwaitTasks;
  }
  if (!connector.provisioning.done || connector.provisioning.problem.has_value()) {
    return ReconcileStep::kProvision;
  }
  const bool runs = connector.desired_state == DesiredState::kRunning ||
                    connector.desired_state == DesiredState::kPaused;
  if (runs && !connector.start_pin.has_value()) return ReconcileStep::kPin;
  if (connector.observed_generation == connector.generation) return ReconcileStep::kNothing;
  return TasksAreAsDesired(connector, tasks) && !SomeRunOlder(connector, tasks)
             ? ReconcileStep::kFinish
             : ReconcileStep::kAwaitTasks;
}

absl::Duration DelayOf(const Pace& pace, int tries) {
  absl::Duration delay = pace.first;
  for (int i = 1; i < tries && delay < pace.longest; ++i) delay *= 2;
  return std::min(delay, pace.longest);
}

absl::Duration RetryDelay(const absl::Status& failure, int tries) {
  // Members that were killed leave by themselves when their session times out.
  const bool mends_itself = ReasonOf(failure) == kafka::reason::kGroupNotEmpty;
  return DelayOf(PaceOf(mends_itself ? ErrorClass::kSystem : ProblemOf(failure).error_class),
                 tries);
}

}  // namespace sluice::controlplane

#ifndef SLUICE_CONTROLPLANE_RECONCILE_RECONCILE_STEP_H_
#define SLUICE_CONTROLPLANE_RECONCILE_RECONCILE_STEP_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

// What the reconciler does next for a connector.
enum class ReconcileStep {
  kProvision,    // Make its topics and group, or see whether they still fit.
  kPin,          // Pin the start of one that was created to run.
  kFinish,       // Everything is as was asked for: note it.
  kAwaitTasks,   // The scheduler and the workers are at it.
  kDeprovision,  // Its tasks are gone: clean up and remove it.
  kNothing,      // Everything that was asked for is carried out.
};

// Pure: from what is desired and what is there, never from what woke it.
ReconcileStep NextStep(const Connector& connector, absl::Span<const Task> tasks);

// Whether the connector has exactly the tasks that its desired state wants, where they shall be.
bool TasksAreAsDesired(const Connector& connector, absl::Span<const Task> tasks);

// How long to wait between tries: twice as long each time, with a bound.
struct Pace {
  absl::Duration first;
  absl::Duration longest;
};

// How long to wait after the `tries`-th failure in a row (from 1).
absl::Duration DelayOf(const Pace& pace, int tries);

// The same, at the pace of the error's class: what a person must mend is asked for less often than
// what mends itself.
absl::Duration RetryDelay(const absl::Status& failure, int tries);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_RECONCILE_STEP_H_

#ifndef SLUICE_CONTROLPLANE_SCHEDULING_PLACEMENT_PLAN_H_
#define SLUICE_CONTROLPLANE_SCHEDULING_PLACEMENT_PLAN_H_

#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/worker.h"
#include "controlplane/store/task_store.h"

namespace sluice::controlplane {

struct PlacementOptions {
  absl::Duration lease =
      absl::Seconds(10);  // A worker silent for longer loses its tasks to others.
  // How many healthy tasks are moved at once only to spread the load: each move is a pause.
  int balancing_moves_max = 2;
};

// Which worker shall have which task. Pure, and stable: planned again without a change of the
// world, it wants nothing.
//
// A connector that wants tasks has `spec.tasks` of them, any other none.
// Constraints: a worker's capacity, its VPC and vSwitch (R14), not lost, not draining. Among those
// that may, the one with the fewest tasks of the connector, then with the fewest tasks, then the
// first by name. A task moves only when it must (its worker is lost, drains, or may not have it any
// more), or when another worker would have at least two tasks fewer.
//
// A task whose worker lives leaves it before it goes elsewhere; a lost worker is not waited for,
// since Kafka fences it. With nowhere to go, a task stays with a worker that drains or is lost: it
// may well be running there.
PlacementChanges PlanPlacement(const PlacementView& view, const PlacementOptions& options,
                               absl::Time now);

// Whether `worker` stands where `connector` wants its tasks to run. An empty side means "any".
bool NetworkFits(const Connector& connector, const Worker& worker);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_SCHEDULING_PLACEMENT_PLAN_H_

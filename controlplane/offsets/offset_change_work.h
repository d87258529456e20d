#ifndef SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_WORK_H_
#define SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_WORK_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/offsets/moved_entries.h"
#include "controlplane/offsets/offset_change.h"
#include "controlplane/offsets/open_sessions.h"
#include "controlplane/operations/operation_work.h"
#include "controlplane/preflight/table_connections.h"
#include "controlplane/provisioning/task_group.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/operation_store.h"
#include "controlplane/store/task_store.h"

namespace sluice::controlplane {

// Moves the offsets of a connector: clears the way, commits once, and tells. README.md says why in
// this order.
//
// Borrows its arguments. Thread-safe. `timeout`, of one look at the brokers or one commit, must be
// below the session timeout of the tasks (10 s), as with StartPinner.
class OffsetChangeWork : public OperationWork {
 public:
  OffsetChangeWork(OperationStore& operations, ConnectorStore& connectors, InstanceStore& instances,
                   TaskStore& tasks, ClusterConnections& connections, TableConnections& tables,
                   Clock& clock, absl::Duration timeout)
      : operations_(operations),
        connectors_(connectors),
        instances_(instances),
        tasks_(tasks),
        connections_(connections),
        sessions_(connectors, tables),
        clock_(clock),
        timeout_(timeout) {}

  // Ends with LEDGER_UNSETTLED, PLAN_STALE or OPERATION_CANCELLED (the connector is being deleted)
  // before anything has moved.
  absl::StatusOr<StepOutcome> Step(const OperationClaim& claim,
                                   const Operation& operation) override;

 private:
  // Everything that a step is about.
  struct Scene {
    const OperationClaim& claim;
    const Operation& operation;
    OffsetChange change;
    Connector connector;
    Instance instance;
  };

  absl::StatusOr<StepOutcome> Clear(Scene& scene);
  absl::StatusOr<bool> AreOver(const Scene& scene, const std::vector<OpenEntry>& open);
  absl::StatusOr<StepOutcome> Prepare(Scene& scene, kafka::Admin& admin);
  absl::StatusOr<StepOutcome> Commit(Scene& scene);
  absl::StatusOr<StepOutcome> Tell(Scene& scene);

  StepOutcome Outcome(const Scene& scene, std::string step) const;
  StepOutcome Waiting(const Scene& scene, std::string for_what) const;
  StepOutcome Done(const Scene& scene) const;
  absl::StatusOr<StepOutcome> Hold(Scene& scene, TasksHeld tasks, std::string step);

  OperationStore& operations_;
  ConnectorStore& connectors_;
  InstanceStore& instances_;
  TaskStore& tasks_;
  ClusterConnections& connections_;
  OpenSessions sessions_;
  Clock& clock_;
  const absl::Duration timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_WORK_H_

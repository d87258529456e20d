#ifndef SLUICE_CONTROLPLANE_RPC_CONNECTOR_DEFINITIONS_H_
#define SLUICE_CONTROLPLANE_RPC_CONNECTOR_DEFINITIONS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/time/clock.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/task_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// CreateConnector and GetConnector. Borrows its arguments. Thread-safe; blocks as
// the store and the preflight do.
class ConnectorDefinitions {
 public:
  ConnectorDefinitions(InstanceStore& instances, ConnectorStore& connectors, TaskStore& tasks,
                       RequestLog& requests, Preflight& preflight, Clock& clock,
                       const ObserveOptions& observe)
      : instances_(instances),
        connectors_(connectors),
        tasks_(tasks),
        preflight_(preflight),
        clock_(clock),
        observe_(observe),
        guard_(requests, clock) {}

  absl::Status Create(const v1::CreateConnectorRequest& request, v1::Connector* response);
  absl::Status Get(const v1::GetConnectorRequest& request, v1::Connector* response);

 private:
  // What must be true of everything but the definition itself. What is worth a warning.
  absl::StatusOr<Findings> CheckWorld(const Connector& connector, const Instance& instance);

  InstanceStore& instances_;
  ConnectorStore& connectors_;
  TaskStore& tasks_;
  Preflight& preflight_;
  Clock& clock_;
  const ObserveOptions observe_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CONNECTOR_DEFINITIONS_H_

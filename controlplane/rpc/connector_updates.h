#ifndef SLUICE_CONTROLPLANE_RPC_CONNECTOR_UPDATES_H_
#define SLUICE_CONTROLPLANE_RPC_CONNECTOR_UPDATES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/lifecycle/verb_table.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/provisioning/witness_bounds.h"
#include "controlplane/rpc/connector_definitions.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/task_store.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// UpdateConnector and RollbackConnector: a new definition for a connector that exists. Borrows its
// arguments. Thread-safe; blocks as the store, the preflight and the bounds do.
class ConnectorUpdates {
 public:
  ConnectorUpdates(InstanceStore& instances, ConnectorStore& connectors, TaskStore& tasks,
                   RequestLog& requests, Preflight& preflight, WitnessBounds& witness_bounds,
                   ConnectorDefinitions& definitions, Clock& clock, const ObserveOptions& observe)
      : instances_(instances),
        connectors_(connectors),
        tasks_(tasks),
        preflight_(preflight),
        witness_bounds_(witness_bounds),
        definitions_(definitions),
        clock_(clock),
        observe_(observe),
        guard_(requests, clock) {}

  absl::Status Update(const v1::UpdateConnectorRequest& request, v1::Connector* response);
  absl::Status Rollback(const v1::RollbackConnectorRequest& request, v1::Connector* response);

 private:
  struct Call {
    Verb verb;
    ConnectorId id;
    std::string etag;
    bool validate_only = false;
    ChangeNote note;
    std::optional<absl::Duration> rollback_after;
  };
  // What the connector shall become, not yet judged.
  using MakeChanged =
      absl::FunctionRef<absl::StatusOr<Connector>(const Connector& stored, Violations& violations)>;

  absl::Status Change(const Call& call, MakeChanged make, const Request& stored,
                      v1::Connector* response);
  absl::Status ChangeOnce(const Call& call, MakeChanged make, const Request& stored,
                          v1::Connector* response);
  absl::Status CreateMissing(const v1::UpdateConnectorRequest& request, const ConnectorId& id,
                             v1::Connector* response);
  absl::StatusOr<bool> IsRepeatOfCreate(const v1::UpdateConnectorRequest& request);
  absl::StatusOr<std::vector<v1::FieldDifference>> Judge(const Call& call, const Connector& before,
                                                         Connector& changed,
                                                         const Instance& instance,
                                                         Violations& violations);
  absl::Status Answer(const Connector& connector, v1::Connector* response);

  InstanceStore& instances_;
  ConnectorStore& connectors_;
  TaskStore& tasks_;
  Preflight& preflight_;
  WitnessBounds& witness_bounds_;
  ConnectorDefinitions& definitions_;
  Clock& clock_;
  const ObserveOptions observe_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CONNECTOR_UPDATES_H_

#ifndef SLUICE_CONTROLPLANE_RPC_VALIDATE_CALL_H_
#define SLUICE_CONTROLPLANE_RPC_VALIDATE_CALL_H_

#include "absl/status/status.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// ValidateConnector. Borrows its arguments. Thread-safe; blocks as the store and the preflight do.
class ValidateCall {
 public:
  ValidateCall(InstanceStore& instances, ConnectorStore& connectors, Preflight& preflight)
      : instances_(instances), connectors_(connectors), preflight_(preflight) {}

  absl::Status Validate(const v1::ValidateConnectorRequest& request,
                        v1::ValidateConnectorResponse* response);

 private:
  InstanceStore& instances_;
  ConnectorStore& connectors_;
  Preflight& preflight_;
};

// What can still be asked about a definition with these violations: a field that has not the form
// of a topic or a table names nothing that could be looked for. Pure.
AskAbout AskAboutDespite(const Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_VALIDATE_CALL_H_

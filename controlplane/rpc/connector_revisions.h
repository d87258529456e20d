#ifndef SLUICE_CONTROLPLANE_RPC_CONNECTOR_REVISIONS_H_
#define SLUICE_CONTROLPLANE_RPC_CONNECTOR_REVISIONS_H_

#include "absl/status/status.h"
#include "controlplane/store/connector_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// What is asked about the definitions that a connector had. Borrows the store. Thread-safe; blocks
// as it does.
class ConnectorRevisions {
 public:
  explicit ConnectorRevisions(ConnectorStore& connectors) : connectors_(connectors) {}

  absl::Status List(const v1::ListConnectorRevisionsRequest& request,
                    v1::ListConnectorRevisionsResponse* response);
  absl::Status Get(const v1::GetConnectorRevisionRequest& request, v1::ConnectorRevision* response);
  absl::Status Diff(const v1::DiffConnectorRevisionsRequest& request,
                    v1::DiffConnectorRevisionsResponse* response);

 private:
  ConnectorStore& connectors_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CONNECTOR_REVISIONS_H_

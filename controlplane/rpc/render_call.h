#ifndef SLUICE_CONTROLPLANE_RPC_RENDER_CALL_H_
#define SLUICE_CONTROLPLANE_RPC_RENDER_CALL_H_

#include "absl/status/status.h"
#include "controlplane/store/instance_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// RenderConnector: a definition as a manifest and as a command. Borrows its argument. Thread-safe;
// blocks as the store does.
class RenderCall {
 public:
  explicit RenderCall(InstanceStore& instances) : instances_(instances) {}

  absl::Status Render(const v1::RenderConnectorRequest& request,
                      v1::RenderConnectorResponse* response);

 private:
  InstanceStore& instances_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_RENDER_CALL_H_

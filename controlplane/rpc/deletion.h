#ifndef SLUICE_CONTROLPLANE_RPC_DELETION_H_
#define SLUICE_CONTROLPLANE_RPC_DELETION_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// How a caller wants a connector to go.
struct DeletionAsked {
  bool keep_group = false;
  bool drop_topics = false;
  absl::Duration window;  // Zero: at once.
};

// What the request says. Pure.
DeletionAsked ReadDeletion(const v1::DeleteConnectorRequest& request, Violations& violations);

// What becomes of `connector`, which may be going already, when this is asked at `now`: what was
// asked first stays, but that a window can be ended. INVALID_ARGUMENT, VALIDATION_FAILED when its
// topics are not ours to drop. Pure.
absl::StatusOr<Deletion> DeletionOf(const DeletionAsked& asked, const Connector& connector,
                                    absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_DELETION_H_

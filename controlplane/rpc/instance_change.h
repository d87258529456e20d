#ifndef SLUICE_CONTROLPLANE_RPC_INSTANCE_CHANGE_H_
#define SLUICE_CONTROLPLANE_RPC_INSTANCE_CHANGE_H_

#include "absl/status/statusor.h"
#include "controlplane/model/instance.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/instance_service.pb.h"

namespace sluice::controlplane {

// The instance that `request` makes of `stored`, not yet judged by its rules: the fields that
// update_mask names are those of the request, or, without a mask, the fields that are set in it.
// Secrets that the request leaves empty stay as they are: a client key as long as its certificate
// does; a password as long as servers, security protocol, mechanism and whom TLS trusts do (servers
// may go, none may come), since it may go out to whoever answers there: otherwise leaving it empty
// is a violation. A path that names no field, or one that is the server's, is a violation. Pure.
//
// SECRET_UNREADABLE, with the field, when it would keep a secret that cannot be read.
absl::StatusOr<Instance> ChangedInstance(const Instance& stored,
                                         const v1::UpdateInstanceRequest& request,
                                         Violations& violations);

// Whether brokers are reached differently.
bool ConnectionDiffers(const Instance& a, const Instance& b);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_INSTANCE_CHANGE_H_

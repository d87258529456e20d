#ifndef SLUICE_CONTROLPLANE_RPC_WORLD_CHECK_H_
#define SLUICE_CONTROLPLANE_RPC_WORLD_CHECK_H_

#include "absl/status/statusor.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/preflight/preflight.h"

namespace sluice::controlplane {

// What of the real world is worth a warning about a definition that shall be stored. Not OK: what
// stands in its way, or did not answer. Blocks as `preflight` does.
absl::StatusOr<Findings> CheckWorld(Preflight& preflight, const Connector& connector,
                                    const Instance& instance);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_WORLD_CHECK_H_

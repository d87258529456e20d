#ifndef SLUICE_CONTROLPLANE_RPC_FEATURE_DISABLED_H_
#define SLUICE_CONTROLPLANE_RPC_FEATURE_DISABLED_H_

#include "absl/status/status.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// FAILED_PRECONDITION, CONNECTOR_FEATURE_DISABLED (R1).
absl::Status FeatureDisabled(const Instance& instance);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_FEATURE_DISABLED_H_

#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_MISSING_GRANT_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_MISSING_GRANT_H_

#include "absl/status/status.h"
#include "controlplane/model/connector_spec.h"

namespace sluice::controlplane {

// What MaxCompute answered as PERMISSION_MISSING, said by what we know of the sink: which action
// its role lacks on which thing, with the exact `grant` statement in the message and as the remedy.
// Any other status, and one that does not tell the action, is returned as it is. Pure.
absl::Status WithGrantStatement(const absl::Status& status, const MaxComputeSink& sink);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_MISSING_GRANT_H_

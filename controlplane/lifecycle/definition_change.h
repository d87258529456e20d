#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_DEFINITION_CHANGE_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_DEFINITION_CHANGE_H_

#include <optional>

#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/connector_revision.h"

namespace sluice::controlplane {

// `connector` with the definition of `revision`; nothing is counted yet. A secret that the present
// definition holds for the same key id stays: the older one may have been rotated away. Pure.
Connector WithDefinitionOf(const Connector& connector, const ConnectorRevision& revision);

// Counts the new definition that `connector`, which was read from the store, now holds: a
// generation and a revision, which tasks shall run when it `concerns_tasks`. A trial of the
// revision before ends; a new one begins when `rollback_after` is given, and goes back to where
// that would have gone. Pure.
void CountDefinition(Connector& connector, bool concerns_tasks,
                     std::optional<absl::Duration> rollback_after, absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_DEFINITION_CHANGE_H_

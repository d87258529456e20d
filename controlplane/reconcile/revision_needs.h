#ifndef SLUICE_CONTROLPLANE_RECONCILE_REVISION_NEEDS_H_
#define SLUICE_CONTROLPLANE_RECONCILE_REVISION_NEEDS_H_

#include <cstdint>
#include <optional>

#include "absl/types/span.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

// Whether every task that there should be runs `task_revision`, by its last report, and has its
// partitions. Pure.
bool AllRunTheRevision(const Connector& connector, absl::Span<const Task> tasks);

// The oldest revision that an intent in the ledger may still name, or nothing when that cannot be
// told now and what was known stays. Pure.
//
// An older revision is needed until every task runs a newer one, so that nobody writes intents of
// it any more, and every source partition has been entered by one of them without finding such an
// intent, or with it settled. Whoever finds an intent of a revision that was left out says so, and
// it comes back: a revision is never forgotten before its intents by the store, only left out here.
std::optional<int64_t> OldestNeeded(const Connector& connector, absl::Span<const Task> tasks);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_REVISION_NEEDS_H_

#ifndef SLUICE_DATAPLANE_TASK_REPLACEMENT_H_
#define SLUICE_DATAPLANE_TASK_REPLACEMENT_H_

#include "absl/status/status.h"
#include "base/kafka/admin.h"
#include "dataplane/commit/entry_plan.h"

namespace sluice::dataplane {

// What the group's offsets say of whether this task was replaced, to somebody who need not be a
// member. OK; or ABORTED, TASK_REPLACED: a later assignment of it has written to the ledger, and
// its owner does the work. Pure.
absl::Status JudgeReplacement(const kafka::CommittedOffsets& committed, const LedgerIdentity& ours);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_REPLACEMENT_H_

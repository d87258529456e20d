#include "dataplane/commit/entry_plan.h"

namespace sluice::dataplane {

EntryStep PlanEntry(const formats::Intent& found, const LedgerIdentity& ours) {
  if (found.connector_uid != ours.connector_uid) return EntryStep::kForeign;
  if (found.task_index == ours.task_index && found.assignment_revision > ours.assignment_revision)
    return EntryStep::kReplaced;
  return found.open() ? EntryStep::kSettle : EntryStep::kReadOn;
}

}  // namespace sluice::dataplane

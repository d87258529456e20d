#ifndef SLUICE_DATAPLANE_COMMIT_ENTRY_PLAN_H_
#define SLUICE_DATAPLANE_COMMIT_ENTRY_PLAN_H_

#include <cstdint>
#include <string>

#include "formats/intent.h"

namespace sluice::dataplane {

// Who writes entries: what every one of them carries.
struct LedgerIdentity {
  std::string connector_uid;
  int64_t connector_revision = 0;
  int32_t task_index = 0;
  int64_t assignment_revision = 0;
};

// What an entry asks of the task that has been assigned its source partition.
enum class EntryStep {
  kReadOn,    // Nothing is open: read from its offset.
  kSettle,    // It names sessions: bring them to their end first.
  kForeign,   // Another connector's: touch nothing (rule S13).
  kReplaced,  // A later assignment of this task has written: stay out.
};

EntryStep PlanEntry(const formats::Intent& found, const LedgerIdentity& ours);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_ENTRY_PLAN_H_

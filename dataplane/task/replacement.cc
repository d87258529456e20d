#include "dataplane/task/replacement.h"

#include "base/status/reason.h"
#include "formats/intent.h"

namespace sluice::dataplane {

absl::Status JudgeReplacement(const kafka::CommittedOffsets& committed,
                              const LedgerIdentity& ours) {
  for (const auto& [partition, offset] : committed) {
    if (offset.metadata.empty()) continue;
    const absl::StatusOr<formats::Intent> entry = formats::ParseIntent(offset.metadata);
    if (entry.ok() && PlanEntry(*entry, ours) == EntryStep::kReplaced) {
      return WithReason(
          absl::AbortedError("a later assignment of this task has written to the ledger"),
          "TASK_REPLACED");
    }
  }
  return absl::OkStatus();
}

}  // namespace sluice::dataplane

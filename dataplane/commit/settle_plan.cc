#include "dataplane/commit/settle_plan.h"

#include <algorithm>

namespace sluice::dataplane {

using maxcompute::SessionStatus;

SettleStep PlanSettle(const formats::IntentSession& named, const maxcompute::UploadState& found) {
  switch (found.status) {
    case SessionStatus::kClosed:
      return SettleStep::kDone;
    case SessionStatus::kNormal: {
      const bool same_blocks = static_cast<int64_t>(found.blocks.size()) == named.blocks;
      const bool same_rows = found.rows().value_or(named.rows) == named.rows;
      return same_blocks && same_rows ? SettleStep::kCommit : SettleStep::kStop;
    }
    case SessionStatus::kInitiating:
    case SessionStatus::kClosing:
    case SessionStatus::kCommitting:
    case SessionStatus::kUnknown:
      return SettleStep::kWait;
    case SessionStatus::kExpired:
    case SessionStatus::kCanceled:
      return SettleStep::kRedo;
    case SessionStatus::kCritical:
    case SessionStatus::kNotFound:
      return SettleStep::kAskTable;
  }
  return SettleStep::kWait;
}

SettleStep PlanUpsertSettle(SessionStatus found, bool accepted) {
  switch (found) {
    case SessionStatus::kClosed:
      return SettleStep::kDone;
    case SessionStatus::kNormal:
      return SettleStep::kCommit;
    case SessionStatus::kInitiating:
    case SessionStatus::kClosing:
    case SessionStatus::kCommitting:
    case SessionStatus::kUnknown:
      return SettleStep::kWait;
    case SessionStatus::kExpired:
    case SessionStatus::kCanceled:
    case SessionStatus::kCritical:
      return SettleStep::kRedo;
    case SessionStatus::kNotFound:
      return accepted ? SettleStep::kDone : SettleStep::kRedo;
  }
  return SettleStep::kWait;
}

SettleStep PlanFromTable(int64_t rows_named, int64_t rows_found) {
  if (rows_found == rows_named) return SettleStep::kDone;
  if (rows_found == 0) return SettleStep::kRedo;
  return SettleStep::kStop;
}

bool TableIsWitness(const formats::IntentSession& named, int64_t asked_until) {
  return named.first_row_offset >= asked_until;
}

Settled Conclude(const std::vector<SessionFate>& fates) {
  auto any = [&](SessionFate fate) {
    return std::find(fates.begin(), fates.end(), fate) != fates.end();
  };
  if (any(SessionFate::kOpen)) return Settled::kWait;
  return any(SessionFate::kDead) ? Settled::kRedo : Settled::kAllClosed;
}

}  // namespace sluice::dataplane

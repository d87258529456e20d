#include "dataplane/commit/upsert_keeper.h"

#include "base/status/status_macros.h"

namespace sluice::dataplane {

maxcompute::UpsertSession UpsertKeeper::Of(const NamedSession& session) const {
  return {.table = table_, .partition = session.table_partition, .id = session.named.session_id};
}

absl::StatusOr<SettleStep> UpsertKeeper::Look(const NamedSession& session) {
  SLUICE_ASSIGN_OR_RETURN(const maxcompute::SessionStatus found, upserts_.GetUpsert(Of(session)));
  return PlanUpsertSettle(found, session.accepted);
}

absl::StatusOr<SettleStep> UpsertKeeper::Commit(const NamedSession& session) {
  SLUICE_ASSIGN_OR_RETURN(const maxcompute::SessionStatus found,
                          upserts_.CommitUpsert(Of(session)));
  const SettleStep step = PlanUpsertSettle(found, session.accepted);
  // It was found so, and nobody has asked for anything.
  if (found == maxcompute::SessionStatus::kInitiating ||
      found == maxcompute::SessionStatus::kUnknown) {
    return SettleStep::kCommit;
  }
  // It was open a moment ago, and the answer is that it is still: its commit has begun.
  return step == SettleStep::kCommit ? SettleStep::kWait : step;
}

}  // namespace sluice::dataplane

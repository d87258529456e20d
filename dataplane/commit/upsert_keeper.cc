#include "dataplane/commit/upsert_keeper.h"

#include "base/status/status_macros.h"

namespace sluice::dataplane {

maxcompute::UpsertSession UpsertKeeper::Of(const NamedSession& session) const {
  return {.table = table_, .partition = session.table_partition, .id = session.named.session_id};
}

absl::StatusOr<SettleStep> UpsertKeeper::Look(const NamedSession& session) {
  SLUICE_ASSIGN_OR_RETURN(const maxcompute::SessionStatus found, upserts_.GetUpsert(Of(session)));
  return PlanUpsertSettle(found, session.asked);
}

absl::StatusOr<SettleStep> UpsertKeeper::Commit(const NamedSession& session) {
  SLUICE_ASSIGN_OR_RETURN(const maxcompute::SessionStatus found,
                          upserts_.CommitUpsert(Of(session)));
  const SettleStep step = PlanUpsertSettle(found, session.asked);
  // It was open a moment ago and is still: its commit has begun, or will be asked for again.
  return step == SettleStep::kCommit ? SettleStep::kWait : step;
}

}  // namespace sluice::dataplane

#include "dataplane/commit/settler.h"

#include <vector>

#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::dataplane {

absl::StatusOr<Settled> Settler::Pass(StandingIntent& standing, bool ours) {
  const size_t sessions = standing.intent.sessions.size();
  standing.fates.resize(sessions, SessionFate::kOpen);
  standing.accepted.resize(sessions);
  absl::Status first_error;
  for (size_t i = 0; i < sessions; ++i) {
    if (standing.fates[i] != SessionFate::kOpen) continue;
    const absl::StatusOr<SettleStep> step = PassOne(standing, i, ours);
    // One session that cannot be settled now keeps no other from rolling forward.
    if (!step.ok()) {
      if (first_error.ok() || ReasonOf(step.status()) == "AMBIGUOUS_COMMIT")
        first_error = step.status();
    } else if (*step == SettleStep::kDone) {
      standing.fates[i] = SessionFate::kClosed;
    } else if (*step == SettleStep::kRedo) {
      standing.fates[i] = SessionFate::kDead;
    }
  }
  SLUICE_RETURN_IF_ERROR(first_error);
  return Conclude(standing.fates);
}

absl::StatusOr<SettleStep> Settler::PassOne(StandingIntent& standing, size_t session, bool ours) {
  const formats::IntentSession& named = standing.intent.sessions[session];
  NamedSession about{.standing = standing,
                     .named = named,
                     .table_partition = {},
                     .accepted = standing.accepted[session]};
  // Empty in a table without partitions.
  if (!named.table_partition.empty()) {
    SLUICE_ASSIGN_OR_RETURN(about.table_partition,
                            maxcompute::PartitionSpec::Parse(named.table_partition));
  }
  if (!ours) {
    SLUICE_ASSIGN_OR_RETURN(const SettleStep step, sessions_.Look(about));
    if (step != SettleStep::kCommit) return step;
  }
  absl::StatusOr<SettleStep> committed = sessions_.Commit(about);
  // An error may have come before the request went out: only an answer proves anything.
  standing.accepted[session] = committed.ok() && *committed == SettleStep::kWait;
  return committed;
}

}  // namespace sluice::dataplane

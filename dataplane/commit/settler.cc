#include "dataplane/commit/settler.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::dataplane {
namespace {

absl::Status Ambiguous(const formats::IntentSession& named, absl::string_view why,
                       absl::string_view remedy) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat(
                     "whether the rows of upload session ", named.session_id, " (",
                     named.table_partition, ") are in the table cannot be told: ", why)),
                 "AMBIGUOUS_COMMIT"),
      remedy);
}

}  // namespace

absl::StatusOr<Settled> Settler::Pass(StandingIntent& standing, bool ours) {
  const std::vector<formats::IntentSession>& sessions = standing.intent.sessions;
  standing.fates.resize(sessions.size(), SessionFate::kOpen);
  absl::Status first_error;
  for (size_t i = 0; i < sessions.size(); ++i) {
    if (standing.fates[i] != SessionFate::kOpen) continue;
    SLUICE_ASSIGN_OR_RETURN(maxcompute::PartitionSpec partition,
                            maxcompute::PartitionSpec::Parse(sessions[i].table_partition));
    const maxcompute::UploadSession session{
        .table = table_, .partition = partition, .id = sessions[i].session_id};
    absl::StatusOr<SettleStep> step =
        ours ? Commit(sessions[i], session) : Look(standing, sessions[i], session);
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

absl::StatusOr<SettleStep> Settler::Look(const StandingIntent& standing,
                                         const formats::IntentSession& named,
                                         const maxcompute::UploadSession& session) {
  SLUICE_ASSIGN_OR_RETURN(maxcompute::UploadState found, tunnel_.GetUpload(session));
  const SettleStep step = PlanSettle(named, found);
  switch (step) {
    case SettleStep::kCommit:
      return Commit(named, session);
    case SettleStep::kAskTable:
      return AskTable(standing, named, session.partition);
    case SettleStep::kStop:
      return Ambiguous(
          named,
          absl::StrCat("it is open with ", found.blocks.size(), " blocks and ",
                       found.rows().value_or(-1), " rows, and ", named.blocks, " blocks and ",
                       named.rows, " rows were written"),
          "it settles by itself when the session expires, 24 hours after it was opened");
    case SettleStep::kDone:
    case SettleStep::kWait:
    case SettleStep::kRedo:
      return step;
  }
  return SettleStep::kWait;
}

absl::StatusOr<SettleStep> Settler::Commit(const formats::IntentSession& named,
                                           const maxcompute::UploadSession& session) {
  absl::StatusOr<maxcompute::UploadState> answer = tunnel_.CommitUpload(session);
  if (answer.ok()) {
    return answer->status == maxcompute::SessionStatus::kClosed ? SettleStep::kDone
                                                                : SettleStep::kWait;
  }
  // Whatever the answer was, the session itself knows: the next pass looks, never guesses.
  SLUICE_ASSIGN_OR_RETURN(maxcompute::UploadState found, tunnel_.GetUpload(session));
  switch (PlanSettle(named, found)) {
    case SettleStep::kDone:
      return SettleStep::kDone;
    case SettleStep::kRedo:
      return SettleStep::kRedo;
    case SettleStep::kWait:
      return SettleStep::kWait;
    case SettleStep::kCommit:
    case SettleStep::kAskTable:
    case SettleStep::kStop:
      return answer.status();
  }
  return answer.status();
}

absl::StatusOr<SettleStep> Settler::AskTable(const StandingIntent& standing,
                                             const formats::IntentSession& named,
                                             const maxcompute::PartitionSpec& table_partition) {
  // Rows that were there before would be counted with it. Whoever writes them anew leaves out what
  // the table holds, so nothing needs to be known of the session but that it is over.
  if (standing.intent.table_holds_until.has_value()) return SettleStep::kRedo;
  if (!TableIsWitness(named, standing.asked_until)) {
    return Ambiguous(named,
                     "the tunnel has forgotten it, and the table held rows of these offsets before",
                     "look at the table, then move the connector's offsets to where its rows end");
  }
  absl::StatusOr<int64_t> rows =
      witness_.CountRows(table_partition, {.topic = topic_,
                                           .partition = standing.partition,
                                           .first_offset = named.first_row_offset,
                                           .next_offset = standing.intent.next_offset});
  if (!rows.ok() && absl::IsPermissionDenied(rows.status())) {
    return Ambiguous(named, "the tunnel has forgotten it, and the role may not ask the table",
                     RemedyOf(rows.status()));
  }
  SLUICE_RETURN_IF_ERROR(rows.status());
  const SettleStep step = PlanFromTable(named.rows, *rows);
  if (step != SettleStep::kStop) return step;
  return Ambiguous(named, absl::StrCat("the table holds ", *rows, " of its ", named.rows, " rows"),
                   "look at the table, then move the connector's offsets to where its rows end");
}

}  // namespace sluice::dataplane

#include "dataplane/commit/upload_keeper.h"

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

maxcompute::UploadSession UploadKeeper::Of(const NamedSession& session) const {
  return {.table = table_, .partition = session.table_partition, .id = session.named.session_id};
}

absl::StatusOr<SettleStep> UploadKeeper::Look(const NamedSession& session) {
  SLUICE_ASSIGN_OR_RETURN(maxcompute::UploadState found, tunnel_.GetUpload(Of(session)));
  const SettleStep step = PlanSettle(session.named, found);
  switch (step) {
    case SettleStep::kAskTable:
      return AskTable(session);
    case SettleStep::kStop:
      return Ambiguous(
          session.named,
          absl::StrCat("it is open with ", found.blocks.size(), " blocks and ",
                       found.rows().value_or(-1), " rows, and ", session.named.blocks,
                       " blocks and ", session.named.rows, " rows were written"),
          "it settles by itself when the session expires, 24 hours after it was opened");
    case SettleStep::kCommit:
    case SettleStep::kDone:
    case SettleStep::kWait:
    case SettleStep::kRedo:
      return step;
  }
  return SettleStep::kWait;
}

absl::StatusOr<SettleStep> UploadKeeper::Commit(const NamedSession& session) {
  absl::StatusOr<maxcompute::UploadState> answer = tunnel_.CommitUpload(Of(session));
  if (answer.ok()) {
    return answer->status == maxcompute::SessionStatus::kClosed ? SettleStep::kDone
                                                                : SettleStep::kWait;
  }
  // Whatever the answer was, the session itself knows: the next pass looks, never guesses.
  SLUICE_ASSIGN_OR_RETURN(maxcompute::UploadState found, tunnel_.GetUpload(Of(session)));
  switch (const SettleStep step = PlanSettle(session.named, found)) {
    case SettleStep::kDone:
    case SettleStep::kRedo:
    case SettleStep::kWait:
      return step;
    case SettleStep::kCommit:
    case SettleStep::kAskTable:
    case SettleStep::kStop:
      return answer.status();
  }
  return answer.status();
}

absl::StatusOr<SettleStep> UploadKeeper::AskTable(const NamedSession& session) {
  const formats::IntentSession& named = session.named;
  // Rows that were there before would be counted with it. Whoever writes them anew leaves out what
  // the table holds, so nothing needs to be known of the session but that it is over.
  if (session.standing.intent.table_holds_until.has_value()) return SettleStep::kRedo;
  if (!TableIsWitness(named, session.standing.asked_until)) {
    return Ambiguous(named,
                     "the tunnel has forgotten it, and the table held rows of these offsets before",
                     "look at the table, then move the connector's offsets to where its rows end");
  }
  absl::StatusOr<int64_t> rows = witness_.CountRows(
      session.table_partition, {.topic = topic_,
                                .partition = session.standing.partition,
                                .first_offset = named.first_row_offset,
                                .next_offset = session.standing.intent.next_offset});
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

#include "tests/model/product.h"

#include <bitset>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sluice::model {

dataplane::LedgerIdentity Identity() {
  return {.connector_uid = "uid", .connector_revision = 0, .task_index = 0};
}

std::string TablePartitionName(int table_partition) { return absl::StrCat("pt=", table_partition); }

formats::IntentSession IntentSessionOf(const Share& share) {
  return {.session_id = absl::StrCat(share.session),
          .table_partition = TablePartitionName(share.table_partition),
          .blocks = 1,
          .rows = share.rows,
          .first_row_offset = share.first_row};
}

formats::Intent IntentOf(const Batch& batch) {
  formats::Intent intent{.connector_uid = Identity().connector_uid,
                         .connector_revision = batch.revision,
                         .next_offset = batch.next,
                         .sessions = {}};
  for (int i = 0; i < batch.shares; ++i) intent.sessions.push_back(IntentSessionOf(batch.share[i]));
  return intent;
}

dataplane::StandingIntent StandingIntentOf(int source, const Batch& batch,
                                           std::vector<dataplane::SessionFate> fates) {
  return {.partition = source,
          .first_offset = batch.first,
          .intent = IntentOf(batch),
          .fates = std::move(fates)};
}

maxcompute::UploadState UploadStateOf(const Session& session, bool misread) {
  using maxcompute::SessionStatus;
  maxcompute::UploadState found;
  switch (session.state) {
    case SessionState::kNormal:
      found.status = SessionStatus::kNormal;
      break;
    case SessionState::kClosing:
      found.status = SessionStatus::kClosing;
      break;
    case SessionState::kClosed:
      found.status = SessionStatus::kClosed;
      break;
    case SessionState::kExpired:
      found.status = SessionStatus::kExpired;
      break;
    case SessionState::kForgotten:
      found.status = SessionStatus::kNotFound;
      return found;
  }
  const int64_t rows = static_cast<int64_t>(std::bitset<16>(session.rows).count());
  if (rows > 0 && !misread) found.blocks.push_back({.block_id = 0, .rows = rows});
  return found;
}

std::string Describe(const Batch& batch) {
  std::string text = absl::StrCat("[", batch.first, ", ", batch.next, ") r", batch.revision);
  for (int i = 0; i < batch.shares; ++i) {
    const Share& share = batch.share[i];
    absl::StrAppend(&text, " s", share.session, "(pt=", share.table_partition, ", ", share.rows,
                    " rows from ", share.first_row, ")");
  }
  return text;
}

std::string Describe(const Entry& entry) {
  if (!entry.present) return "nothing";
  return absl::StrCat(
      "offset ", entry.offset,
      entry.table_holds_until > 0 ? absl::StrCat(" t", entry.table_holds_until) : "",
      entry.batch.shares > 0 ? absl::StrCat(" intent ", Describe(entry.batch)) : "");
}

}  // namespace sluice::model

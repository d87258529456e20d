#include "dataplane/commit/ledger.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::dataplane {
namespace {

// The broker appends a commit as one batch; larger ones are refused by its message limits.
constexpr int64_t kCallBytesMax = 256 << 10;
constexpr int64_t kPartitionOverheadBytes = 64;

absl::Status Foreign(const std::string& found, const std::string& ours) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(absl::StrCat(
                                   "the consumer group holds the ledger of another connector (uid ",
                                   found, ", ours is ", ours, ")")),
                               "FOREIGN_LEDGER"),
                    "a connector of the same name was deleted and its group kept; delete the "
                    "consumer group, or give the connector "
                    "another name");
}

}  // namespace

formats::Intent Ledger::Advanced(int64_t next_offset,
                                 std::optional<int64_t> table_holds_until) const {
  if (table_holds_until <= next_offset) table_holds_until = std::nullopt;
  return Intended(next_offset, identity_.connector_revision, {}, table_holds_until);
}

formats::Intent Ledger::Intended(int64_t next_offset, int64_t revision,
                                 std::vector<formats::IntentSession> sessions,
                                 std::optional<int64_t> table_holds_until) const {
  return {.connector_uid = identity_.connector_uid,
          .connector_revision = revision,
          .task_index = identity_.task_index,
          .assignment_revision = identity_.assignment_revision,
          .next_offset = next_offset,
          .sessions = std::move(sessions),
          .table_holds_until = table_holds_until};
}

std::vector<kafka::PartitionAnswer> Ledger::Write(const std::vector<LedgerWrite>& writes) {
  std::vector<kafka::PartitionAnswer> answers;
  std::vector<kafka::PartitionCommit> call;
  int64_t bytes = 0;
  auto send = [&] {
    for (kafka::PartitionAnswer& answer : group_.Commit(call)) answers.push_back(std::move(answer));
    call.clear();
    bytes = 0;
  };
  for (const LedgerWrite& write : writes) {
    std::string text = formats::EncodeIntent(write.entry);
    const int64_t more = kPartitionOverheadBytes + static_cast<int64_t>(text.size());
    if (!call.empty() && bytes + more > kCallBytesMax) send();
    bytes += more;
    call.push_back({.partition = write.partition,
                    .epoch = write.epoch,
                    .committed = {.next_offset = write.offset, .metadata = std::move(text)}});
  }
  if (!call.empty()) send();
  return answers;
}

absl::StatusOr<std::optional<LedgerEntry>> Ledger::Understand(
    const std::optional<kafka::CommittedOffset>& committed) const {
  if (!committed.has_value()) return std::nullopt;
  if (committed->metadata.empty()) {
    return LedgerEntry{.offset = committed->next_offset,
                       .intent = Advanced(committed->next_offset)};
  }
  SLUICE_ASSIGN_OR_RETURN(formats::Intent intent, formats::ParseIntent(committed->metadata));
  switch (PlanEntry(intent, identity_)) {
    case EntryStep::kForeign:
      return Foreign(intent.connector_uid, identity_.connector_uid);
    case EntryStep::kReplaced:
      return WithReason(
          absl::AbortedError(absl::StrCat("assignment ", intent.assignment_revision,
                                          " of this task has written to the ledger, and ours is ",
                                          identity_.assignment_revision)),
          "TASK_REPLACED");
    case EntryStep::kReadOn:
    case EntryStep::kSettle:
      break;
  }
  return LedgerEntry{.offset = committed->next_offset, .intent = std::move(intent)};
}

}  // namespace sluice::dataplane

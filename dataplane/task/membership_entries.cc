// What a membership does about the entries that it finds in the ledger, of Membership.

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "dataplane/task/membership.h"

namespace sluice::dataplane {

void Membership::Begin(SourcePartition& source,
                       const std::optional<kafka::CommittedOffset>& committed) {
  absl::StatusOr<std::optional<LedgerEntry>> entry = ledger_->Understand(committed);
  if (absl::IsAborted(entry.status())) {
    over_ = entry.status();
    return;
  }
  if (!entry.ok()) return StopPartition(source, entry.status());
  if (entry->has_value()) return Enter(source, **entry);
  // Lost offsets are looked up by whoever reads on, in the table that is written to.
  if (parts_.settle_only) return AwaitItsTurn(source);
  Settle(source, {.lookup = FlushItem::Lookup::kWhereToGoOn});
}

void Membership::Enter(SourcePartition& source, const LedgerEntry& entry) {
  if (entry.offset != source.entered_at) {
    // What was read again and again has come into the table all the same.
    if (source.resets > 1) source.error = absl::OkStatus();
    source.resets = 0;
    source.entered_at = entry.offset;
  }
  source.next_offset = entry.offset;
  source.table_holds_until = entry.intent.table_holds_until;
  source.held = {};
  parts_.progress.Owns(source.partition, entry.offset);
  // Its last owner may have died before it noted this down, and no record may come.
  notes_.Advanced(source.partition, entry.offset);
  FlushItem item{.standing = {.first_offset = entry.offset, .intent = entry.intent}};
  if (PlanEntry(entry.intent, ledger_->identity()) == EntryStep::kSettle) {
    parts_.progress.Stands(source.partition, entry.intent.connector_revision);
    if (StandsHere(source, entry.intent)) Settle(source, std::move(item));
    return;
  }
  if (entry.intent.table_holds_until <= entry.offset) return BeginReading(source, entry.offset);
  item.lookup = FlushItem::Lookup::kWhatIsHeld;
  Settle(source, std::move(item));
}

void Membership::BeginReading(SourcePartition& source, int64_t next_offset) {
  // What lies below is in the table, and may no longer be in the source.
  source.GoOnFrom(next_offset);
  source.phase = SourcePartition::Phase::kReading;
}

// Brings an intent of a predecessor to its end, or looks up what must be known before.
void Membership::Settle(SourcePartition& source, FlushItem item) {
  source.phase = SourcePartition::Phase::kSettling;
  source.flushing = true;
  const auto asked = parts_.definition.asked_until.find(source.partition);
  if (asked != parts_.definition.asked_until.end()) item.standing.asked_until = asked->second;
  item.partition = source.partition;
  item.epoch = source.epoch;
  item.step = BatchStep::kSettle;
  item.revision = item.standing.intent.connector_revision;
  item.standing.partition = source.partition;
  item.ours = false;
  flusher_->Submit(std::move(item));
}

void Membership::AwaitItsTurn(SourcePartition& source) {
  source.phase = SourcePartition::Phase::kStopped;
  source.not_before = absl::InfiniteDuration();
}

bool Membership::StandsHere(SourcePartition& source, const formats::Intent& intent) {
  const RevisionDefinition* named = parts_.definition.revision(intent.connector_revision);
  if (named == nullptr) {
    StopPartition(source, parts_.routes.Of(intent.connector_revision).status());
    return false;
  }
  if (named->same_table(revision_)) return true;
  if (parts_.settle_only) {
    AwaitItsTurn(source);
  } else if (parts_.elsewhere.ok()) {
    over_ = WithReason(absl::UnavailableError(absl::StrCat(
                           "what revision ", intent.connector_revision, " began in table ",
                           named->table_name().ToString(), " is to be settled there first")),
                       kafka::reason::kRejoin);
  } else {
    StopPartition(source, parts_.elsewhere);
  }
  return false;
}

// ---- rows of dead sessions, once more

void Membership::BeginRedo(SourcePartition& source, FlushResult result) {
  intake_.Forget(source);
  source.held = std::move(result.held);
  source.table_holds_until = result.standing.intent.table_holds_until;
  if (absl::Status begun =
          intake_.BeginRedo(source, PlanRedo(result.standing), std::move(result.dead_letters));
      !begun.ok()) {
    return StopPartition(source, begun);
  }
  source.phase = SourcePartition::Phase::kRedoing;
  source.GoOnFrom(source.redo->first_offset);
}

// Of rows that must be written again, what is still there is (rule S11).
void Membership::SkipWhatIsGone(SourcePartition& source) {
  const absl::StatusOr<int64_t> begin = consumer_->BeginOffset(source.partition);
  if (!begin.ok()) return StopPartition(source, begin.status());
  if (*begin < source.redo->next_offset) {
    source.reread_from = *begin;
    return;
  }
  source.reread_from = source.redo->next_offset;
  FinishRedo(source);
}

void Membership::FinishRedo(SourcePartition& source) {
  intake_.EndRedo(source);
  parts_.sessions.Charge(source.batch->table_partitions());
  source.phase = SourcePartition::Phase::kReading;
  Flush(source);
}

// ---- from the entry anew

absl::Status Membership::Reset(SourcePartition& source) {
  consumer_->Pause(source.partition);
  source.paused = true;
  intake_.Forget(source);
  // A bad record is found again, when what comes before it is in the table.
  if (ReasonOf(source.halt) == "BAD_RECORD") source.halt = absl::OkStatus();
  source.redo.reset();
  source.reread_from.reset();
  source.phase = SourcePartition::Phase::kSettling;
  source.not_before = parts_.clock.Monotonic() + source.backoff.Next();
  absl::StatusOr<std::optional<kafka::CommittedOffset>> committed =
      consumer_->ReadCommitted(source.partition);
  if (!committed.ok()) return WithReason(committed.status(), kafka::reason::kRejoin);
  Begin(source, *committed);
  return over_;
}

}  // namespace sluice::dataplane

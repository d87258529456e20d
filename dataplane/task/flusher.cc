#include "dataplane/task/flusher.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "dataplane/task/flush_errors.h"
#include "maxcompute/request/service_error.h"

namespace sluice::dataplane {
namespace {

constexpr BackoffOptions kTryAgain = {.initial = absl::Milliseconds(250), .max = absl::Seconds(30)};
// How long a tunnel commit that goes on is left alone.
constexpr BackoffOptions kAskAgain = {
    .initial = absl::Milliseconds(200), .max = absl::Seconds(10), .jitter = 0};
constexpr absl::Duration kDeadLetterWait = absl::Seconds(10);
constexpr absl::Duration kAwaitConfirmation = absl::Milliseconds(5);

FlushedRange RangeOf(const FlushItem& item) {
  return {.partition = item.partition,
          .first_offset = item.standing.first_offset,
          .next_offset = item.standing.intent.next_offset};
}

}  // namespace

Flusher::Flusher(Ledger& ledger, ShareWriter& writer, Settler& settler, Recovery& recovery,
                 FlushObserver& observer, Clock& clock, SourceWitness* witness)
    : ledger_(ledger),
      writer_(writer),
      settler_(settler),
      recovery_(recovery),
      observer_(observer),
      clock_(clock),
      witness_(witness),
      // There are never more items than source partitions.
      calls_(kCallsMax, std::numeric_limits<size_t>::max()),
      thread_([this] { Serve(); }) {}

Flusher::~Flusher() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    changed_.NotifyAll();
  }
  thread_.join();
  calls_.Stop();
}

void Flusher::Submit(FlushItem item) {
  // While the rows are on their way, the source is looked at.
  if (witness_ != nullptr && item.step == BatchStep::kUpload) witness_->Confirm();
  const bool settles = item.step == BatchStep::kSettle;
  const bool looks_up = item.lookup != FlushItem::Lookup::kNone;
  MutexLock lock(mu_);
  works_.push_back({.item = std::move(item),
                    .backoff = Backoff(settles ? kAskAgain : kTryAgain),
                    .not_before = absl::ZeroDuration(),
                    .trouble = absl::OkStatus(),
                    .looks_up = looks_up});
  BeginCall(works_.back());  // At once: the ledger's thread may be waiting for the broker.
}

std::vector<FlushResult> Flusher::TakeResults() {
  MutexLock lock(mu_);
  return std::exchange(results_, {});
}

void Flusher::Drop(int32_t partition, int64_t epoch) {
  MutexLock lock(mu_);
  for (Work& work : works_) {
    if (work.item.partition == partition && work.item.epoch == epoch) work.dropped = true;
  }
  changed_.NotifyAll();
}

bool Flusher::idle() {
  MutexLock lock(mu_);
  Sweep();
  return results_.empty() &&
         std::all_of(works_.begin(), works_.end(), [](const Work& work) { return work.looks_up; });
}

void Flusher::Serve() {
  while (true) {
    Writes writes;
    {
      MutexLock lock(mu_);
      if (stopping_) return;
      TellOfSlowCalls(clock_.Monotonic());
      Sweep();
      absl::Duration next = absl::Seconds(1);
      writes = Dispatch(next);
      if (writes.empty()) {
        changed_.WaitFor(mu_, next);
        continue;
      }
    }
    Intend(writes.intents);
    Advance(writes.advances);
    MutexLock lock(mu_);
    for (Work* work : writes.intents) work->calling = false;
    for (Work* work : writes.advances) work->calling = false;
  }
}

void Flusher::Sweep() {
  works_.remove_if(
      [](const Work& work) { return !work.calling && (work.finished || work.dropped); });
  bool troubled = false;
  for (const Work& work : works_) troubled = troubled || work.troubled || work.slow;
  if (in_trouble_ && !troubled) observer_.OnRelief();
  in_trouble_ = troubled;
}

Flusher::Writes Flusher::Dispatch(absl::Duration& next) {
  Writes writes;
  const absl::Duration now = clock_.Monotonic();
  for (Work& work : works_) {
    if (work.calling) continue;
    if (work.not_before > now) {
      next = std::min(next, work.not_before - now);
      continue;
    }
    const BatchStep step = work.item.step;
    const bool writes_ledger = work.item.lookup == FlushItem::Lookup::kNone &&
                               (step == BatchStep::kIntend || step == BatchStep::kAdvance);
    if (!writes_ledger) {
      BeginCall(work);
      continue;
    }
    if (step == BatchStep::kIntend && !MayIntend(work)) {
      next = std::min(next, kAwaitConfirmation);
      continue;
    }
    work.calling = true;
    (step == BatchStep::kIntend ? writes.intents : writes.advances).push_back(&work);
  }
  return writes;
}

bool Flusher::MayIntend(const Work& work) const {
  if (witness_ == nullptr || witness_->ConfirmedSince(work.item.sealed)) return true;
  witness_->Confirm();
  return false;
}

void Flusher::TellOfSlowCalls(absl::Duration now) {
  for (Work& work : works_) {
    if (!work.calling || work.slow || work.dropped || !work.called_at.has_value()) continue;
    if (now - *work.called_at < kSlowCall) continue;
    work.slow = true;
    in_trouble_ = true;
    observer_.OnTrouble(SlowCall(work.item.partition), absl::InfinitePast());
  }
}

void Flusher::BeginCall(Work& work) {
  work.calling = true;
  calls_.Run([this, &work] { Call(work); });
}

void Flusher::Call(Work& work) {
  {
    MutexLock lock(mu_);
    work.called_at = clock_.Monotonic();
  }
  if (work.item.lookup == FlushItem::Lookup::kWhereToGoOn) {
    Recover(work);
  } else if (work.item.lookup == FlushItem::Lookup::kWhatIsHeld) {
    FindHeld(work);
  } else if (work.item.step == BatchStep::kUpload) {
    Upload(work);
  } else {
    Settle(work);
  }
  MutexLock lock(mu_);
  work.calling = false;
  work.called_at.reset();
  work.slow = false;
  work.troubled = !work.finished && !work.trouble.ok();
  changed_.NotifyAll();
}

void Flusher::Upload(Work& work) {
  FlushItem& item = work.item;
  for (const std::shared_ptr<ShareUpload>& upload : item.uploads) {
    if (absl::Status uploaded = writer_.Upload(*upload); !uploaded.ok())
      return NotUploaded(work, uploaded);
  }
  if (item.dead_letters != nullptr) {
    const absl::Status stored = item.dead_letters->Wait(kDeadLetterWait);
    if (absl::IsDeadlineExceeded(stored))
      return TryAgain(work, WithReason(stored, kafka::reason::kUnreachable));
    // The records are no longer in our memory: they are read and rejected once more.
    if (!stored.ok()) return Finish(work, FlushResult::Kind::kNotStored, stored);
  }
  work.trouble = absl::OkStatus();
  work.backoff.Reset();
  std::vector<formats::IntentSession> sessions;
  for (const std::shared_ptr<ShareUpload>& upload : item.uploads) {
    if (std::optional<formats::IntentSession> named = writer_.Named(*upload))
      sessions.push_back(*std::move(named));
  }
  if (sessions.empty()) return GoOn(work, StepOutcome::kNoRows);
  item.standing.intent =
      ledger_.Intended(item.standing.intent.next_offset, item.revision, std::move(sessions),
                       item.standing.intent.table_holds_until);
  GoOn(work, StepOutcome::kDone);
}

// Nothing of the item stands in the ledger yet.
void Flusher::NotUploaded(Work& work, const absl::Status& error) {
  const std::string reason = ReasonOf(error);
  if (reason == kTableChanged || reason == maxcompute::kReasonSchemaModified ||
      reason == maxcompute::kReasonTableModified) {
    return Finish(work, FlushResult::Kind::kTableChanged,
                  WithReason(absl::UnavailableError(error.message()), kTableChanged));
  }
  if (reason == maxcompute::kReasonEncodingRefused) {
    return Finish(work, FlushResult::Kind::kTableChanged,
                  WithReason(absl::UnavailableError(error.message()), reason));
  }
  if (reason == kSessionLost) return Finish(work, FlushResult::Kind::kReset, error);
  if (reason == maxcompute::kReasonValueRefused || reason == maxcompute::kReasonFieldTooLong) {
    return Finish(work, FlushResult::Kind::kStopped, ValueRefused(RangeOf(work.item), error));
  }
  TryAgain(work, error);
}

void Flusher::Intend(const Works& works) {
  if (works.empty()) return;
  std::vector<LedgerWrite> writes;
  for (const Work* work : works) {
    writes.push_back({.partition = work->item.partition,
                      .epoch = work->item.epoch,
                      .offset = work->item.standing.first_offset,
                      .entry = work->item.standing.intent});
  }
  const std::vector<kafka::PartitionAnswer> answers = ledger_.Write(writes);
  for (size_t i = 0; i < works.size(); ++i) {
    GoOn(*works[i], OutcomeOf(answers[i].verdict), answers[i].status);
    // From now on the ledger remembers; rows of a dead session are read again.
    works[i]->item.uploads.clear();
    works[i]->backoff = Backoff(kAskAgain);
  }
}

void Flusher::Settle(Work& work) {
  FlushItem& item = work.item;
  absl::StatusOr<Settled> settled = settler_.Pass(item.standing, std::exchange(item.ours, false));
  if (!settled.ok()) {
    if (ReasonOf(settled.status()) == "AMBIGUOUS_COMMIT") {
      return Finish(work, FlushResult::Kind::kStopped, settled.status());
    }
    return TryAgain(work, settled.status());
  }
  const absl::Duration now = clock_.Monotonic();
  if (*settled == Settled::kWait) {
    if (!work.waits_since.has_value()) work.waits_since = now;
    if (now - *work.waits_since >= kSlowCommit) return TryAgain(work, SlowCommit(RangeOf(item)));
  }
  work.trouble = absl::OkStatus();
  switch (*settled) {
    case Settled::kAllClosed:
      return GoOn(work, StepOutcome::kDone);
    case Settled::kRedo:
      if (!item.standing.intent.table_holds_until.has_value())
        return GoOn(work, StepOutcome::kDead);
      // Asked now, when none of the dead sessions can bring rows any more.
      item.redo = true;
      item.lookup = FlushItem::Lookup::kWhatIsHeld;
      return;
    case Settled::kWait:
      GoOn(work, StepOutcome::kGoesOn);
      work.not_before = now + work.backoff.Next();
      return;
  }
}

void Flusher::Advance(const Works& works) {
  if (works.empty()) return;
  std::vector<LedgerWrite> writes;
  for (const Work* work : works) {
    const int64_t next = work->item.standing.intent.next_offset;
    const std::optional<int64_t> held_until = work->item.standing.intent.table_holds_until;
    writes.push_back({.partition = work->item.partition,
                      .epoch = work->item.epoch,
                      .offset = next,
                      .entry = ledger_.Advanced(next, held_until)});
  }
  const std::vector<kafka::PartitionAnswer> answers = ledger_.Write(writes);
  for (size_t i = 0; i < works.size(); ++i) {
    GoOn(*works[i], OutcomeOf(answers[i].verdict), answers[i].status);
  }
}

void Flusher::GoOn(Work& work, StepOutcome outcome, absl::Status error) {
  const BatchStep next = After(work.item.step, outcome);
  switch (next) {
    case BatchStep::kUpload:
    case BatchStep::kIntend:
    case BatchStep::kSettle:
    case BatchStep::kAdvance:
      work.item.step = next;
      return;
    case BatchStep::kAdvanced:
      return Finish(work, FlushResult::Kind::kAdvanced, std::move(error));
    case BatchStep::kRedo:
      return Finish(work, FlushResult::Kind::kRedo, std::move(error));
    case BatchStep::kReadEntry:
      return Finish(work, FlushResult::Kind::kReset, std::move(error));
    case BatchStep::kRejoin:
      return Finish(work, FlushResult::Kind::kUnclear, std::move(error));
  }
}

void Flusher::Recover(Work& work) {
  FlushItem& item = work.item;
  const Recovered found = recovery_.Look(item.partition);
  if (ReasonOf(found.status) == "LEDGER_LOST") {
    return Finish(work, {.kind = FlushResult::Kind::kStopped,
                         .error = found.status,
                         .look_again = found.look_again});
  }
  if (!found.status.ok()) return TryAgain(work, found.status);
  work.trouble = absl::OkStatus();
  // The entry first: with nothing left to read there would never be one.
  item.standing.first_offset = found.next_offset;
  item.standing.intent = ledger_.Advanced(found.next_offset, found.table_holds_until);
  item.lookup = FlushItem::Lookup::kNone;
  item.step = BatchStep::kAdvance;
}

void Flusher::FindHeld(Work& work) {
  const StandingIntent& standing = work.item.standing;
  absl::StatusOr<HeldRows> held =
      recovery_.Held(work.item.partition, standing.first_offset,
                     std::max(*standing.intent.table_holds_until, standing.intent.next_offset));
  if (ReasonOf(held.status()) == "LEDGER_LOST")
    return Finish(work, FlushResult::Kind::kStopped, held.status());
  if (!held.ok()) return TryAgain(work, held.status());
  const auto kind = work.item.redo ? FlushResult::Kind::kRedo : FlushResult::Kind::kHeld;
  Finish(work, {.kind = kind, .held = *std::move(held)});
}

void Flusher::Finish(Work& work, FlushResult::Kind kind, absl::Status error) {
  Finish(work, {.kind = kind, .error = std::move(error)});
}

void Flusher::Finish(Work& work, FlushResult result) {
  work.finished = true;
  FlushItem& item = work.item;
  result.partition = item.partition;
  result.epoch = item.epoch;
  result.next_offset = item.standing.intent.next_offset;
  result.rows = item.rows;
  result.latest_ms = item.latest_ms;
  result.bytes = item.bytes;
  for (const std::shared_ptr<ShareUpload>& upload : item.uploads)
    result.rows_by_table_partition[upload->partition_value()] += upload->rows();
  result.dead_letters = std::move(item.dead_letters);
  result.standing = std::move(item.standing);
  MutexLock lock(mu_);
  results_.push_back(std::move(result));
  observer_.OnResults();
}

void Flusher::TryAgain(Work& work, const absl::Status& error) {
  // Whoever let the call go is waiting for us to end.
  if (work.trouble.ok() && !absl::IsCancelled(error)) {
    log::Warn("a source partition cannot be flushed now",
              {{"connector_uid", ledger_.identity().connector_uid},
               {"task", ledger_.identity().task_index},
               {"partition", work.item.partition},
               {"error", error}});
  }
  work.trouble = error;
  const absl::Duration pause = std::max(work.backoff.Next(), maxcompute::HoldOf(error));
  work.not_before = clock_.Monotonic() + pause;
  MutexLock lock(mu_);
  work.troubled = true;
  in_trouble_ = true;
  observer_.OnTrouble(error, clock_.Now() + pause);
}

}  // namespace sluice::dataplane

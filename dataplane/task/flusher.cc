#include "dataplane/task/flusher.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "maxcompute/request/service_error.h"

namespace sluice::dataplane {
namespace {

constexpr int kUploadThreads = 3;  // Beside the flusher's own.
constexpr BackoffOptions kTryAgain = {.initial = absl::Milliseconds(250), .max = absl::Seconds(30)};
// How long a tunnel commit that goes on is left alone.
constexpr BackoffOptions kAskAgain = {
    .initial = absl::Milliseconds(200), .max = absl::Seconds(10), .jitter = 0};
constexpr absl::Duration kDeadLetterWait = absl::Seconds(10);

// The service does not take a value that every rule of ours lets pass, and does not say whose.
absl::Status Refused(const FlushItem& item, const absl::Status& error) {
  return WithRemedy(
      Annotate(error, absl::StrCat("a row of source partition ", item.partition, ", offsets ",
                                   item.standing.first_offset, " to ",
                                   item.standing.intent.next_offset - 1)),
      "see the table's columns and MaxCompute's message; change the table, or move the connector's "
      "offset past these records");
}

}  // namespace

Flusher::Flusher(Ledger& ledger, BatchWriter& writer, Settler& settler, FlushObserver& observer,
                 Clock& clock)
    : ledger_(ledger),
      writer_(writer),
      settler_(settler),
      observer_(observer),
      clock_(clock),
      pool_(kUploadThreads),
      thread_([this] { Serve(); }) {}

Flusher::~Flusher() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    submitted_.NotifyAll();
  }
  thread_.join();
}

void Flusher::Submit(FlushItem item) {
  const bool settles = item.step == BatchStep::kSettle;
  MutexLock lock(mu_);
  ++under_way_;
  submitted_works_.push_back({.item = std::move(item),
                              .backoff = Backoff(settles ? kAskAgain : kTryAgain),
                              .not_before = absl::ZeroDuration(),
                              .trouble = absl::OkStatus()});
  submitted_.NotifyAll();
}

std::vector<FlushResult> Flusher::TakeResults() {
  MutexLock lock(mu_);
  return std::exchange(results_, {});
}

void Flusher::Drop(int32_t partition, int64_t epoch) {
  MutexLock lock(mu_);
  dropped_.emplace(partition, epoch);
  submitted_.NotifyAll();
}

bool Flusher::idle() {
  MutexLock lock(mu_);
  return under_way_ == 0 && results_.empty();
}

void Flusher::Serve() {
  while (true) {
    Works due;
    {
      MutexLock lock(mu_);
      if (stopping_) return;
      works_.splice(works_.end(), submitted_works_);
      under_way_ -= static_cast<int>(works_.remove_if([&](const Work& work) SLUICE_REQUIRES(mu_) {
        return dropped_.count({work.item.partition, work.item.epoch}) > 0;
      }));
      dropped_.clear();
      absl::Duration next = absl::Seconds(1);
      const absl::Duration now = clock_.Monotonic();
      for (Work& work : works_) {
        if (work.not_before <= now) {
          due.push_back(&work);
        } else {
          next = std::min(next, work.not_before - now);
        }
      }
      if (due.empty()) {
        submitted_.WaitFor(mu_, next);
        continue;
      }
    }
    Pass(due);
    works_.remove_if([](const Work& work) { return work.finished; });
    bool trouble = false;
    for (const Work& work : works_) trouble = trouble || !work.trouble.ok();
    if (in_trouble_ && !trouble) observer_.OnRelief();
    in_trouble_ = trouble;
  }
}

void Flusher::Pass(const Works& due) {
  auto in = [&](BatchStep step) {
    Works works;
    for (Work* work : due) {
      if (!work->finished && work->item.step == step && work->not_before <= clock_.Monotonic())
        works.push_back(work);
    }
    return works;
  };
  const Works uploads = in(BatchStep::kUpload);
  pool_.ForEach(static_cast<int>(uploads.size()), [&](int i) { Upload(*uploads[i]); });
  Intend(in(BatchStep::kIntend));
  const Works settles = in(BatchStep::kSettle);
  pool_.ForEach(static_cast<int>(settles.size()), [&](int i) { Settle(*settles[i]); });
  Advance(in(BatchStep::kAdvance));
}

void Flusher::Upload(Work& work) {
  FlushItem& item = work.item;
  for (ShareUpload& upload : item.uploads) {
    if (absl::Status uploaded = writer_.Upload(upload); !uploaded.ok())
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
  if (item.uploads.empty()) return GoOn(work, StepOutcome::kNoRows);
  std::vector<formats::IntentSession> sessions;
  for (const ShareUpload& upload : item.uploads) sessions.push_back(writer_.Named(upload));
  item.standing.intent =
      ledger_.Intended(item.standing.intent.next_offset, item.revision, std::move(sessions));
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
  if (reason == maxcompute::kReasonValueRefused || reason == maxcompute::kReasonFieldTooLong) {
    return Finish(work, FlushResult::Kind::kStopped, Refused(work.item, error));
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
  work.trouble = absl::OkStatus();
  switch (*settled) {
    case Settled::kAllClosed:
      return GoOn(work, StepOutcome::kDone);
    case Settled::kRedo:
      return GoOn(work, StepOutcome::kDead);
    case Settled::kWait:
      GoOn(work, StepOutcome::kGoesOn);
      work.not_before = clock_.Monotonic() + work.backoff.Next();
      return;
  }
}

void Flusher::Advance(const Works& works) {
  if (works.empty()) return;
  std::vector<LedgerWrite> writes;
  for (const Work* work : works) {
    const int64_t next = work->item.standing.intent.next_offset;
    writes.push_back({.partition = work->item.partition,
                      .epoch = work->item.epoch,
                      .offset = next,
                      .entry = ledger_.Advanced(next)});
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

void Flusher::Finish(Work& work, FlushResult::Kind kind, absl::Status error) {
  work.finished = true;
  FlushItem& item = work.item;
  FlushResult result{.kind = kind,
                     .partition = item.partition,
                     .epoch = item.epoch,
                     .next_offset = item.standing.intent.next_offset,
                     .rows = item.rows,
                     .bytes = item.bytes,
                     .dead_letters = std::move(item.dead_letters),
                     .standing = std::move(item.standing),
                     .error = std::move(error)};
  {
    MutexLock lock(mu_);
    --under_way_;
    results_.push_back(std::move(result));
  }
  observer_.OnResults();
}

void Flusher::TryAgain(Work& work, const absl::Status& error) {
  if (work.trouble.ok()) {
    log::Warn("a source partition cannot be flushed now",
              {{"partition", work.item.partition}, {"error", error}});
  }
  work.trouble = error;
  work.not_before = clock_.Monotonic() + work.backoff.Next();
  observer_.OnTrouble(error);
}

}  // namespace sluice::dataplane

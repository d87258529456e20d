#include "dataplane/task/task_troubles.h"

#include "base/status/reason.h"
#include "dataplane/task/error_class.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kSourceTroubleLasts = absl::Seconds(10);

}  // namespace

void TaskTroubles::OnTrouble(const absl::Status& error, absl::Time next_attempt) {
  happened_.fetch_add(1);
  MutexLock lock(mu_);
  // What was wrong first; of another cause, what is wrong now.
  if (ReasonOf(flushing_) != ReasonOf(error) || flushing_.ok()) flushing_ = error;
  next_attempt_ = next_attempt;
}

void TaskTroubles::OnRelief() {
  MutexLock lock(mu_);
  flushing_ = absl::OkStatus();
}

void TaskTroubles::OnSource(const absl::Status& error, absl::Duration now, int64_t times) {
  happened_.fetch_add(times);
  source_ = error;
  source_until_ = now + kSourceTroubleLasts;
}

absl::Status TaskTroubles::Lasting(absl::Duration now) {
  if (now >= source_until_) source_ = absl::OkStatus();
  MutexLock lock(mu_);
  return flushing_.ok() ? source_ : flushing_;
}

void TaskTroubles::Tell(const std::map<int32_t, SourcePartition>& sources, bool joined, bool paused,
                        Clock& clock, TaskProgress& progress) {
  const absl::Duration now = clock.Monotonic();
  const int64_t happened = happened_.load();
  ErrorNews news = {.retrying = true, .times = happened - told_};
  told_ = happened;
  absl::Status trouble = Lasting(now);
  {
    MutexLock lock(mu_);
    if (!flushing_.ok()) news.next_attempt = next_attempt_;
  }
  bool settled = joined;
  for (const auto& [partition, source] : sources) {
    if (!source.halt.ok())
      return progress.SetError(TaskState::kFailed, source.halt, {.times = news.times});
    // What only passes is told when nothing worse is.
    const bool worse = trouble.ok() || ClassOf(source.error) == ErrorClass::kUser;
    if (!source.error.ok() && worse) {
      trouble = source.error;
      news.next_attempt =
          source.not_before > now ? clock.Now() + (source.not_before - now) : absl::InfinitePast();
    }
    if (source.phase == SourcePartition::Phase::kSettling) settled = false;
  }
  for (const auto& [partition, source] : sources) {
    if (trouble.ok()) trouble = source.truncated;
  }
  if (!trouble.ok()) {
    // What a retry alone mends is a degradation; what a person must mend is a failure, tried again
    // all the same.
    const bool passing = ClassOf(trouble) != ErrorClass::kUser;
    return progress.SetError(passing ? TaskState::kDegraded : TaskState::kFailed, trouble, news);
  }
  if (settled) progress.SetState(paused ? TaskState::kPaused : TaskState::kRunning);
}

}  // namespace sluice::dataplane

#include "dataplane/task/task_troubles.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kSourceTroubleLasts = absl::Seconds(10);

}  // namespace

void TaskTroubles::OnTrouble(const absl::Status& error) {
  MutexLock lock(mu_);
  if (flushing_.ok()) flushing_ = error;
}

void TaskTroubles::OnRelief() {
  MutexLock lock(mu_);
  flushing_ = absl::OkStatus();
}

void TaskTroubles::OnSource(const absl::Status& error, absl::Duration now) {
  source_ = error;
  source_until_ = now + kSourceTroubleLasts;
}

absl::Status TaskTroubles::Lasting(absl::Duration now) {
  if (now >= source_until_) source_ = absl::OkStatus();
  MutexLock lock(mu_);
  return flushing_.ok() ? source_ : flushing_;
}

void TaskTroubles::Tell(const std::map<int32_t, SourcePartition>& sources, bool joined, bool paused,
                        absl::Duration now, TaskProgress& progress) {
  absl::Status trouble = Lasting(now);
  bool settled = joined;
  for (const auto& [partition, source] : sources) {
    if (!source.halt.ok())
      return progress.SetError(TaskState::kFailed, source.halt, /*retrying=*/false);
    // What only passes is told when nothing worse is.
    const bool worse = trouble.ok() || ClassOf(source.error) == ErrorClass::kUser;
    if (!source.error.ok() && worse) trouble = source.error;
    if (source.phase == SourcePartition::Phase::kSettling) settled = false;
  }
  for (const auto& [partition, source] : sources) {
    if (trouble.ok()) trouble = source.truncated;
  }
  if (!trouble.ok()) {
    // What a retry alone mends is a degradation; what a person must mend is a failure, tried again
    // all the same.
    const bool passing = ClassOf(trouble) != ErrorClass::kUser;
    return progress.SetError(passing ? TaskState::kDegraded : TaskState::kFailed, trouble,
                             /*retrying=*/true);
  }
  if (settled) progress.SetState(paused ? TaskState::kPaused : TaskState::kRunning);
}

}  // namespace sluice::dataplane

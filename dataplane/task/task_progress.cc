#include "dataplane/task/task_progress.h"

#include <algorithm>

#include "base/status/reason.h"

namespace sluice::dataplane {

namespace {

// One cause, in whatever words.
bool IsSameCause(const absl::Status& a, const absl::Status& b) {
  return a.code() == b.code() && ReasonOf(a) == ReasonOf(b);
}

bool Runs(TaskState state) { return state == TaskState::kRunning || state == TaskState::kPaused; }

}  // namespace

void TaskProgress::Set(TaskState state, const absl::Status& error, const ErrorNews& news) {
  {
    MutexLock lock(mu_);
    Count(error, news);
    // Of one cause the first words stay: they tell of the first thing that went wrong. But what a
    // person can do about it must be what helps now.
    if (snapshot_.state == state && IsSameCause(snapshot_.error, error) &&
        RemedyOf(snapshot_.error) == RemedyOf(error)) {
      return;
    }
    ChangeState(state);
    snapshot_.error = error;
  }
  if (changed_) changed_();
}

void TaskProgress::ChangeState(TaskState state) {
  if (snapshot_.state == state) return;
  const absl::Duration now = clock_.Monotonic();
  if (Runs(snapshot_.state)) ran_ += now - state_begun_;
  state_begun_ = now;
  snapshot_.state = state;
  snapshot_.state_time = clock_.Now();
}

void TaskProgress::SetPaused(bool paused) {
  MutexLock lock(mu_);
  paused_ = paused;
  if (!paused_) return;
  for (auto& [partition, seen] : seen_) seen.waits_since = absl::InfinitePast();
}

void TaskProgress::BeginLife() {
  MutexLock lock(mu_);
  ran_ = absl::ZeroDuration();
  state_begun_ = clock_.Monotonic();
}

absl::Duration TaskProgress::Ran() const {
  MutexLock lock(mu_);
  return ran_ + (Runs(snapshot_.state) ? clock_.Monotonic() - state_begun_ : absl::ZeroDuration());
}

void TaskProgress::HeldUp(const absl::Status& why) {
  MutexLock lock(mu_);
  if (snapshot_.held_up.ok()) {
    snapshot_.held_up = why;
    snapshot_.held_up_since = clock_.Now();
    snapshot_.held_up_times = 0;
  }
  ++snapshot_.held_up_times;
}

bool TaskProgress::Reaches(int32_t partition, int64_t next_offset) {
  const auto [found, is_new] = seen_.try_emplace(partition);
  Seen& seen = found->second;
  const bool moved = is_new || seen.next_offset != next_offset;
  seen.ours = true;
  if (moved) {
    seen.next_offset = next_offset;
    seen.progress_time = clock_.Now();
    seen.waits_since = absl::InfinitePast();
  }
  JudgeWaiting(seen);
  return moved;
}

void TaskProgress::JudgeWaiting(Seen& seen) {
  if (seen.end_offset < 0) return;
  if (seen.end_offset <= seen.next_offset || paused_) {
    seen.waits_since = absl::InfinitePast();
  } else if (seen.waits_since == absl::InfinitePast()) {
    const absl::Time now = clock_.Now();
    seen.waits_since = now;
    const auto waited = [&](const auto& entry) {
      return entry.second.ours && entry.second.waits_since != absl::InfinitePast() &&
             entry.second.waits_since < now;
    };
    // What came in the way while nothing waited, long ago, is no cause of it.
    if (now - snapshot_.held_up_since > kNoBreak &&
        std::none_of(seen_.begin(), seen_.end(), waited))
      snapshot_.held_up = absl::OkStatus();
  }
}

TaskSnapshot TaskProgress::Snapshot() const {
  MutexLock lock(mu_);
  TaskSnapshot snapshot = snapshot_;
  for (const auto& [partition, seen] : seen_) {
    if (!seen.ours || seen.waits_since == absl::InfinitePast()) continue;
    if (snapshot.waiting.has_value() && snapshot.waiting->since <= seen.waits_since) continue;
    snapshot.waiting = {.partition = partition,
                        .records = seen.end_offset - seen.next_offset,
                        .since = seen.waits_since};
  }
  return snapshot;
}

void TaskProgress::Count(const absl::Status& error, const ErrorNews& news) {
  const absl::Time now = clock_.Now();
  TaskSnapshot& told = snapshot_;
  if (!IsSameCause(told.error, error)) {
    const Past before = past_;
    if (!told.error.ok()) past_ = {told.error, told.since, told.times, now};
    const bool goes_on =
        !error.ok() && IsSameCause(before.error, error) && now - before.end < kNoBreak;
    told.since = error.ok() ? absl::InfinitePast() : goes_on ? before.since : now;
    told.times = goes_on ? before.times : 0;
  }
  // What is only told for the first time has happened once at least.
  if (!error.ok()) told.times = std::max<int64_t>(1, told.times + news.times);
  told.retrying = news.retrying;
  told.next_attempt = news.next_attempt;
  told.slowed = news.slowed;
}

void TaskProgress::Owns(int32_t partition, int64_t next_offset) {
  MutexLock lock(mu_);
  PartitionProgress& progress = snapshot_.partitions[partition];
  progress.next_offset = next_offset;
  progress.intent_revision = 0;
  // An entry that is only settled, or moved by somebody else, holds up nobody any more.
  if (Reaches(partition, next_offset)) snapshot_.held_up = absl::OkStatus();
  progress.progress_time = seen_[partition].progress_time;
}

void TaskProgress::Stands(int32_t partition, int64_t intent_revision) {
  MutexLock lock(mu_);
  snapshot_.partitions[partition].intent_revision = intent_revision;
}

void TaskProgress::Lets(int32_t partition) {
  MutexLock lock(mu_);
  snapshot_.partitions.erase(partition);
  if (const auto found = seen_.find(partition); found != seen_.end()) found->second.ours = false;
}

void TaskProgress::Leaves(int32_t partition) {
  MutexLock lock(mu_);
  snapshot_.partitions.erase(partition);
}

void TaskProgress::HasOnly(const std::set<int32_t>& partitions) {
  MutexLock lock(mu_);
  for (auto& [partition, seen] : seen_) seen.ours = seen.ours && partitions.contains(partition);
}

void TaskProgress::Advanced(int32_t partition, const AdvanceProgress& advance) {
  if (observer_ != nullptr && advance.took.has_value()) {
    observer_->OnCommitted(advance.rows, *advance.took);
  }
  MutexLock lock(mu_);
  const absl::Time now = clock_.Now();
  PartitionProgress& progress = snapshot_.partitions[partition];
  progress.next_offset = advance.next_offset;
  progress.intent_revision = 0;
  progress.rows_committed += advance.rows;
  progress.bytes_committed += advance.bytes;
  for (const auto& [reason, count] : advance.dead_letters) progress.dead_letters[reason] += count;
  if (Reaches(partition, advance.next_offset)) snapshot_.held_up = absl::OkStatus();
  progress.progress_time = seen_[partition].progress_time;
  if (advance.latest_ms >= 0) {
    progress.watermark = std::max(progress.watermark, absl::FromUnixMillis(advance.latest_ms));
  }
  auto& written = snapshot_.table_partitions;
  for (const auto& [value, rows] : advance.rows_by_table_partition) {
    TablePartitionProgress& one = written[value];
    one.rows += rows;
    one.commit_time = now;
  }
  while (written.size() > kTablePartitionsTold) {
    written.erase(std::min_element(
        written.begin(), written.end(),
        [](const auto& a, const auto& b) { return a.second.commit_time < b.second.commit_time; }));
  }
}

void TaskProgress::SawEnd(int32_t partition, int64_t end_offset) {
  MutexLock lock(mu_);
  const auto found = snapshot_.partitions.find(partition);
  if (found == snapshot_.partitions.end()) return;
  found->second.end_offset = end_offset;
  Seen& seen = seen_[partition];
  seen.end_offset = end_offset;
  JudgeWaiting(seen);
}

void TaskProgress::SawRecord(int32_t partition, absl::Time record_time) {
  MutexLock lock(mu_);
  const auto found = snapshot_.partitions.find(partition);
  if (found == snapshot_.partitions.end()) return;
  absl::Time& newest = found->second.newest_record_time;
  newest = std::max(newest, record_time);
}

void TaskProgress::Holds(int64_t memory_bytes) {
  MutexLock lock(mu_);
  snapshot_.memory_bytes = memory_bytes;
}

void TaskProgress::Restarts() {
  MutexLock lock(mu_);
  ++snapshot_.restarts;
}

}  // namespace sluice::dataplane

#include "dataplane/task/task_progress.h"

#include <algorithm>

#include "base/status/reason.h"

namespace sluice::dataplane {

namespace {

// One cause, in whatever words.
bool IsSameCause(const absl::Status& a, const absl::Status& b) {
  return a.code() == b.code() && ReasonOf(a) == ReasonOf(b);
}

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
    if (snapshot_.state != state) snapshot_.state_time = clock_.Now();
    snapshot_.state = state;
    snapshot_.error = error;
  }
  if (changed_) changed_();
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
  progress.progress_time = clock_.Now();
}

void TaskProgress::Stands(int32_t partition, int64_t intent_revision) {
  MutexLock lock(mu_);
  snapshot_.partitions[partition].intent_revision = intent_revision;
}

void TaskProgress::Lets(int32_t partition) {
  MutexLock lock(mu_);
  snapshot_.partitions.erase(partition);
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
  progress.progress_time = now;
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
  if (found != snapshot_.partitions.end()) found->second.end_offset = end_offset;
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

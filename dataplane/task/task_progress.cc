#include "dataplane/task/task_progress.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "base/status/reason.h"

namespace sluice::dataplane {

ErrorClass ClassOf(const absl::Status& error) {
  const std::string reason = ReasonOf(error);
  if (absl::IsResourceExhausted(error)) return ErrorClass::kQuota;
  if (absl::StartsWith(reason, "MAXCOMPUTE_") || absl::StartsWith(reason, "STS_"))
    return ErrorClass::kDestination;
  switch (error.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return ErrorClass::kUser;
    default:
      return ErrorClass::kSystem;
  }
}

void TaskProgress::Set(TaskState state, const absl::Status& error, bool retrying) {
  {
    MutexLock lock(mu_);
    // Of one cause the first words stay: they tell of the first thing that went wrong. But what a
    // person can do about it must be what helps now.
    if (snapshot_.state == state && snapshot_.error.ok() == error.ok() &&
        ReasonOf(snapshot_.error) == ReasonOf(error) &&
        RemedyOf(snapshot_.error) == RemedyOf(error)) {
      return;
    }
    if (snapshot_.state != state) snapshot_.state_time = clock_.Now();
    snapshot_.state = state;
    snapshot_.error = error;
    snapshot_.retrying = retrying;
  }
  if (changed_) changed_();
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

}  // namespace sluice::dataplane

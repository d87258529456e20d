#include "dataplane/worker/report.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "dataplane/task/error_class.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

constexpr size_t kMessageBytesMax = 1024;
constexpr int kReasonsMax = 32;

void SetTime(absl::Time time, google::protobuf::Timestamp* to) {
  const int64_t millis = absl::ToUnixMillis(time);
  to->set_seconds(millis / 1000);
  to->set_nanos(static_cast<int32_t>(millis % 1000 * 1'000'000));
}

v1::TaskReport::State StateOf(TaskState state) {
  switch (state) {
    case TaskState::kStarting:
      return v1::TaskReport::STARTING;
    case TaskState::kRunning:
      return v1::TaskReport::RUNNING;
    case TaskState::kPaused:
      return v1::TaskReport::PAUSED;
    case TaskState::kDegraded:
      return v1::TaskReport::DEGRADED;
    case TaskState::kFailed:
      return v1::TaskReport::FAILED;
    case TaskState::kFenced:
      return v1::TaskReport::FENCED;
  }
  return v1::TaskReport::STATE_UNSPECIFIED;
}

const char* ClassName(ErrorClass error_class) {
  switch (error_class) {
    case ErrorClass::kUser:
      return "USER";
    case ErrorClass::kSystem:
      return "SYSTEM";
    case ErrorClass::kDestination:
      return "DESTINATION";
    case ErrorClass::kQuota:
      return "QUOTA";
  }
  return "";
}

// Bytes of a broken cut would make the message no text.
std::string Cut(absl::string_view text) {
  size_t size = std::min(text.size(), kMessageBytesMax);
  while (size < text.size() && size > 0 && (text[size] & 0xC0) == 0x80) --size;
  return std::string(text.substr(0, size));
}

void SetDeadLetters(const std::map<std::string, int64_t>& by_reason,
                    v1::SourcePartitionReport& partition) {
  int64_t sum = 0;
  std::vector<std::pair<std::string, int64_t>> sorted(by_reason.begin(), by_reason.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [reason, count] : sorted) {
    sum += count;
    if (partition.dead_letters_by_reason_size() == kReasonsMax) continue;
    v1::ReasonCount& counted = *partition.add_dead_letters_by_reason();
    counted.set_reason(reason);
    counted.set_count(count);
  }
  partition.set_dead_letters(sum);
}

void SetCause(const absl::Status& cause, v1::TaskError& error) {
  const std::string reason = ReasonOf(cause);
  error.set_reason(reason.empty() ? absl::StatusCodeToString(cause.code()) : reason);
  error.set_error_class(ClassName(ClassOf(cause)));
  error.set_message(Cut(cause.message()));
  error.set_remedy(Cut(RemedyOf(cause)));
}

void SetError(const TaskSnapshot& snapshot, v1::TaskError& error) {
  SetCause(snapshot.error, error);
  error.set_retrying(snapshot.retrying);
  // A task that cannot even be read has no history of its own.
  SetTime(snapshot.since == absl::InfinitePast() ? snapshot.state_time : snapshot.since,
          error.mutable_since());
  error.set_count(std::max<int64_t>(1, snapshot.times));
  if (snapshot.next_attempt != absl::InfinitePast())
    SetTime(snapshot.next_attempt, error.mutable_next_attempt_time());
  error.set_slowed(snapshot.slowed);
}

void SetHeldUp(const TaskSnapshot& snapshot, v1::TaskError& held_up) {
  SetCause(snapshot.held_up, held_up);
  held_up.set_retrying(true);
  SetTime(snapshot.held_up_since, held_up.mutable_since());
  held_up.set_count(std::max<int64_t>(1, snapshot.held_up_times));
}

void SetWaiting(const WaitingPartition& waiting, v1::WaitingPartition& told) {
  told.set_partition(waiting.partition);
  told.set_records(waiting.records);
  SetTime(waiting.since, told.mutable_since());
}

}  // namespace

v1::WorkerReport MakeReport(int64_t assignment_revision, const std::vector<TaskView>& tasks,
                            bool draining, absl::Time now) {
  v1::WorkerReport report;
  SetTime(now, report.mutable_report_time());
  report.set_assignment_revision(assignment_revision);
  report.set_draining(draining);
  for (const TaskView& view : tasks) {
    v1::TaskReport& task = *report.add_tasks();
    task.set_connector_uid(view.definition.connector_uid);
    task.set_task_index(view.definition.task_index);
    task.set_assignment_revision(view.definition.assignment_revision);
    task.set_state(StateOf(view.snapshot.state));
    task.set_connector_revision(view.definition.connector_revision);
    SetTime(view.snapshot.state_time, task.mutable_state_time());
    task.set_restarts(view.snapshot.restarts);
    task.set_memory_bytes(view.snapshot.memory_bytes);
    if (!view.snapshot.error.ok()) SetError(view.snapshot, *task.mutable_error());
    if (!view.snapshot.held_up.ok()) SetHeldUp(view.snapshot, *task.mutable_held_up());
    if (view.snapshot.waiting.has_value())
      SetWaiting(*view.snapshot.waiting, *task.mutable_waiting());
    for (const auto& [number, progress] : view.snapshot.partitions) {
      v1::SourcePartitionReport& partition = *task.add_partitions();
      partition.set_partition(number);
      partition.set_next_offset(progress.next_offset);
      partition.set_end_offset(progress.end_offset);
      partition.set_rows_committed(progress.rows_committed);
      SetDeadLetters(progress.dead_letters, partition);
      SetTime(progress.progress_time, partition.mutable_progress_time());
      partition.set_intent_revision(progress.intent_revision);
      if (progress.watermark != absl::InfinitePast())
        SetTime(progress.watermark, partition.mutable_watermark());
      partition.set_bytes_committed(progress.bytes_committed);
      if (progress.newest_record_time != absl::InfinitePast())
        SetTime(progress.newest_record_time, partition.mutable_newest_record_time());
    }
    for (const auto& [value, progress] : view.snapshot.table_partitions) {
      v1::TablePartitionReport& written = *task.add_table_partitions();
      written.set_value(value);
      written.set_rows(progress.rows);
      SetTime(progress.commit_time, written.mutable_commit_time());
    }
  }
  return report;
}

}  // namespace sluice::dataplane

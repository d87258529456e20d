#include "dataplane/worker/worker_metrics.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "api/version.h"
#include "base/metrics/process_metrics.h"
#include "dataplane/task/error_class.h"

namespace sluice::dataplane {
namespace {

using metrics::Kind;

const std::vector<std::string> kOfTask = {"connector", "task"};

constexpr std::pair<TaskState, const char*> kStates[] = {
    {TaskState::kStarting, "STARTING"}, {TaskState::kRunning, "RUNNING"},
    {TaskState::kPaused, "PAUSED"},     {TaskState::kDegraded, "DEGRADED"},
    {TaskState::kFailed, "FAILED"},     {TaskState::kFenced, "FENCED"}};

const char* NameOf(ErrorClass error_class) {
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

double Seconds(absl::Time time) { return absl::ToDoubleSeconds(time - absl::UnixEpoch()); }

void TellTask(const TaskView& view, absl::Time now, metrics::Samples& samples) {
  const std::vector<std::string> task = {view.definition.connector,
                                         absl::StrCat(view.definition.task_index)};
  const auto with = [&](std::string last) {
    std::vector<std::string> values = task;
    values.push_back(std::move(last));
    return values;
  };
  int64_t rows = 0;
  int64_t bytes = 0;
  int64_t lag = 0;
  absl::Time newest = absl::InfinitePast();
  absl::Time progress = absl::InfinitePast();
  std::map<std::string, int64_t> dead_letters;
  for (const auto& [number, partition] : view.snapshot.partitions) {
    rows += partition.rows_committed;
    bytes += partition.bytes_committed;
    if (partition.end_offset > partition.next_offset) {
      lag += partition.end_offset - partition.next_offset;
    }
    newest = std::max(newest, partition.watermark);
    progress = std::max(progress, partition.progress_time);
    for (const auto& [reason, count] : partition.dead_letters) dead_letters[reason] += count;
  }
  for (const auto& [state, name] : kStates) {
    samples.Add("sluice_worker_task_state", with(name), view.snapshot.state == state ? 1 : 0);
  }
  samples.Add("sluice_worker_rows_committed_total", task, static_cast<double>(rows));
  samples.Add("sluice_worker_committed_bytes_total", task, static_cast<double>(bytes));
  samples.Add("sluice_worker_lag_records", task, static_cast<double>(lag));
  for (const auto& [reason, count] : dead_letters) {
    samples.Add("sluice_worker_dead_letters_total", with(reason), static_cast<double>(count));
  }
  if (progress != absl::InfinitePast()) {
    samples.Add("sluice_worker_since_progress_seconds", task,
                absl::ToDoubleSeconds(std::max(absl::ZeroDuration(), now - progress)));
  }
  if (newest != absl::InfinitePast()) {
    samples.Add("sluice_worker_newest_row_timestamp_seconds", task, Seconds(newest));
  }
}

}  // namespace

WorkerMetrics::WorkerMetrics(std::function<WorkerView()> look, Clock& clock)
    : clock_(clock),
      commit_seconds_(catalogue_
                          .Histograms({"sluice_worker_commit_duration_seconds",
                                       "From the moment that a batch is closed until its rows are "
                                       "in the table and its offset is committed."},
                                      {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300})
                          .With({})),
      commit_rows_(catalogue_
                       .Histograms({"sluice_worker_commit_rows", "How many rows a batch brought."},
                                   {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7})
                       .With({})),
      begun_again_(catalogue_.Counters({"sluice_worker_task_restarts_total",
                                        "How often tasks began anew by themselves, by who can "
                                        "mend the cause: USER, SYSTEM, DESTINATION or QUOTA.",
                                        {"error_class"}})) {
  const auto of_task = [](Kind kind, const char* name, const char* help, const char* more = "") {
    std::vector<std::string> labels = kOfTask;
    if (*more != '\0') labels.push_back(more);
    return metrics::Catalogue::Told{kind, {name, help, labels}};
  };
  catalogue_.Tell(
      {of_task(Kind::kGauge, "sluice_worker_task_state",
               "1 for the state that the task is in, 0 for the others.", "state"),
       of_task(Kind::kCounter, "sluice_worker_rows_committed_total",
               "Rows that the task has brought into the table since it was given its partitions."),
       of_task(Kind::kCounter, "sluice_worker_committed_bytes_total",
               "Bytes of their blocks, packed."),
       of_task(Kind::kGauge, "sluice_worker_lag_records",
               "Records of its source partitions that are not in the table yet."),
       of_task(Kind::kCounter, "sluice_worker_dead_letters_total",
               "Records that became dead letters since it was given its partitions, by reason.",
               "reason"),
       of_task(Kind::kGauge, "sluice_worker_since_progress_seconds",
               "How long no offset of the task has moved; it grows also when nothing is there to "
               "be read: look at the lag beside it."),
       of_task(Kind::kGauge, "sluice_worker_newest_row_timestamp_seconds",
               "The time of the newest record that the task has brought into the table."),
       {Kind::kGauge, {"sluice_worker_running_tasks", "How many tasks the worker has."}},
       {Kind::kGauge,
        {"sluice_worker_assignment_revision", "The newest assignment that is carried out."}},
       {Kind::kGauge,
        {"sluice_worker_control_plane_connected", "1 while a control plane is connected."}},
       {Kind::kGauge,
        {"sluice_worker_memory_used_bytes", "What rows on their way take, of all tasks."}},
       {Kind::kGauge,
        {"sluice_worker_memory_max_bytes",
         "At how much of it reading pauses (memory_bytes_max)."}}},
      [this, look = std::move(look)](metrics::Samples& samples) { Tell(look(), samples); });
  metrics::AddProcessMetrics(catalogue_, "sluice-worker", kVersion);
  // What has not happened yet is 0, not absent: a rate over it is then right from the first time.
  for (ErrorClass error_class :
       {ErrorClass::kUser, ErrorClass::kSystem, ErrorClass::kDestination, ErrorClass::kQuota}) {
    begun_again_.With({NameOf(error_class)});
  }
}

void WorkerMetrics::OnCommitted(int64_t rows, absl::Duration took) {
  commit_seconds_.Observe(absl::ToDoubleSeconds(took));
  commit_rows_.Observe(static_cast<double>(rows));
}

void WorkerMetrics::OnBeginAgain(const absl::Status& why) {
  begun_again_.With({NameOf(ClassOf(why))}).Increment();
}

void WorkerMetrics::Tell(const WorkerView& view, metrics::Samples& samples) const {
  const absl::Time now = clock_.Now();
  for (const TaskView& task : view.tasks) TellTask(task, now, samples);
  samples.Add("sluice_worker_running_tasks", {}, static_cast<double>(view.tasks.size()));
  samples.Add("sluice_worker_assignment_revision", {},
              static_cast<double>(view.assignment_revision));
  samples.Add("sluice_worker_control_plane_connected", {}, view.connected ? 1 : 0);
  samples.Add("sluice_worker_memory_used_bytes", {}, static_cast<double>(view.memory_bytes));
  samples.Add("sluice_worker_memory_max_bytes", {}, static_cast<double>(view.memory_bytes_max));
}

}  // namespace sluice::dataplane

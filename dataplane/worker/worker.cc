#include "dataplane/worker/worker.h"

#include <utility>

#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "dataplane/worker/definition.h"
#include "dataplane/worker/report.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

constexpr int kProtocolVersion = 1;
// Whoever has somewhere to put a task takes it off within a report and a placement.
constexpr absl::Duration kNothingTakenBound = absl::Seconds(5);
constexpr absl::Duration kLookApart = absl::Milliseconds(200);
constexpr absl::Duration kLastReportBound = absl::Seconds(2);

}  // namespace

Worker::Worker(WorkerOptions options, StateFolder folder, const TaskParts& parts, Clock& clock)
    : options_(std::move(options)),
      clock_(clock),
      in_force_(std::move(folder), [this](const v1::Assignment& assignment) { Run(assignment); }) {
  fleet_ = std::make_unique<TaskFleet>(parts, [this] {
    MutexLock lock(mu_);
    if (stream_ != nullptr) stream_->Wake();
  });
}

Worker::~Worker() {
  ending_.Notify();
  word_came_.Notify();
  if (waiter_.joinable()) waiter_.join();
  in_force_.End();
  std::unique_ptr<ControlStream> stream;
  {
    MutexLock lock(mu_);
    draining_ = true;
    stream.swap(stream_);
  }
  if (stream != nullptr)
    stream->Wake();  // The control plane hears that its tasks should go elsewhere.
  fleet_->Apply(fleet_->carried_out(), {});
  stream.reset();
  fleet_.reset();
}

absl::Status Worker::Start() {
  absl::StatusOr<v1::Assignment> read = in_force_.ReadLocalCopy();
  if (!read.ok()) {
    // Whoever has no control plane to ask has nothing else to go by.
    if (options_.control_plane_addresses.empty()) return read.status();
    log::Error("the local copy of the assignment cannot be read; asking the control plane for it",
               {{"error", read.status()}, {"remedy", RemedyOf(read.status())}});
  }
  const v1::Assignment kept = read.ok() ? *std::move(read) : v1::Assignment();
  if (options_.control_plane_addresses.empty()) {
    Run(kept);
    return absl::OkStatus();
  }
  waiter_ = std::thread([this, kept] {
    if (word_came_.WaitFor(options_.local_copy_wait) || ending_.HasBeenNotified()) return;
    in_force_.GoBy(kept);
  });
  ControlStreamHost& host = *this;
  auto stream = std::make_unique<ControlStream>(options_.control_plane_addresses, options_.access,
                                                host, clock_);
  MutexLock lock(mu_);
  stream_ = std::move(stream);
  return absl::OkStatus();
}

void Worker::Drain(absl::Duration bound) {
  MutexLock lock(mu_);
  if (stream_ == nullptr || tasks_ == 0) return;
  log::Info("worker drains", {{"tasks", tasks_}});
  draining_ = true;
  stream_->Wake();
  const absl::Duration give_up = clock_.Monotonic() + bound;
  absl::Duration stuck_at = clock_.Monotonic() + kNothingTakenBound;
  size_t left = tasks_;
  while (tasks_ > 0 && stream_->connected()) {
    const absl::Duration now = clock_.Monotonic();
    if (tasks_ < left) {
      left = tasks_;
      stuck_at = now + kNothingTakenBound;
    }
    if (now >= give_up || now >= stuck_at) break;
    assigned_.WaitFor(mu_, kLookApart);
  }
  if (tasks_ > 0) {
    log::Warn("worker stops with tasks that nobody has taken off", {{"tasks", tasks_}});
    return;
  }
  // What was begun is finished; only then is the empty assignment carried out, ...
  while (fleet_->carried_out() < in_force_.revision() && clock_.Monotonic() < give_up) {
    assigned_.WaitFor(mu_, kLookApart);
  }
  log::Info("worker is drained");
  // ... and saying so is what lets the tasks go elsewhere at once.
  const int64_t reports = stream_->reports();
  const absl::Duration last_report_by = clock_.Monotonic() + kLastReportBound;
  stream_->Wake();
  // One may have been composed before.
  while (stream_->reports() < reports + 2 && stream_->connected() &&
         clock_.Monotonic() < last_report_by) {
    assigned_.WaitFor(mu_, kLookApart);
    stream_->Wake();
  }
}

bool Worker::connected() {
  MutexLock lock(mu_);
  return stream_ != nullptr && stream_->connected();
}

absl::Status Worker::Ready() {
  MutexLock lock(mu_);
  if (draining_) return absl::UnavailableError("the worker drains");
  if (stream_ != nullptr && stream_->connected()) return absl::OkStatus();
  if (in_force_.revision() > 0) return absl::OkStatus();
  return WithRemedy(absl::UnavailableError("no control plane answers, and there is no local copy "
                                           "of an assignment"),
                    "look at control_plane_addresses and at the control plane's /readyz");
}

v1::WorkerHello Worker::MakeHello() {
  v1::WorkerHello hello;
  hello.set_protocol_version(kProtocolVersion);
  hello.set_worker_uid(in_force_.worker_uid());
  hello.set_worker_name(options_.name);
  hello.set_vpc_id(options_.vpc_id);
  hello.set_vswitch_id(options_.vswitch_id);
  hello.set_tasks_max(options_.tasks_max);
  hello.set_assignment_revision(in_force_.revision());
  return hello;
}

v1::WorkerReport Worker::MakeReport() {
  const int64_t carried_out = fleet_->carried_out();
  std::vector<TaskView> tasks = fleet_->Look();
  MutexLock lock(mu_);
  tasks.insert(tasks.end(), unreadable_.begin(), unreadable_.end());
  return dataplane::MakeReport(carried_out, tasks, draining_, clock_.Now());
}

void Worker::OnAssignment(const v1::Assignment& told) {
  if (in_force_.Told(told)) word_came_.Notify();
}

void Worker::Run(const v1::Assignment& assignment) {
  log_levels_.Apply(assignment);
  std::vector<TaskDefinition> definitions;
  std::vector<TaskView> unreadable;
  for (const v1::TaskAssignment& task : assignment.tasks()) {
    absl::StatusOr<TaskDefinition> definition = ReadDefinition(task);
    if (definition.ok()) {
      definitions.push_back(*std::move(definition));
      continue;
    }
    log::Error("a task cannot be run",
               {{"connector", task.connector()}, {"error", definition.status()}});
    TaskView& view = unreadable.emplace_back();
    view.definition.connector = task.connector();
    view.definition.connector_uid = task.connector_uid();
    view.definition.task_index = task.task_index();
    view.definition.assignment_revision = task.assignment_revision();
    view.snapshot = {
        .state = TaskState::kFailed, .state_time = clock_.Now(), .error = definition.status()};
  }
  log::Info("assignment", {{"revision", assignment.revision()}, {"tasks", definitions.size()}});
  {
    MutexLock lock(mu_);
    unreadable_ = std::move(unreadable);
    tasks_ = static_cast<size_t>(assignment.tasks_size());
    assigned_.NotifyAll();
  }
  fleet_->Apply(assignment.revision(), std::move(definitions));
}

}  // namespace sluice::dataplane

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

}  // namespace

Worker::Worker(WorkerOptions options, StateFolder folder, const TaskParts& parts, Clock& clock)
    : options_(std::move(options)), folder_(std::move(folder)), clock_(clock) {
  fleet_ = std::make_unique<TaskFleet>(parts, [this] {
    MutexLock lock(mu_);
    if (stream_ != nullptr) stream_->Wake();
  });
}

Worker::~Worker() {
  ending_.Notify();
  word_came_.Notify();
  if (waiter_.joinable()) waiter_.join();
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
  absl::StatusOr<v1::Assignment> read = folder_.ReadAssignment();
  if (!read.ok()) {
    // Whoever has no control plane to ask has nothing else to go by.
    if (options_.control_plane_addresses.empty()) return read.status();
    log::Error("the local copy of the assignment cannot be read; asking the control plane for it",
               {{"error", read.status()}, {"remedy", RemedyOf(read.status())}});
  }
  const v1::Assignment kept = read.ok() ? *std::move(read) : v1::Assignment();
  {
    MutexLock lock(mu_);
    revision_ = kept.revision();
  }
  if (options_.control_plane_addresses.empty()) {
    Run(kept);
    return absl::OkStatus();
  }
  waiter_ = std::thread([this, kept] {
    if (word_came_.WaitFor(options_.local_copy_wait) || ending_.HasBeenNotified()) return;
    log::Warn("no word from the control plane: going by the local copy of the assignment",
              {{"revision", kept.revision()}, {"tasks", kept.tasks_size()}});
    Run(kept);
  });
  ControlStreamHost& host = *this;
  auto stream = std::make_unique<ControlStream>(options_.control_plane_addresses, host, clock_);
  MutexLock lock(mu_);
  stream_ = std::move(stream);
  return absl::OkStatus();
}

v1::WorkerHello Worker::MakeHello() {
  v1::WorkerHello hello;
  hello.set_protocol_version(kProtocolVersion);
  hello.set_worker_uid(folder_.worker_uid());
  hello.set_worker_name(options_.name);
  hello.set_vpc_id(options_.vpc_id);
  hello.set_vswitch_id(options_.vswitch_id);
  hello.set_tasks_max(options_.tasks_max);
  MutexLock lock(mu_);
  hello.set_assignment_revision(revision_);
  return hello;
}

v1::WorkerReport Worker::MakeReport() {
  const int64_t carried_out = fleet_->carried_out();
  std::vector<TaskView> tasks = fleet_->Look();
  MutexLock lock(mu_);
  tasks.insert(tasks.end(), unreadable_.begin(), unreadable_.end());
  return dataplane::MakeReport(carried_out, tasks, draining_, clock_.Now());
}

void Worker::OnAssignment(const v1::Assignment& assignment) {
  word_came_.Notify();
  {
    MutexLock lock(mu_);
    if (assignment.revision() < revision_) {
      log::Warn("an assignment older than ours is ignored",
                {{"revision", assignment.revision()}, {"ours", revision_}});
      return;
    }
    revision_ = assignment.revision();
  }
  if (absl::Status kept = folder_.KeepAssignment(assignment); !kept.ok()) {
    log::Error(
        "the assignment could not be kept on disk; without the control plane a restart would go by "
        "an older one",
        {{"error", kept}});
  }
  Run(assignment);
}

void Worker::Run(const v1::Assignment& assignment) {
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
  }
  fleet_->Apply(assignment.revision(), std::move(definitions));
}

}  // namespace sluice::dataplane

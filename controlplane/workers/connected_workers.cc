#include "controlplane/workers/connected_workers.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {
namespace {

absl::Status CheckHello(const Worker& worker) {
  if (worker.protocol_version != kWorkerProtocolVersion) {
    return WithRemedy(
        WithReason(
            absl::FailedPreconditionError(absl::StrCat(
                "worker ", worker.name, " speaks version ", worker.protocol_version,
                " of the worker protocol, this control plane version ", kWorkerProtocolVersion)),
            "PROTOCOL_VERSION_UNSUPPORTED"),
        "run workers and control planes of the same release");
  }
  const bool name_is_good =
      !worker.name.empty() && worker.name.size() <= 63 &&
      worker.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
  if (worker.uid.empty() || worker.uid.size() > 64 || !name_is_good || worker.tasks_max < 0) {
    return absl::InvalidArgumentError(
        "a hello needs worker_uid (at most 64 bytes), worker_name (1 to 63 of a-z, 0-9 and hyphen) "
        "and "
        "tasks_max (not negative)");
  }
  return absl::OkStatus();
}

// How far a worker's clock is behind ours, in whole seconds. Clocks that agree but for what a
// message takes are left alone: times that were told twice should be the same twice.
absl::Duration BehindOurs(absl::Time theirs, absl::Time ours) {
  constexpr absl::Duration kAgree = absl::Seconds(5);
  if (theirs == absl::UnixEpoch()) return absl::ZeroDuration();
  const absl::Duration behind = ours - theirs;
  return absl::AbsDuration(behind) <= kAgree ? absl::ZeroDuration()
                                             : absl::Trunc(behind, absl::Seconds(1));
}

absl::Status ShuttingDown() {
  return WithReason(absl::UnavailableError("this replica stops; dial another"), "SHUTTING_DOWN");
}

}  // namespace

ConnectedWorkers::~ConnectedWorkers() { Stop(); }

absl::Status ConnectedWorkers::Hello(Worker worker, std::shared_ptr<WorkerChannel> channel) {
  if (stopping_) return ShuttingDown();
  SLUICE_RETURN_IF_ERROR(CheckHello(worker));
  worker.heartbeat_time = clock_.Now();
  SLUICE_RETURN_IF_ERROR(store_.Hello(worker, options_.name_life).status());
  log::Info("worker connected", {{"worker", worker.name},
                                 {"uid", worker.uid},
                                 {"version", worker.build_version},
                                 {"vpc", worker.vpc_id}});
  std::shared_ptr<WorkerChannel> replaced;
  {
    MutexLock lock(mu_);
    Connected& connected = connected_[worker.uid];
    replaced = std::exchange(connected.channel, std::move(channel));
    connected.sent = {};
    connected.heard = clock_.Monotonic();
  }
  if (replaced != nullptr) {
    replaced->Close(WithReason(
        absl::AbortedError(absl::StrCat("worker ", worker.name, " said hello on another stream")),
        "WORKER_REPLACED"));
  }
  return absl::OkStatus();
}

absl::Status ConnectedWorkers::Report(WorkerReport report) {
  const absl::Duration behind = BehindOurs(report.now, clock_.Now());
  report.now = clock_.Now();
  for (auto& [key, task] : report.tasks) {
    task.report_time = report.now;
    task.state_time += behind;
    task.problem_since += behind;
    task.next_attempt_time += behind;
    if (task.waiting.has_value()) task.waiting->since += behind;
    for (SourcePartitionReport& partition : task.partitions) partition.progress_time += behind;
  }
  {
    MutexLock lock(mu_);
    if (const auto found = connected_.find(report.worker_uid); found != connected_.end()) {
      found->second.heard = clock_.Monotonic();
    }
  }
  return store_.Report(report);
}

absl::Status ConnectedWorkers::Push(const std::string& worker_uid) {
  SLUICE_ASSIGN_OR_RETURN(Snapshot snapshot, store_.GetSnapshot(worker_uid));
  std::shared_ptr<WorkerChannel> channel;
  {
    MutexLock lock(mu_);
    const auto found = connected_.find(worker_uid);
    // An older snapshot, read before a newer one was sent, is of no use.
    if (found == connected_.end() || snapshot.revision <= found->second.sent.revision) {
      return absl::OkStatus();
    }
    const int64_t tasks = static_cast<int64_t>(snapshot.tasks.size());
    found->second.sent = {snapshot.revision,
                          clock_.Monotonic() + std::min(options_.push_interval,
                                                        tasks * options_.apart_for_each_task)};
    channel = found->second.channel;
  }
  channel->SendSnapshot(std::move(snapshot));
  return absl::OkStatus();
}

void ConnectedWorkers::Gone(const std::string& worker_uid, const WorkerChannel* channel) {
  MutexLock lock(mu_);
  const auto found = connected_.find(worker_uid);
  // Perhaps replaced meanwhile: then the newer stream stays.
  if (found != connected_.end() && found->second.channel.get() == channel) connected_.erase(found);
}

size_t ConnectedWorkers::connected() {
  MutexLock lock(mu_);
  return connected_.size();
}

std::map<std::string, ConnectedWorkers::Sent> ConnectedWorkers::WhatWasSent() {
  MutexLock lock(mu_);
  std::map<std::string, Sent> all;
  for (const auto& [uid, connected] : connected_) all[uid] = connected.sent;
  return all;
}

absl::StatusOr<absl::Duration> ConnectedWorkers::PushToAll() {
  CloseSilent();
  absl::Duration wait = options_.push_interval;
  const std::map<std::string, Sent> all = WhatWasSent();
  if (all.empty()) return wait;
  std::vector<std::string> uids;
  for (const auto& [uid, sent] : all) uids.push_back(uid);
  SLUICE_ASSIGN_OR_RETURN(const auto workers, store_.FindWorkers(uids));
  absl::Status first_failure;
  for (const auto& [uid, sent] : all) {
    const auto worker = workers.find(uid);
    // A worker that was forgotten learns it from its next report.
    if (worker == workers.end() || worker->second.assignment_revision <= sent.revision) continue;
    const absl::Duration left = sent.not_again_before - clock_.Monotonic();
    if (left > absl::ZeroDuration()) {
      wait = std::min(wait, left);
      continue;
    }
    first_failure.Update(Push(uid));  // What fails for one is no reason to tell no other.
  }
  SLUICE_RETURN_IF_ERROR(first_failure);
  return wait;
}

void ConnectedWorkers::CloseSilent() {
  const absl::Duration now = clock_.Monotonic();
  std::vector<std::shared_ptr<WorkerChannel>> silent;
  {
    MutexLock lock(mu_);
    for (const auto& [uid, connected] : connected_) {
      if (now - connected.heard > 3 * options_.lease) silent.push_back(connected.channel);
    }
  }
  for (const auto& channel : silent) {
    channel->Close(
        absl::DeadlineExceededError("nothing was heard on this stream for three leases"));
  }
}

void ConnectedWorkers::Start() { thread_ = std::thread(&ConnectedWorkers::Run, this); }

void ConnectedWorkers::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  std::map<std::string, Connected> connected;
  {
    MutexLock lock(mu_);
    connected.swap(connected_);
  }
  for (const auto& [uid, worker] : connected) {
    worker.channel->Close(ShuttingDown());
  }
}

void ConnectedWorkers::Run() {
  bool failing = false;
  while (!stopping_) {
    const int64_t seen = changes_.Count(Change::kSnapshots);
    const absl::StatusOr<absl::Duration> wait = PushToAll();
    // Once per outage, not once per try.
    if (!wait.ok() && !failing) log::Warn("telling workers failed", {{"error", wait.status()}});
    failing = !wait.ok();
    if (stopping_) return;
    changes_.WaitBeyond(Change::kSnapshots, seen, wait.value_or(options_.push_interval));
  }
}

}  // namespace sluice::controlplane

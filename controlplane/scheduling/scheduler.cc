#include "controlplane/scheduling/scheduler.h"

#include <algorithm>

#include "base/log/log.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {
namespace {

// A look reads everything that is placed: however much changes, looks take at most a quarter of the
// time.
constexpr int kRestForLook = 3;

void LogChanges(const PlacementChanges& changes) {
  for (const auto& [task, worker_uid] : changes.place) {
    log::Info(
        "task placed",
        {{"connector_uid", task.connector_uid}, {"task", task.index}, {"worker_uid", worker_uid}});
  }
  for (const TaskKey& task : changes.leave) {
    log::Info("task leaves its worker",
              {{"connector_uid", task.connector_uid}, {"task", task.index}});
  }
}

}  // namespace

Scheduler::~Scheduler() { Stop(); }

absl::Status Scheduler::PlaceOnce() {
  const absl::Time now = clock_.Now();
  PlacementChanges planned;
  SLUICE_ASSIGN_OR_RETURN(const bool was_mine, tasks_.Place(
                                                   [&](const PlacementView& view) {
                                                     planned = PlanPlacement(
                                                         view, options_.placement, now);
                                                     return planned;
                                                   },
                                                   now));
  if (!was_mine) return absl::OkStatus();
  LogChanges(planned);
  if (options_.on_placed) options_.on_placed(planned);
  return absl::OkStatus();
}

void Scheduler::Start() { thread_ = std::thread(&Scheduler::Run, this); }

void Scheduler::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void Scheduler::Run() {
  bool failing = false;
  absl::Duration forgot_at = clock_.Monotonic();
  while (!stopping_) {
    const int64_t seen = changes_.Count(Change::kPlacement);
    const absl::Duration begun = clock_.Monotonic();
    const absl::Status status = PlaceOnce();
    const absl::Duration took = clock_.Monotonic() - begun;
    // Once per outage, not once per try.
    if (!status.ok() && !failing) log::Warn("placing tasks failed", {{"error", status}});
    if (status.ok() && failing) log::Info("placing tasks works again");
    failing = !status.ok();
    if (clock_.Monotonic() - forgot_at > absl::Hours(1)) {
      forgot_at = clock_.Monotonic();
      (void)workers_.ForgetWorkers(clock_.Now() - options_.worker_life);
    }
    if (stopping_) return;
    clock_.SleepFor(std::min(kRestForLook * took, options_.interval));
    changes_.WaitBeyond(Change::kPlacement, seen, options_.interval);
  }
}

}  // namespace sluice::controlplane

#ifndef SLUICE_CONTROLPLANE_SCHEDULING_SCHEDULER_H_
#define SLUICE_CONTROLPLANE_SCHEDULING_SCHEDULER_H_

#include <atomic>
#include <functional>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/scheduling/placement_plan.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/task_store.h"
#include "controlplane/store/worker_store.h"

namespace sluice::controlplane {

// Keeps the tasks placed: plans whenever placements may have changed, and every `interval` because
// silence is no signal. Every replica has one; the store lets one at a time plan.
//
// Borrows its arguments. Owns one thread from Start() to Stop(), which the destructor calls.
class Scheduler {
 public:
  struct Options {
    PlacementOptions placement;
    absl::Duration interval =
        absl::Seconds(2);  // A lost worker is noticed this much after its lease.
    // Workers without tasks that were silent for this long are forgotten.
    absl::Duration worker_life = absl::Hours(24);
    // Hears what was carried out.
    std::function<void(const PlacementChanges&)> on_placed = nullptr;
  };

  Scheduler(TaskStore& tasks, WorkerStore& workers, ChangeSignal& changes, Clock& clock,
            const Options& options)
      : tasks_(tasks), workers_(workers), changes_(changes), clock_(clock), options_(options) {}
  ~Scheduler();

  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // One look: plans and carries it out. UNAVAILABLE as the store.
  absl::Status PlaceOnce();

  void Start();

  // Returns when the thread has ended. A wait for changes ends by itself within `interval`.
  void Stop();

 private:
  void Run();

  TaskStore& tasks_;
  WorkerStore& workers_;
  ChangeSignal& changes_;
  Clock& clock_;
  const Options options_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_SCHEDULING_SCHEDULER_H_

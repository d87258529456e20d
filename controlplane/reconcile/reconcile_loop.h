#ifndef SLUICE_CONTROLPLANE_RECONCILE_RECONCILE_LOOP_H_
#define SLUICE_CONTROLPLANE_RECONCILE_RECONCILE_LOOP_H_

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/reconcile/connector_reconciler.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/reconcile_queue.h"

namespace sluice::controlplane {

// Takes connectors that want a look from the queue and has the reconciler look at them, on threads
// of its own: a cluster that hangs occupies some of them, never the API. Every replica has one.
//
// Borrows its arguments. Owns its threads from Start() to Stop(), which the destructor calls.
class ReconcileLoop {
 public:
  struct Options {
    int threads = 4;
    // Longer than any step: after this, another runner takes over.
    absl::Duration claim_ttl = absl::Minutes(2);
    absl::Duration poll_interval = absl::Seconds(5);  // If a wake-up was missed.
    // Hears what became of each step, and how long it took. Several threads call.
    std::function<void(const absl::Status& status, absl::Duration took)> on_step = nullptr;
  };

  ReconcileLoop(ReconcileQueue& queue, ConnectorReconciler& reconciler, ChangeSignal& changes,
                Clock& clock, const Options& options)
      : queue_(queue),
        reconciler_(reconciler),
        changes_(changes),
        clock_(clock),
        options_(options) {}
  ~ReconcileLoop();

  ReconcileLoop(const ReconcileLoop&) = delete;
  ReconcileLoop& operator=(const ReconcileLoop&) = delete;

  // Looks at one connector, if any wants it. Returns whether one did.
  absl::StatusOr<bool> RunOnce();

  void Start();

  // Returns when every thread has finished the step it is at.
  void Stop();

 private:
  void Run();
  absl::StatusOr<absl::Time> TakeStep(const ReconcileClaim& claim);
  absl::Duration UntilNextDue();

  ReconcileQueue& queue_;
  ConnectorReconciler& reconciler_;
  ChangeSignal& changes_;
  Clock& clock_;
  const Options options_;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_RECONCILE_LOOP_H_

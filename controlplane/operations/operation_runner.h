#ifndef SLUICE_CONTROLPLANE_OPERATIONS_OPERATION_RUNNER_H_
#define SLUICE_CONTROLPLANE_OPERATIONS_OPERATION_RUNNER_H_

#include <atomic>
#include <cstdint>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/operations/operation_work.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/operation_store.h"

namespace sluice::controlplane {

// Takes the due steps of operations, on threads of its own. Every replica has one.
//
// Borrows its arguments. Owns its threads from Start() to Stop(), which the destructor calls.
class OperationRunner {
 public:
  struct Options {
    int threads = 4;
    // After this, another runner takes over: how long an operation rests when its replica dies.
    absl::Duration claim_ttl = 2 * kStepMax;
    absl::Duration poll_interval = absl::Seconds(5);  // If a wake-up was missed.
    // Pauses before a failed step is taken again, and for how long in a row it may fail.
    absl::Duration retry_first = absl::Seconds(1);
    absl::Duration retry_longest = absl::Seconds(15);
    absl::Duration retry_for = absl::Minutes(30);
    absl::Duration forget_interval = absl::Hours(1);
  };
  using Works = std::map<OperationKind, OperationWork*>;

  OperationRunner(OperationStore& operations, Works works, ChangeSignal& changes, Clock& clock,
                  const Options& options)
      : operations_(operations),
        works_(std::move(works)),
        changes_(changes),
        clock_(clock),
        options_(options) {}
  ~OperationRunner();

  OperationRunner(const OperationRunner&) = delete;
  OperationRunner& operator=(const OperationRunner&) = delete;

  // Takes one step of one operation, if any is due. Returns whether one was.
  absl::StatusOr<bool> RunOnce();

  void Start();

  // Returns when every thread has finished the step it is at.
  void Stop();

 private:
  absl::Status TakeStep(const OperationClaim& claim);
  absl::Status AfterFailure(const OperationClaim& claim, const Operation& operation,
                            const absl::Status& failure);
  absl::Status Fail(const OperationClaim& claim, const Operation& operation,
                    const absl::Status& error);
  absl::Status End(const OperationClaim& claim, const Operation& operation, OperationEnd end);
  void ForgetOld();
  void Run();
  absl::Duration UntilNextDue();

  OperationStore& operations_;
  const Works works_;
  ChangeSignal& changes_;
  Clock& clock_;
  const Options options_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int64_t> forgot_at_ = INT64_MIN;  // Monotonic, in seconds.
  std::vector<std::thread> threads_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OPERATIONS_OPERATION_RUNNER_H_

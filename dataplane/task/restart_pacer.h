#ifndef SLUICE_DATAPLANE_TASK_RESTART_PACER_H_
#define SLUICE_DATAPLANE_TASK_RESTART_PACER_H_

#include <cstdint>
#include <deque>
#include <random>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "dataplane/task/restart_plan.h"

namespace sluice::dataplane {

// Remembers how the lives of a task ended, for the next plan. One thread.
class RestartPacer {
 public:
  explicit RestartPacer(uint64_t seed = std::random_device()()) : random_(seed) {}

  // A life has ended at `now` (by Clock::Monotonic) with `why`, in which the task ran for `ran`,
  // however long it took to begin: when the next one begins.
  RestartPlan Next(const absl::Status& why, absl::Duration ran, absl::Duration now);

 private:
  std::mt19937_64 random_;
  RestartCause last_ = RestartCause::kPasses;
  int attempts_ = 0;
  std::deque<absl::Duration> falls_;  // Within the window.
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_RESTART_PACER_H_

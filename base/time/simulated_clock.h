#ifndef SLUICE_BASE_TIME_SIMULATED_CLOCK_H_
#define SLUICE_BASE_TIME_SIMULATED_CLOCK_H_

#include "base/sync/mutex.h"
#include "base/time/clock.h"

namespace sluice {

// A clock that moves only when it is told to. Sleeping advances it and returns at once.
class SimulatedClock : public Clock {
 public:
  explicit SimulatedClock(absl::Time now = absl::FromUnixSeconds(1'600'000'000)) : now_(now) {}

  absl::Time Now() override {
    MutexLock lock(mu_);
    return now_;
  }
  absl::Duration Monotonic() override { return Now() - absl::UnixEpoch(); }
  void SleepFor(absl::Duration duration) override { Advance(duration); }

  void Advance(absl::Duration duration) {
    MutexLock lock(mu_);
    now_ += duration;
  }

 private:
  Mutex mu_;
  absl::Time now_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice

#endif  // SLUICE_BASE_TIME_SIMULATED_CLOCK_H_

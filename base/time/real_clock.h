#ifndef SLUICE_BASE_TIME_REAL_CLOCK_H_
#define SLUICE_BASE_TIME_REAL_CLOCK_H_

#include "base/time/clock.h"

namespace sluice {

// The machine's clock.
class RealClock : public Clock {
 public:
  absl::Time Now() override;
  absl::Duration Monotonic() override;
  void SleepFor(absl::Duration duration) override;
};

}  // namespace sluice

#endif  // SLUICE_BASE_TIME_REAL_CLOCK_H_

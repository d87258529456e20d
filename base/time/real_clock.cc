#include "base/time/real_clock.h"

#include <chrono>
#include <thread>

#include "absl/time/clock.h"

namespace sluice {

absl::Time RealClock::Now() { return absl::Now(); }

absl::Duration RealClock::Monotonic() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

void RealClock::SleepFor(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoNanoseconds(duration));
}

}  // namespace sluice

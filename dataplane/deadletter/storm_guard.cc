#include "dataplane/deadletter/storm_guard.h"

#include <algorithm>

namespace sluice::dataplane {

StormGuard::Storm StormGuard::Bad(int64_t offset, RecentRecords& recent, absl::Duration now) {
  if (recent.See(offset, /*bad=*/true)) {
    const int64_t second = absl::ToInt64Seconds(now);
    ForgetUntil(second);
    ++by_second_[second % by_second_.size()];
    ++in_minute_;
    if (per_minute_max_ > 0 && in_minute_ > per_minute_max_) return Storm::kRate;
  }
  return JudgeShare(recent);
}

void StormGuard::ForgetUntil(int64_t second) {
  const auto seconds = static_cast<int64_t>(by_second_.size());
  // Those that have passed since are new to the minute; what stood in their places was of an
  // earlier one.
  for (int64_t passed = std::max(second_, second - seconds) + 1; passed <= second; ++passed) {
    int64_t& count = by_second_[passed % seconds];
    in_minute_ -= count;
    count = 0;
  }
  second_ = std::max(second_, second);
}

}  // namespace sluice::dataplane

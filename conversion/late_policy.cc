#include "conversion/late_policy.h"

namespace sluice::conversion {

absl::Duration PastMax(const LatePolicy& policy, Granularity granularity) {
  if (policy.past_max.has_value()) return *policy.past_max;
  return granularity == Granularity::kMinute ? absl::Hours(12) : absl::Hours(7 * 24);
}

absl::Duration FutureMax(const LatePolicy& policy, Granularity granularity) {
  if (policy.future_max.has_value()) return *policy.future_max;
  return granularity == Granularity::kMinute ? absl::Hours(1) : absl::Hours(24);
}

}  // namespace sluice::conversion

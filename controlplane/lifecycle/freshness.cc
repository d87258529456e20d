#include "controlplane/lifecycle/freshness.h"

#include <algorithm>

namespace sluice::controlplane {

void FreshnessSum::Add(const SourcePartitionReport& partition) {
  newest_ = std::max(newest_, partition.watermark);
  if (partition.end_offset < 0) known_ = false;
  if (partition.end_offset <= partition.next_offset) return;
  lags_ = true;
  oldest_ = std::min(oldest_, partition.watermark);
}

Freshness FreshnessSum::At(absl::Time now) const {
  if (!known_) return {};
  if (!lags_) return {.until = newest_, .age = absl::ZeroDuration()};
  // One that lags has brought nothing yet.
  if (oldest_ == absl::InfinitePast()) return {};
  // Producers' clocks may be ahead of ours.
  return {.until = oldest_, .age = std::max(absl::ZeroDuration(), now - oldest_)};
}

}  // namespace sluice::controlplane

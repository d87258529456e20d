#include "base/retry/backoff.h"

#include <algorithm>

namespace sluice {

Backoff::Backoff(const BackoffOptions& options, uint64_t seed)
    : options_(options), random_(seed), pause_(options.initial) {}

absl::Duration Backoff::Next() {
  const absl::Duration whole = pause_;
  pause_ = std::min(pause_ * options_.multiplier, options_.max);
  ++tries_;
  std::uniform_real_distribution<double> share(1.0 - options_.jitter, 1.0);
  return whole * share(random_);
}

void Backoff::Reset() {
  pause_ = options_.initial;
  tries_ = 0;
}

}  // namespace sluice

#include "controlplane/lifecycle/observed_values.h"

#include <limits>

namespace sluice::controlplane {
namespace {

constexpr int64_t kNotKnownRank = std::numeric_limits<int64_t>::min();
constexpr int64_t kNoLagRank = kNotKnownRank + 1;
constexpr int kStates = static_cast<int>(ObservedState::kDeleted) + 1;

}  // namespace

std::optional<ObservedState> ParseObservedState(absl::string_view name) {
  for (int i = 0; i < kStates; ++i) {
    if (NameOf(static_cast<ObservedState>(i)) == name) return static_cast<ObservedState>(i);
  }
  return std::nullopt;
}

ObservedValues ValuesOf(const Observation& observation) {
  ObservedValues values;
  values.state = observation.state;
  values.severity = SeverityOf(observation.state);
  values.lag_records = observation.progress.lag_records;
  const Freshness& freshness = observation.progress.freshness;
  if (freshness.age.has_value()) {
    values.fresh_until =
        *freshness.age == absl::ZeroDuration() ? absl::InfiniteFuture() : freshness.until;
  }
  values.dead_letters = observation.progress.dead_letters;
  if (observation.trouble.has_value()) {
    values.trouble_reason = observation.trouble->problem.reason;
    values.trouble_class = observation.trouble->problem.error_class;
    values.trouble_since = observation.trouble->since;
  }
  return values;
}

int64_t StaleRankOf(absl::Time fresh_until) {
  if (fresh_until == absl::InfinitePast()) return kNotKnownRank;
  if (fresh_until == absl::InfiniteFuture()) return kNoLagRank;
  return -absl::ToUnixMicros(fresh_until);
}

absl::Time FreshUntilOf(int64_t stale_rank) {
  if (stale_rank == kNotKnownRank) return absl::InfinitePast();
  if (stale_rank == kNoLagRank) return absl::InfiniteFuture();
  return absl::FromUnixMicros(-stale_rank);
}

}  // namespace sluice::controlplane

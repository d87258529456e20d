#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVED_VALUES_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVED_VALUES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/lifecycle/observed_state.h"
#include "controlplane/model/problem.h"

namespace sluice::controlplane {

// What lists filter and order by of an observation: noted now and then, so it may be seconds old,
// and never taken for the truth.
struct ObservedValues {
  ObservedState state = ObservedState::kCreating;
  int severity = 0;
  int64_t lag_records = -1;  // -1: not known.
  // The table has every record up to this time. InfiniteFuture: there is no lag; InfinitePast: not
  // known.
  absl::Time fresh_until = absl::InfinitePast();
  int64_t dead_letters = 0;
  std::string trouble_reason;  // Empty: nothing is wrong.
  ErrorClass trouble_class = ErrorClass::kNone;
  absl::Time trouble_since = absl::InfinitePast();

  friend bool operator==(const ObservedValues&, const ObservedValues&) = default;
};

std::optional<ObservedState> ParseObservedState(absl::string_view name);

// Pure.
ObservedValues ValuesOf(const Observation& observation);

// `fresh_until` as a number that grows as the table gets staler, whatever the time is: what is
// ordered by. Not known is the lowest, no lag the next.
int64_t StaleRankOf(absl::Time fresh_until);
absl::Time FreshUntilOf(int64_t stale_rank);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVED_VALUES_H_

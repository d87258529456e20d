#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVE_OPTIONS_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVE_OPTIONS_H_

#include "absl/time/time.h"

namespace sluice::controlplane {

// Bounds that an observation judges by.
struct ObserveOptions {
  absl::Duration stalled_after = absl::Minutes(2);  // Lag without progress for longer is STALLED.
  absl::Duration report_life = absl::Seconds(10);   // An older report says nothing any more.
  // A task that nobody has had for longer is in trouble: placing one takes a moment.
  absl::Duration placed_within = absl::Seconds(5);
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVE_OPTIONS_H_

#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVED_STATE_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVED_STATE_H_

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// What is observed of a connector; as Connector.State of connector.proto.
enum class ObservedState {
  kCreating,
  kDraft,
  kStarting,
  kRunning,
  kDegraded,
  kStalled,
  kFailed,
  kPausing,
  kPaused,
  kStopping,
  kStopped,
  kDeleting,
  kDeleted,
};

absl::string_view NameOf(ObservedState state);

// How bad it is, for sorting: what a person must look at is above what passes by itself, which is
// above what rests or runs.
int SeverityOf(ObservedState state);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVED_STATE_H_

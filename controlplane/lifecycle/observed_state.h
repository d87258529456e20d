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

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVED_STATE_H_

#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVATION_TABLE_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVATION_TABLE_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "controlplane/lifecycle/observed_state.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// What an observation is made of.
struct ObservedFacts {
  DesiredState desired = DesiredState::kDraft;
  bool provisioned = false;    // Its topics and groups were found or made.
  bool topics_unfit = false;   // What was last found of them stands in the way.
  bool undelete_open = false;  // It is deleted, and can still be undeleted.
  int tasks_wanted = 0;
  int tasks = 0;  // There are.
  int failed = 0;
  int degraded = 0;
  int silent = 0;   // Their worker has not been heard for too long.
  int running = 0;  // Of the revision that shall run.
  int paused = 0;
  bool stalled = false;          // Some task has lag, and made no progress for too long.
  bool waited_too_long = false;  // For the tasks that do not run.
};

// One case: the state that a connector is in when it is desired `desired`, `holds`, and no case
// above it does.
struct ObservationCase {
  absl::string_view name;  // For tests and people: words with underscores.
  DesiredState desired;
  ObservedState state;
  absl::string_view when;
  bool (*holds)(const ObservedFacts& facts);
};

// All cases. Of each desired state the last one always holds.
absl::Span<const ObservationCase> ObservationCases();

// The case that these facts are. Pure.
const ObservationCase& CaseOf(const ObservedFacts& facts);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVATION_TABLE_H_

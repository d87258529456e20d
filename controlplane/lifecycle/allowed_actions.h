#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_ALLOWED_ACTIONS_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_ALLOWED_ACTIONS_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "controlplane/lifecycle/verb_table.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// Whether `verb` would be taken of `connector` at `now`: the verb table, and what besides depends
// on more than the desired state. Not OK: FAILED_PRECONDITION, VERB_NOT_ALLOWED or
// UNDELETE_WINDOW_OVER; NOT_FOUND, REVISION_NOT_FOUND. Pure.
absl::Status CheckVerb(Verb verb, const Connector& connector, absl::Time now);

struct AllowedAction {
  Verb verb;
  absl::Status refusal;  // OK: it would be taken.
};

// Every verb, in the order of kVerbs. Pure.
std::vector<AllowedAction> AllowedActions(const Connector& connector, absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_ALLOWED_ACTIONS_H_

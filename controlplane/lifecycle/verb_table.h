#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_VERB_TABLE_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_VERB_TABLE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// What a user can ask of a connector.
enum class Verb {
  kDeploy,
  kPause,
  kResume,
  kStop,
  kRestart,
  kUpdate,
  kRollback,
  kDelete,
  kUndelete,
};

// In the order in which people are shown them.
inline constexpr Verb kVerbs[] = {Verb::kDeploy,   Verb::kPause,   Verb::kResume,
                                  Verb::kStop,     Verb::kRestart, Verb::kUpdate,
                                  Verb::kRollback, Verb::kDelete,  Verb::kUndelete};
inline constexpr DesiredState kAllDesiredStates[] = {DesiredState::kDraft, DesiredState::kRunning,
                                                     DesiredState::kPaused, DesiredState::kStopped,
                                                     DesiredState::kDeleted};

// As the API spells it: "deploy", "pause", …
absl::string_view NameOf(Verb verb);

struct VerbRule {
  Verb verb;
  DesiredState from;
  DesiredState to;
};

// What each verb makes of each desired state. What is not here is refused.
absl::Span<const VerbRule> VerbRules();

// The desired state that `verb` makes of `from`; may be `from` itself, then there is nothing to do.
// FAILED_PRECONDITION, VERB_NOT_ALLOWED, with the verb that leads on as remedy.
absl::StatusOr<DesiredState> Apply(Verb verb, DesiredState from);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_VERB_TABLE_H_

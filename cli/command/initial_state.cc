#include "cli/command/initial_state.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "cli/grammar/parser.h"

namespace sluice::cli {

absl::StatusOr<v1::Connector::Desired::State> InitialStateOf(const Session& session) {
  using Desired = v1::Connector::Desired;
  if (!session.invocation.Has("initial-state")) return Desired::STATE_UNSPECIFIED;
  const std::string word = session.invocation.Get("initial-state");
  Desired::State state = Desired::STATE_UNSPECIFIED;
  const bool known = Desired::State_Parse(absl::AsciiStrToUpper(word), &state);
  if (known && state != Desired::STATE_UNSPECIFIED && state != Desired::DELETED) return state;
  return WithRemedy(WithReason(absl::InvalidArgumentError(absl::StrCat(
                                   "--initial-state: '", word, "' is no state to begin with")),
                               kUsage),
                    "draft, running, paused or stopped");
}

v1::Connector::State GoalOf(v1::Connector::Desired::State desired) {
  switch (desired) {
    case v1::Connector::Desired::RUNNING:
      return v1::Connector::RUNNING;
    case v1::Connector::Desired::PAUSED:
      return v1::Connector::PAUSED;
    case v1::Connector::Desired::STOPPED:
      return v1::Connector::STOPPED;
    default:
      return v1::Connector::DRAFT;
  }
}

}  // namespace sluice::cli

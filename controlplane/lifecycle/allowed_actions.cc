#include "controlplane/lifecycle/allowed_actions.h"

#include "base/status/reason.h"

namespace sluice::controlplane {

absl::Status CheckVerb(Verb verb, const Connector& connector, absl::Time now) {
  const absl::Status applied = Apply(verb, connector.desired_state).status();
  if (!applied.ok()) return applied;
  if (verb == Verb::kUndelete &&
      (!connector.deletion.has_value() || connector.deletion->purge_time <= now)) {
    return WithRemedy(WithReason(absl::FailedPreconditionError(
                                     "it was deleted without a window to undelete it, or that is "
                                     "over: it is going"),
                                 "UNDELETE_WINDOW_OVER"),
                      "wait until it is gone, then create it again");
  }
  if (verb == Verb::kRollback && connector.spec_revision == 1) {
    return WithRemedy(
        WithReason(absl::NotFoundError("the connector has never had another definition"),
                   "REVISION_NOT_FOUND"),
        "update it instead");
  }
  return absl::OkStatus();
}

std::vector<AllowedAction> AllowedActions(const Connector& connector, absl::Time now) {
  std::vector<AllowedAction> actions;
  for (Verb verb : kVerbs) actions.push_back({verb, CheckVerb(verb, connector, now)});
  return actions;
}

}  // namespace sluice::controlplane

#include "controlplane/lifecycle/verb_table.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

constexpr VerbRule kRules[] = {
    {Verb::kDeploy, DesiredState::kDraft, DesiredState::kRunning},
    {Verb::kDeploy, DesiredState::kStopped, DesiredState::kRunning},
    {Verb::kDeploy, DesiredState::kRunning, DesiredState::kRunning},
    {Verb::kPause, DesiredState::kRunning, DesiredState::kPaused},
    {Verb::kPause, DesiredState::kPaused, DesiredState::kPaused},
    {Verb::kResume, DesiredState::kPaused, DesiredState::kRunning},
    {Verb::kResume, DesiredState::kRunning, DesiredState::kRunning},
    {Verb::kStop, DesiredState::kDraft, DesiredState::kStopped},
    {Verb::kStop, DesiredState::kRunning, DesiredState::kStopped},
    {Verb::kStop, DesiredState::kPaused, DesiredState::kStopped},
    {Verb::kStop, DesiredState::kStopped, DesiredState::kStopped},
    {Verb::kDelete, DesiredState::kDraft, DesiredState::kDeleted},
    {Verb::kDelete, DesiredState::kRunning, DesiredState::kDeleted},
    {Verb::kDelete, DesiredState::kPaused, DesiredState::kDeleted},
    {Verb::kDelete, DesiredState::kStopped, DesiredState::kDeleted},
    {Verb::kDelete, DesiredState::kDeleted, DesiredState::kDeleted},
};

// The verbs that lead from `from` to another state, for the remedy.
std::string VerbsFrom(DesiredState from) {
  std::string verbs;
  for (const VerbRule& rule : kRules) {
    if (rule.from != from || rule.to == from || rule.verb == Verb::kDelete) continue;
    absl::StrAppend(&verbs, verbs.empty() ? "" : " or ", NameOf(rule.verb));
  }
  return verbs;
}

}  // namespace

absl::string_view NameOf(Verb verb) {
  switch (verb) {
    case Verb::kDeploy:
      return "deploy";
    case Verb::kPause:
      return "pause";
    case Verb::kResume:
      return "resume";
    case Verb::kStop:
      return "stop";
    case Verb::kDelete:
      return "delete";
  }
  return "";
}

absl::Span<const VerbRule> VerbRules() { return kRules; }

absl::StatusOr<DesiredState> Apply(Verb verb, DesiredState from) {
  for (const VerbRule& rule : kRules) {
    if (rule.verb == verb && rule.from == from) return rule.to;
  }
  absl::Status refusal =
      WithReason(absl::FailedPreconditionError(
                     absl::StrCat("cannot ", NameOf(verb), " a connector that is ", NameOf(from))),
                 "VERB_NOT_ALLOWED");
  const std::string verbs = VerbsFrom(from);
  return WithRemedy(refusal, verbs.empty() ? "wait until it is gone, then create it again"
                                           : absl::StrCat(verbs, " it first"));
}

}  // namespace sluice::controlplane

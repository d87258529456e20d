#include "controlplane/lifecycle/verb_table.h"

#include <algorithm>
#include <iterator>
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
    {Verb::kRestart, DesiredState::kRunning, DesiredState::kRunning},
    {Verb::kRestart, DesiredState::kPaused, DesiredState::kPaused},
    {Verb::kUpdate, DesiredState::kDraft, DesiredState::kDraft},
    {Verb::kUpdate, DesiredState::kRunning, DesiredState::kRunning},
    {Verb::kUpdate, DesiredState::kPaused, DesiredState::kPaused},
    {Verb::kUpdate, DesiredState::kStopped, DesiredState::kStopped},
    {Verb::kRollback, DesiredState::kDraft, DesiredState::kDraft},
    {Verb::kRollback, DesiredState::kRunning, DesiredState::kRunning},
    {Verb::kRollback, DesiredState::kPaused, DesiredState::kPaused},
    {Verb::kRollback, DesiredState::kStopped, DesiredState::kStopped},
    {Verb::kDelete, DesiredState::kDraft, DesiredState::kDeleted},
    {Verb::kDelete, DesiredState::kRunning, DesiredState::kDeleted},
    {Verb::kDelete, DesiredState::kPaused, DesiredState::kDeleted},
    {Verb::kDelete, DesiredState::kStopped, DesiredState::kDeleted},
    {Verb::kDelete, DesiredState::kDeleted, DesiredState::kDeleted},
    {Verb::kUndelete, DesiredState::kDeleted, DesiredState::kStopped},
};

bool IsTaken(Verb verb, DesiredState from) {
  return std::any_of(std::begin(kRules), std::end(kRules),
                     [&](const VerbRule& rule) { return rule.verb == verb && rule.from == from; });
}

// The verbs that lead from `from` to where `verb` is taken, for the remedy.
std::string VerbsTowards(Verb verb, DesiredState from) {
  std::string verbs;
  for (const VerbRule& rule : kRules) {
    if (rule.from != from || rule.to == from || !IsTaken(verb, rule.to)) continue;
    if (rule.verb == Verb::kDelete || rule.verb == Verb::kUndelete) continue;
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
    case Verb::kRestart:
      return "restart";
    case Verb::kUpdate:
      return "update";
    case Verb::kRollback:
      return "rollback";
    case Verb::kDelete:
      return "delete";
    case Verb::kUndelete:
      return "undelete";
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
  if (verb == Verb::kUndelete) {
    return WithRemedy(refusal, "nothing has to be done: it is not deleted");
  }
  if (from == DesiredState::kDeleted) {
    return WithRemedy(refusal,
                      "undelete it while its window is open, or wait until it is gone and create "
                      "it again");
  }
  return WithRemedy(refusal, absl::StrCat(VerbsTowards(verb, from), " it first"));
}

}  // namespace sluice::controlplane

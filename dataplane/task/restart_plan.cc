#include "dataplane/task/restart_plan.h"

#include <algorithm>
#include <string>

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "dataplane/task/error_class.h"

namespace sluice::dataplane {
namespace {

constexpr double kJitter = 0.2;

constexpr RestartRule kRules[] = {
    {RestartCause::kPasses, "passes by itself", absl::Milliseconds(200), absl::Seconds(30), 2},
    // The rightful owner is left alone until the control plane or the ledger has had time to say
    // who that is.
    {RestartCause::kFenced, "fenced", absl::Seconds(3), absl::Seconds(30), 2},
    {RestartCause::kSystem, "SYSTEM", absl::Seconds(1), absl::Minutes(1), 2},
    {RestartCause::kDestination, "DESTINATION", absl::Seconds(1), absl::Minutes(1), 2},
    {RestartCause::kQuota, "QUOTA", absl::Minutes(1), absl::Minutes(1), 1},
    // A look at topic, offsets and table, without joining the group: cheap.
    {RestartCause::kUser, "USER", absl::Seconds(30), absl::Minutes(5), 1.5},
};

const RestartRule& RuleOf(RestartCause cause) {
  for (const RestartRule& rule : kRules) {
    if (rule.cause == cause) return rule;
  }
  return kRules[0];
}

absl::Duration Wait(const RestartRule& rule, const RestartHistory& history) {
  if (rule.cause == RestartCause::kQuota && history.hold > absl::ZeroDuration())
    return history.hold;
  absl::Duration wait = rule.first;
  for (int i = 0; i < history.attempts && wait < rule.max && rule.factor > 1; ++i)
    wait *= rule.factor;
  return std::min(wait, rule.max);
}

}  // namespace

RestartCause CauseOf(const absl::Status& why) {
  const std::string reason = ReasonOf(why);
  if (reason == kafka::reason::kRejoin || reason == "TABLE_CHANGED") return RestartCause::kPasses;
  if (absl::IsAborted(why)) return RestartCause::kFenced;
  switch (ClassOf(why)) {
    case ErrorClass::kUser:
      return RestartCause::kUser;
    case ErrorClass::kSystem:
      return RestartCause::kSystem;
    case ErrorClass::kDestination:
      return RestartCause::kDestination;
    case ErrorClass::kQuota:
      return RestartCause::kQuota;
  }
  return RestartCause::kSystem;
}

absl::Span<const RestartRule> RestartRules() { return kRules; }

RestartPlan PlanRestart(RestartCause cause, const RestartHistory& history, double chance) {
  RestartPlan plan = {.pause = Wait(RuleOf(cause), history)};
  const bool failure = cause != RestartCause::kPasses && cause != RestartCause::kFenced;
  plan.slowed = failure && history.falls >= kFallsMax;
  if (plan.slowed) plan.pause = std::max(plan.pause, kSlowPace);
  // What a limit names is waited for in full.
  const bool named = cause == RestartCause::kQuota && history.hold > absl::ZeroDuration();
  if (!named) plan.pause *= 1 - kJitter * chance;
  return plan;
}

}  // namespace sluice::dataplane

#ifndef SLUICE_DATAPLANE_TASK_RESTART_PLAN_H_
#define SLUICE_DATAPLANE_TASK_RESTART_PLAN_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace sluice::dataplane {

// Why a task begins anew, as far as it decides when.
enum class RestartCause {
  kPasses,       // No failure: the group is joined anew, or the table is looked at anew.
  kFenced,       // Another process does the work, or did.
  kSystem,       // Kafka, or Sluice itself.
  kDestination,  // MaxCompute.
  kQuota,        // A limit.
  kUser,         // A person must change something, which is looked for.
};

// By reason and class. Pure.
RestartCause CauseOf(const absl::Status& why);

// One row: how long a task waits before it begins anew. There is no last time.
struct RestartRule {
  RestartCause cause;
  absl::string_view name;
  absl::Duration first;
  absl::Duration max;
  double factor;  // Of each further wait, for as long as the cause stays.
};

// All causes, each once.
absl::Span<const RestartRule> RestartRules();

// What has happened before.
struct RestartHistory {
  int attempts = 0;  // In a row, for this cause, before this one.
  int falls = 0;     // Of kFallWindow: failures after the task had run well.
  absl::Duration hold = absl::ZeroDuration();  // For so long the service wants to be left alone.
};

// A task that ran well and failed this often within the window is begun anew slowly: each time it
// runs is a rebalance for the others, and tells them nothing new.
inline constexpr int kFallsMax = 5;
inline constexpr absl::Duration kFallWindow = absl::Minutes(15);
inline constexpr absl::Duration kSlowPace = absl::Minutes(5);

struct RestartPlan {
  absl::Duration pause;
  bool slowed = false;  // RESTARTS_SLOWED.
};

// When a task begins anew. `chance`, from 0 to 1, shortens the wait by up to a fifth, so that many
// tasks do not come at once. Pure.
RestartPlan PlanRestart(RestartCause cause, const RestartHistory& history, double chance);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_RESTART_PLAN_H_

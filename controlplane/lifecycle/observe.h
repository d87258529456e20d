#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVE_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "controlplane/lifecycle/allowed_actions.h"
#include "controlplane/lifecycle/freshness.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/lifecycle/observed_state.h"
#include "controlplane/lifecycle/trouble.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/problem.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

enum class ConditionStatus { kTrue, kFalse, kUnknown };

// One thing that is known about a connector.
struct Condition {
  std::string type;
  ConditionStatus status = ConditionStatus::kUnknown;
  Problem problem;  // Why it does not hold; empty when it does.
  absl::Time last_transition_time = absl::InfinitePast();

  friend bool operator==(const Condition&, const Condition&) = default;
};

inline constexpr absl::string_view kProvisioned = "Provisioned";
inline constexpr absl::string_view kScheduled = "Scheduled";
inline constexpr absl::string_view kHealthy = "Healthy";
inline constexpr absl::string_view kSteady = "Steady";

// Progress, summed over the tasks.
struct Progress {
  int tasks = 0;
  int tasks_running = 0;
  int64_t rows_committed = 0;
  int64_t dead_letters = 0;
  // The most frequent first, at most 32.
  std::vector<std::pair<std::string, int64_t>> dead_letters_by_reason;
  int64_t lag_records = -1;  // -1: some task does not know.
  absl::Time last_commit_time = absl::InfinitePast();
  int64_t bytes_committed = 0;
  int64_t restarts = 0;
  Freshness freshness;
};

struct Observation {
  ObservedState state = ObservedState::kCreating;
  std::vector<Condition> conditions;  // One per type, those that do not hold first.
  std::optional<Trouble> trouble;     // What is wrong first of all.
  Progress progress;
  std::vector<AllowedAction> actions;
};

// What can be said of `connector` with these tasks at this time: the state by observation_table.h,
// and why. Pure: never stored, computed anew whenever somebody asks, so it cannot lie about the
// past. What a task says of an older revision than the one that shall run is not taken for it.
Observation Observe(const Connector& connector, absl::Span<const Task> tasks, absl::Time now,
                    const ObserveOptions& options = {});

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_OBSERVE_H_

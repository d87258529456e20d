#include "dataplane/commit/recovery_plan.h"

namespace sluice::dataplane {

RecoveryPlan PlanRecovery(const NotedOffset& noted, const std::string& connector_uid,
                          bool was_there_at_deploy, absl::Time now) {
  // Notes of another life of this name, or none at all, are no memory of ours.
  if (noted.connector_uid != connector_uid) return {.step = RecoveryStep::kStop};
  if (!noted.next_offset.has_value()) {
    return {.step = was_there_at_deploy ? RecoveryStep::kStop : RecoveryStep::kBegin};
  }
  const absl::Time until = noted.noted_at + kNotedAtLeastEvery + kSessionLife;
  if (now < until) return {.step = RecoveryStep::kWait, .until = until};
  return {.step = RecoveryStep::kAskTable};
}

}  // namespace sluice::dataplane

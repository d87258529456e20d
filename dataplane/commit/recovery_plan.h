#ifndef SLUICE_DATAPLANE_COMMIT_RECOVERY_PLAN_H_
#define SLUICE_DATAPLANE_COMMIT_RECOVERY_PLAN_H_

#include <string>

#include "absl/time/time.h"
#include "dataplane/commit/offset_memory.h"

namespace sluice::dataplane {

// An upload session lives this long after it was opened (MaxCompute's limit): later nobody can
// commit it.
inline constexpr absl::Duration kSessionLife = absl::Hours(24);
// A source partition that is owned is noted at least this often, so its last note tells until when
// sessions for it can have been opened.
inline constexpr absl::Duration kNotedAtLeastEvery = absl::Hours(1);

// What to do about a source partition for which the group holds no offset (rule S12).
enum class RecoveryStep {
  kBegin,     // It was added to the topic after the first Deploy: its first record is at 0.
  kWait,      // It had begun, and what was begun may still be committed by somebody: until `until`.
  kAskTable,  // It had begun, and nothing can be committed any more: go on behind what is there.
  kStop,      // Nothing tells where it stood.
};

struct RecoveryPlan {
  RecoveryStep step = RecoveryStep::kStop;
  absl::Time until = absl::InfinitePast();  // Of kWait.
};

// `was_there_at_deploy`: the first Deploy committed an offset for it. Pure.
RecoveryPlan PlanRecovery(const NotedOffset& noted, const std::string& connector_uid,
                          bool was_there_at_deploy, absl::Time now);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_RECOVERY_PLAN_H_

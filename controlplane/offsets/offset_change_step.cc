#include "controlplane/offsets/offset_change_step.h"

namespace sluice::controlplane {

namespace {

bool Runs(DesiredState desired) {
  return desired == DesiredState::kRunning || desired == DesiredState::kPaused;
}

}  // namespace

bool SettledInVain(const ClearingFacts& facts) {
  const bool nobody_is_there =
      facts.held == TasksHeld::kAway && !facts.has_tasks && !facts.group_has_members;
  return nobody_is_there && facts.some_open &&
         (!Runs(facts.desired) || facts.settling != absl::InfiniteDuration());
}

ClearingStep NextClearingStep(const ClearingFacts& facts) {
  if (facts.desired == DesiredState::kDeleted) return ClearingStep::kCancel;
  if (!facts.held.has_value()) return ClearingStep::kSendAway;
  const bool too_long = facts.waited > kClearingMax;
  if (*facts.held == TasksHeld::kPaused) {
    if (!facts.some_open || !Runs(facts.desired)) return ClearingStep::kSendAway;
    if (too_long) return ClearingStep::kGiveUpWaiting;
    return facts.settling > kSettlingMax ? ClearingStep::kSendAway : ClearingStep::kAwaitSettled;
  }
  if (facts.has_tasks || facts.group_has_members) {
    return too_long ? ClearingStep::kGiveUpWaiting : ClearingStep::kAwaitEmpty;
  }
  if (!facts.some_open || facts.open_is_over) return ClearingStep::kMove;
  if (!Runs(facts.desired)) return ClearingStep::kGiveUpStopped;
  return too_long ? ClearingStep::kGiveUpWaiting : ClearingStep::kLetSettle;
}

}  // namespace sluice::controlplane

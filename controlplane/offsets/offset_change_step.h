#ifndef SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_STEP_H_
#define SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_STEP_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// What is true while a change waits for the tasks' hands to be off the offsets.
struct ClearingFacts {
  DesiredState desired = DesiredState::kRunning;
  std::optional<TasksHeld> held;  // By this change.
  bool has_tasks = false;         // Some are placed, or leave.
  bool group_has_members = false;
  bool some_open = false;  // A ledger entry that moves names upload sessions.
  absl::Duration waited;
  // How long ago tasks were last let back in to settle; InfiniteDuration: never yet.
  absl::Duration settling = absl::InfiniteDuration();
  bool open_is_over = false;  // Nobody can commit any of those sessions any more.
};

// Whether it is worth asking what became of the sessions: tasks, if there are any, have had their
// try, and know better.
bool SettledInVain(const ClearingFacts& facts);

enum class ClearingStep {
  kCancel,         // The connector is being deleted.
  kSendAway,       // Take the tasks away; those that settled, too.
  kAwaitEmpty,     // Tasks leave, and the group misses them.
  kLetSettle,      // Nobody else can settle: have the tasks back, reading nothing.
  kAwaitSettled,   // They are at it.
  kGiveUpWaiting,  // It took too long.
  kGiveUpStopped,  // Nobody settles: the connector is stopped.
  kMove,           // The group is empty, every entry settled.
};

// How long a change waits for the group to be empty and settled.
inline constexpr absl::Duration kClearingMax = absl::Minutes(10);
// How long tasks try to settle before they are sent away, so that the sessions are asked about.
inline constexpr absl::Duration kSettlingMax = absl::Seconds(45);

// Pure.
ClearingStep NextClearingStep(const ClearingFacts& facts);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_STEP_H_

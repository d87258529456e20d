#ifndef SLUICE_CONTROLPLANE_MODEL_CONNECTOR_H_
#define SLUICE_CONTROLPLANE_MODEL_CONNECTOR_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/connector_spec.h"
#include "controlplane/model/ids.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/problem.h"

namespace sluice::controlplane {

// What the user asked for. Only verbs change it (lifecycle/verb_table.h).
enum class DesiredState { kDraft, kRunning, kPaused, kStopped, kDeleted };

// DRAFT, RUNNING, PAUSED, STOPPED, DELETED.
absl::string_view NameOf(DesiredState state);
std::optional<DesiredState> ParseDesiredState(absl::string_view name);

// What the reconciler last found out about the connector's topics and groups.
struct Provisioning {
  bool done = false;                        // Everything is there and fits.
  std::optional<Problem> problem;           // What stands in the way; nothing before the first try.
  absl::Time since = absl::InfinitePast();  // When `done` or `problem` last changed.

  friend bool operator==(const Provisioning&, const Provisioning&) = default;
};

using OffsetByPartition = std::map<int32_t, int64_t>;

// Where the first Deploy of a uid made it begin to read. Written once, never moved by a later
// Deploy; only `asked_until` rises when its rows go into another table.
struct StartPin {
  absl::Time time;
  std::string source_topic_id;    // As Kafka prints it; empty when the broker does not tell.
  OffsetByPartition offsets;      // Next offset by source partition.
  OffsetByPartition asked_until;  // Below these the table is no witness (design.md 5, S10).

  friend bool operator==(const StartPin&, const StartPin&) = default;
};

// A new revision that must prove itself by a time, or the one before comes back.
struct Trial {
  int64_t revision = 0;
  int64_t back_to = 0;
  absl::Time deadline;

  friend bool operator==(const Trial&, const Trial&) = default;
};

// How a connector that is desired DELETED goes.
struct Deletion {
  bool keep_group = false;   // The task group and the positions in the offset topic stay.
  bool drop_topics = false;  // Its topics go; never those that a person made.
  absl::Time purge_time;     // Until then it can be undeleted. InfinitePast: it could never be.

  friend bool operator==(const Deletion&, const Deletion&) = default;
};

// What an operation leaves its connector's tasks of reading.
enum class TasksHeld {
  kPaused,  // As with PAUSED: what was begun is finished.
  kAway,    // As with STOPPED: there are none, and the group is empty.
};

// An operation that must have the tasks' hands off the offsets, whatever is desired meanwhile.
struct OperationHold {
  std::string operation_id;
  TasksHeld tasks = TasksHeld::kPaused;

  friend bool operator==(const OperationHold&, const OperationHold&) = default;
};

// One connector as it is stored: what was asked for, and what the reconciler noted about it. What
// is observed of it is computed (lifecycle/observe.h), not stored.
struct Connector {
  ConnectorId id;
  std::string uid;
  int64_t generation = 1;           // Counts changes of definition and desired state.
  int64_t observed_generation = 0;  // The last one that was carried out completely.
  absl::Time create_time;
  absl::Time update_time;
  Labels labels;
  Labels annotations;
  ConnectorSpec spec;
  int64_t spec_revision = 1;  // Counts changes of spec, labels and annotations.
  // The newest revision that changed anything for tasks: what they run, and the ledger's entries
  // name. The spec says the same of tasks as that revision did.
  int64_t task_revision = 1;
  // No intent names an older revision: from this one on they go along with assignments.
  int64_t oldest_revision = 1;
  int64_t healthy_revision = 0;  // The newest that all tasks ran while they were healthy.
  std::optional<Trial> trial;
  DesiredState desired_state = DesiredState::kDraft;
  absl::Time desired_state_time;     // When it last changed.
  std::optional<Deletion> deletion;  // While it is desired DELETED.
  Provisioning provisioning;
  std::optional<StartPin> start_pin;                // Nothing until the first Deploy.
  std::optional<OperationHold> hold;                // While an operation moves its offsets.
  absl::Time released_time = absl::InfinitePast();  // When the last hold ended.
  absl::Status secrets_status;  // Not OK: why a stored secret cannot be read; it is empty here.

  // Tasks are to be placed: it shall run or be ready to, it has begun, and no operation forbids it.
  bool wants_tasks() const {
    const bool runs =
        desired_state == DesiredState::kRunning || desired_state == DesiredState::kPaused;
    return runs && start_pin.has_value() && !(hold.has_value() && hold->tasks == TasksHeld::kAway);
  }

  // Its tasks read nothing and finish what they began.
  bool pauses_tasks() const { return desired_state == DesiredState::kPaused || hold.has_value(); }

  friend bool operator==(const Connector&, const Connector&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_CONNECTOR_H_

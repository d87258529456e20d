#ifndef SLUICE_CONTROLPLANE_MODEL_OPERATION_H_
#define SLUICE_CONTROLPLANE_MODEL_OPERATION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "controlplane/model/ids.h"

namespace sluice::controlplane {

// What kind of work; as OperationMetadata.Kind of operation.proto.
enum class OperationKind { kOffsetChange, kDeadLetterReplay };

// How far an operation is. Written after each step, read before the next one.
struct OperationProgress {
  std::string step;         // What it does now, for people.
  std::string checkpoint;   // JSON, the kind's own: where to go on. Empty before the first step.
  int64_t done_count = 0;   // Partitions moved, dead letters written again, ...
  int64_t total_count = 0;  // ... of so many; 0 until it is known.
  std::string waiting_for;  // Why it does not get on, for people; empty when it does.
  bool cancellable = true;  // What was done can still be left as it is, or is undone by ending.

  friend bool operator==(const OperationProgress&, const OperationProgress&) = default;
};

// Work on a connector that outlasts the call that asked for it. At most one at a time works on a
// connector.
struct Operation {
  std::string id;  // `operations/{id}`.
  OperationKind kind = OperationKind::kOffsetChange;
  std::string connector_uid;
  ConnectorId connector;  // Its names when it was asked for.
  std::string request;    // JSON, the kind's own: what was asked for.
  std::string author;     // As given; nobody checks it.
  std::string change_reason;
  absl::Time create_time;
  OperationProgress progress;
  bool cancel_requested = false;
  absl::Time end_time = absl::InfinitePast();  // InfinitePast: it has not ended.
  absl::Status error;                          // Why it failed, with reason and remedy.
  std::string response;                        // JSON, the kind's own: what it came to.

  bool ended() const { return end_time != absl::InfinitePast(); }

  friend bool operator==(const Operation&, const Operation&) = default;
};

// How long an operation is kept after its end.
inline constexpr absl::Duration kOperationKept = absl::Hours(30 * 24);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_OPERATION_H_

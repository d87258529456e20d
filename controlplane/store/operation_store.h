#ifndef SLUICE_CONTROLPLANE_STORE_OPERATION_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_OPERATION_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/operation.h"
#include "controlplane/store/request.h"

namespace sluice::controlplane {

// The right to take an operation's next step. A later claim takes it away: every write with this
// one then answers ABORTED, CLAIM_LOST (reconcile_queue.h), and the runner lets go.
struct OperationClaim {
  std::string operation_id;
  int64_t number = 0;                               // Grows with each claim of this operation.
  int tries = 0;                                    // Failures in a row before this claim.
  absl::Time failing_since = absl::InfinitePast();  // When the first of them was.
  absl::Time until = absl::InfiniteFuture();        // From then on another may claim it.
};

// How an operation ended.
struct OperationEnd {
  OperationProgress progress;
  absl::Status error;    // OK: it came to `response`.
  std::string response;  // JSON; empty when it failed.
  absl::Time time;
};

// Which operations a list shall hold.
struct OperationFilter {
  std::optional<ConnectorId> connector;  // Also of earlier connectors of these names.
  std::optional<bool> ended;
};

// Where a list of operations goes on.
struct OperationCursor {
  absl::Time create_time;
  std::string id;
};

// Long-running operations: what was asked for, how far each is, how it ended. That one begins or
// ends is an event of its connector, with who asked for it. Thread-safe; UNAVAILABLE as everywhere
// in store/.
class OperationStore {
 public:
  virtual ~OperationStore() = default;

  // Its first step is due at once. NOT_FOUND, CONNECTOR_NOT_FOUND; FAILED_PRECONDITION,
  // OPERATION_RUNNING while another one works on the connector.
  virtual absl::Status CreateOperation(const Operation& operation, const Request& request) = 0;

  // NOT_FOUND, OPERATION_NOT_FOUND.
  virtual absl::StatusOr<Operation> GetOperation(absl::string_view id) = 0;

  // At most `limit`, the newest first, beginning behind `after`.
  virtual absl::StatusOr<std::vector<Operation>> ListOperations(
      const OperationFilter& filter, const std::optional<OperationCursor>& after, int limit) = 0;

  // Asks it to end early, which its runner sees before the next step. NOT_FOUND,
  // OPERATION_NOT_FOUND; FAILED_PRECONDITION, OPERATION_NOT_CANCELLABLE.
  virtual absl::Status CancelOperation(absl::string_view id, absl::Time now) = 0;

  // NOT_FOUND, OPERATION_NOT_FOUND; FAILED_PRECONDITION, OPERATION_RUNNING before its end.
  virtual absl::Status DeleteOperation(absl::string_view id) = 0;

  // Removes those that ended before `ended_before`; returns how many.
  virtual absl::StatusOr<int> ForgetOperations(absl::Time ended_before) = 0;

  // ---- For runners. ----

  // At most `limit` that are due and not claimed by another, the longest due first; each is this
  // caller's until `now + ttl`.
  virtual absl::StatusOr<std::vector<OperationClaim>> ClaimOperations(int limit, absl::Duration ttl,
                                                                      absl::Time now) = 0;

  // When the next one is due; InfiniteFuture when none is.
  virtual absl::StatusOr<absl::Time> NextOperationDue() = 0;

  // A step went well; the next one is due at `next_step`, at once when it shall be cancelled. One
  // that was asked to end early stays cancellable. Gives the claim back.
  virtual absl::Status NoteProgress(const OperationClaim& claim, const OperationProgress& progress,
                                    absl::Time next_step) = 0;

  // A step failed and is tried again at `next_step`; counts a try. Gives the claim back.
  virtual absl::Status NoteFailure(const OperationClaim& claim, absl::string_view waiting_for,
                                   absl::Time now, absl::Time next_step) = 0;

  // It is over. Its connector's tasks are held no longer.
  virtual absl::Status EndOperation(const OperationClaim& claim, const OperationEnd& end) = 0;

  // ---- What an operation does to its connector. Nothing when that is gone. ----

  // Keeps its tasks from reading until the operation ends; desired state and generation stay.
  virtual absl::Status HoldTasks(const OperationClaim& claim, TasksHeld tasks, absl::Time now) = 0;

  // Its offsets have been moved: below `asked_until` the table is no witness from now on.
  virtual absl::Status NoteOffsetsMoved(const OperationClaim& claim,
                                        const OffsetByPartition& asked_until) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_OPERATION_STORE_H_

#ifndef SLUICE_CONTROLPLANE_OPERATIONS_OPERATION_WORK_H_
#define SLUICE_CONTROLPLANE_OPERATIONS_OPERATION_WORK_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/model/operation.h"
#include "controlplane/store/operation_store.h"

namespace sluice::controlplane {

// What a step of an operation came to.
struct StepOutcome {
  OperationProgress progress;
  absl::Duration look_again = absl::ZeroDuration();    // When the next step is due; zero: at once.
  std::optional<std::string> response = std::nullopt;  // JSON: set when it is done.
};

// One kind of operation: how it gets from step to step. Thread-safe: steps of several operations
// are taken at once.
class OperationWork {
 public:
  virtual ~OperationWork() = default;

  // Takes the next step of `operation`, as its progress says. May be taken again from the same
  // progress, also while another runner that lost its claim is still at it; writes to the store
  // carry `claim`. Blocks for calls to the world that together hardly ever take longer than
  // kStepMax.
  //
  // UNAVAILABLE and RESOURCE_EXHAUSTED: the step is taken again later. ABORTED, CLAIM_LOST: another
  // runner has it. Any other error ends the operation with it.
  virtual absl::StatusOr<StepOutcome> Step(const OperationClaim& claim,
                                           const Operation& operation) = 0;
};

// A step that takes longer is taken again by somebody else while it is still under way.
inline constexpr absl::Duration kStepMax = absl::Seconds(20);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OPERATIONS_OPERATION_WORK_H_

#ifndef SLUICE_DATAPLANE_WORKER_DEFINITION_H_
#define SLUICE_DATAPLANE_WORKER_DEFINITION_H_

#include "absl/status/statusor.h"
#include "dataplane/task/task_definition.h"

namespace sluice::v1 {
class Assignment;
class TaskAssignment;
}  // namespace sluice::v1

namespace sluice::dataplane {

// What a snapshot says of one task, as the task wants it. INVALID_ARGUMENT, ASSIGNMENT_UNREADABLE:
// it does not fit together, or asks for something this worker does not know yet.
// FAILED_PRECONDITION, with the reason of the control plane: it could not give the definition.
absl::StatusOr<TaskDefinition> ReadDefinition(const v1::TaskAssignment& assignment);

// Completes the tasks of `assignment` whose definition could not be given by what `before` says of
// them: only whether they are paused, under which assignment they run, and what they log is new.
// Pure.
void CompleteFrom(const v1::Assignment& before, v1::Assignment& assignment);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_DEFINITION_H_

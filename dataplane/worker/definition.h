#ifndef SLUICE_DATAPLANE_WORKER_DEFINITION_H_
#define SLUICE_DATAPLANE_WORKER_DEFINITION_H_

#include "absl/status/statusor.h"
#include "dataplane/task/task_definition.h"

namespace sluice::v1 {
class TaskAssignment;
}

namespace sluice::dataplane {

// What a snapshot says of one task, as the task wants it. INVALID_ARGUMENT, ASSIGNMENT_UNREADABLE:
// it does not fit together, or asks for something this worker does not know yet.
absl::StatusOr<TaskDefinition> ReadDefinition(const v1::TaskAssignment& assignment);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_DEFINITION_H_

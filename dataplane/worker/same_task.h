#ifndef SLUICE_DATAPLANE_WORKER_SAME_TASK_H_
#define SLUICE_DATAPLANE_WORKER_SAME_TASK_H_

#include "dataplane/task/task_definition.h"

namespace sluice::dataplane {

// Whether a task that runs by `running` does what `wanted` says and can go on: they are the same
// but for the pause, and for older revisions that are needed no more. One that it lacks it must be
// begun anew for: an intent may name it. Pure.
bool MayGoOn(const TaskDefinition& running, TaskDefinition wanted);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_SAME_TASK_H_

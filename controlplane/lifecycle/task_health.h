#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_TASK_HEALTH_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_TASK_HEALTH_H_

#include "absl/time/time.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/model/problem.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

// What is observed of one task; as Task.State of task.proto.
enum class TaskState { kUnassigned, kStarting, kRunning, kPaused, kFailed, kLost, kDegraded };

// One task, judged by its last report and by the time that has passed since.
struct TaskHealth {
  TaskState state = TaskState::kUnassigned;
  bool stalled = false;                     // There is lag, and no progress for too long.
  int severity = 0;                         // 0: nothing is wrong. The higher, the worse.
  Problem problem;                          // What is wrong; empty when severity is 0.
  absl::Time since = absl::InfinitePast();  // When this began, as far as is known.
  absl::Time placed_time = absl::InfinitePast();
};

// Pure.
TaskHealth JudgeTask(const Task& task, absl::Time now, const ObserveOptions& options);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_TASK_HEALTH_H_

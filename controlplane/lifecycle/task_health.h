#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_TASK_HEALTH_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_TASK_HEALTH_H_

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/lifecycle/trouble.h"
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
  // Of `problem`, as Trouble tells it.
  absl::Time problem_since = absl::InfinitePast();
  int64_t problem_count = 1;
  absl::Time next_attempt_time = absl::InfinitePast();
  bool slowed = false;  // Tried at a slow pace, because it failed too often.
};

// What is wrong with the task of this index; nothing while nothing is. Pure.
std::optional<Trouble> TroubleOf(int32_t index, const TaskHealth& health);

// Pure.
TaskHealth JudgeTask(const Task& task, absl::Time now, const ObserveOptions& options);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_TASK_HEALTH_H_

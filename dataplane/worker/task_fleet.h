#ifndef SLUICE_DATAPLANE_WORKER_TASK_FLEET_H_
#define SLUICE_DATAPLANE_WORKER_TASK_FLEET_H_

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "dataplane/task/sink_task.h"

namespace sluice::dataplane {

// What one task of the fleet is and does.
struct TaskView {
  TaskDefinition definition;
  TaskSnapshot snapshot;
};

// The tasks that run in this process: starts, stops and replaces them until they are what was last
// applied.
//
// A task that changes is stopped first and started anew; stopping one holds up no other. Any thread
// may call. The destructor stops all tasks and waits for them.
class TaskFleet {
 public:
  // `changed` is called, from any thread, when a task's state changes or a revision is carried out.
  TaskFleet(const TaskParts& parts, std::function<void()> changed);
  ~TaskFleet();
  TaskFleet(const TaskFleet&) = delete;
  TaskFleet& operator=(const TaskFleet&) = delete;

  // The tasks that shall run by `revision` of the assignment, and no others.
  void Apply(int64_t revision, std::vector<TaskDefinition> definitions);

  // The newest revision that was applied of which no task runs any more that it does not want: only
  // then may others be given what it took from here. 0 before the first.
  int64_t carried_out() const;

  // All tasks, also those that come to their end: such a one is told of as long as it takes, as the
  // one that waits for it if there is one.
  std::vector<TaskView> Look() const;

 private:
  using Key = std::pair<std::string, int>;  // Connector uid, task index.
  struct Slot {
    std::unique_ptr<SinkTask> task;
    std::unique_ptr<SinkTask> former;  // Comes to its end ...
    absl::Time stopped_at;             // ... since it was asked to.
    std::future<void> stopping;        // Waits for that. Goes first, for it uses `former`.
    bool ended = true;                 // Set with the lock.
  };

  void Serve();
  void Step() SLUICE_REQUIRES(mu_);
  void BeginStop(const Key& key, Slot& slot) SLUICE_REQUIRES(mu_);
  TaskView ViewOf(const Key& key, const Slot& slot) const SLUICE_REQUIRES(mu_);
  // Whether some task runs, or has not come to its end, that is not wanted.
  bool SomeAreLeft() const SLUICE_REQUIRES(mu_);

  const TaskParts parts_;
  const std::function<void()> changed_;
  mutable Mutex mu_;
  CondVar applied_;
  std::map<Key, TaskDefinition> wanted_ SLUICE_GUARDED_BY(mu_);
  int64_t revision_ SLUICE_GUARDED_BY(mu_) = 0;  // Of `wanted_`.
  int64_t carried_out_ SLUICE_GUARDED_BY(mu_) = 0;
  std::map<Key, Slot> slots_ SLUICE_GUARDED_BY(mu_);
  bool ending_ SLUICE_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_TASK_FLEET_H_

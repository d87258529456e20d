#ifndef SLUICE_CONTROLPLANE_STORE_TASK_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_TASK_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/task.h"
#include "controlplane/model/worker.h"
#include "controlplane/store/request.h"

namespace sluice::controlplane {

// All that a placement is decided from, read in one transaction.
struct PlacementView {
  std::vector<Connector>
      connectors;  // Those that are desired RUNNING or PAUSED, or still have tasks.
  std::vector<Task> tasks;
  std::vector<Worker> workers;
};

// What shall become of the tasks. What is not named stays as it is.
struct PlacementChanges {
  struct Placement {
    TaskKey task;
    std::string worker_uid;
  };

  std::vector<TaskKey> create;   // New, nobody has them yet; may be placed at once.
  std::vector<Placement> place;  // Given to a worker, perhaps away from another; counts a new
                                 // assignment revision and forgets the last report.
  std::vector<TaskKey> leave;    // Out of their worker's snapshot; theirs until it acknowledged.
  std::vector<TaskKey> unplace;  // Nobody has them any more: they left, or their worker is lost.
  std::vector<TaskKey> remove;   // Gone.

  bool empty() const {
    return create.empty() && place.empty() && leave.empty() && unplace.empty() && remove.empty();
  }
};

// Tasks and who has them. Thread-safe; UNAVAILABLE as everywhere in store/.
class TaskStore {
 public:
  virtual ~TaskStore() = default;

  // Ordered by index.
  virtual absl::StatusOr<std::vector<Task>> ListTasks(absl::string_view connector_uid) = 0;

  // Of several connectors, by uid, each ordered by index; connectors without tasks are absent.
  virtual absl::StatusOr<std::map<std::string, std::vector<Task>>> ListTasksOf(
      const std::vector<std::string>& connector_uids) = 0;

  // Has the workers that have these tasks of the connector begin them anew: each task counts a new
  // assignment revision, its last report is forgotten, and its worker gets a new snapshot. Tasks
  // that nobody has, or that are leaving, are passed over. Writes an event. NOT_FOUND,
  // CONNECTOR_NOT_FOUND.
  virtual absl::Status RestartTasks(absl::string_view connector_uid,
                                    const std::vector<int32_t>& indices, const Request& request,
                                    absl::Time now) = 0;

  // Reads everything, asks `plan`, and writes what it wants, in one transaction of which at most
  // one runs in the whole installation. Every worker whose snapshot changes counts a new assignment
  // revision; it, and the connectors concerned, are woken. Returns false, without asking `plan`,
  // when another replica is at it. `plan` must be quick and must not call the store.
  virtual absl::StatusOr<bool> Place(absl::FunctionRef<PlacementChanges(const PlacementView&)> plan,
                                     absl::Time now) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_TASK_STORE_H_

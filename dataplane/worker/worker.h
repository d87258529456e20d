#ifndef SLUICE_DATAPLANE_WORKER_WORKER_H_
#define SLUICE_DATAPLANE_WORKER_WORKER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/sync/notification.h"
#include "base/time/clock.h"
#include "dataplane/worker/assignment_in_force.h"
#include "dataplane/worker/control_stream.h"
#include "dataplane/worker/log_levels.h"
#include "dataplane/worker/state_folder.h"
#include "dataplane/worker/task_fleet.h"

namespace sluice::dataplane {

struct WorkerOptions {
  std::vector<std::string> control_plane_addresses;
  client::AccessFiles access;  // To the control plane.
  std::string name;
  std::string vpc_id;
  std::string vswitch_id;
  int tasks_max = 64;
  // How long a starting worker waits for the control plane's word before it goes by its local copy:
  // the copy may be old, and its tasks may run elsewhere by now.
  absl::Duration local_copy_wait = absl::Seconds(5);
};

// A data-plane process: runs the tasks of its assignment, keeps the assignment on its disk, and
// tells the control plane what the tasks do. Without a control plane it goes on with what it was
// given last.
class Worker : private ControlStreamHost {
 public:
  // Borrows clock; takes over the folder.
  Worker(WorkerOptions options, StateFolder folder, const TaskParts& parts, Clock& clock);
  ~Worker() override;

  // Starts from the control plane's word, or from the local copy. Returns at once.
  absl::Status Start();

  // Asks the control plane to place the tasks elsewhere, and returns when it has taken all of them
  // off; or after `bound`, or as soon as it seems that there is nowhere to go, or that no control
  // plane listens. Nothing is lost by that: the tasks are missed after the lease. Destroy the
  // worker then.
  void Drain(absl::Duration bound);

  // For whoever watches it; any thread.
  std::vector<TaskView> Look() const { return fleet_->Look(); }
  int64_t carried_out() const { return fleet_->carried_out(); }
  bool connected();
  // OK when it runs what it was told to, by a control plane or by its local copy. UNAVAILABLE while
  // nobody has told it anything, and once it drains.
  absl::Status Ready();

 private:
  v1::WorkerHello MakeHello() override;
  v1::WorkerReport MakeReport() override;
  void OnAssignment(const v1::Assignment& assignment) override;

  // Makes the tasks those of the assignment.
  void Run(const v1::Assignment& assignment);

  const WorkerOptions options_;
  Clock& clock_;
  AssignmentInForce in_force_;
  Mutex mu_;
  size_t tasks_ SLUICE_GUARDED_BY(mu_) = 0;  // Of the assignment.
  CondVar assigned_;                         // `tasks_` has changed.
  std::vector<TaskView> unreadable_
      SLUICE_GUARDED_BY(mu_);  // Tasks that cannot be run, with the reason.
  bool draining_ SLUICE_GUARDED_BY(mu_) = false;
  Notification word_came_;
  Notification ending_;
  LogLevels log_levels_;
  std::unique_ptr<TaskFleet> fleet_;
  std::unique_ptr<ControlStream> stream_ SLUICE_GUARDED_BY(mu_);
  std::thread waiter_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_WORKER_H_

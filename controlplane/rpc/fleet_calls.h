#ifndef SLUICE_CONTROLPLANE_RPC_FLEET_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_FLEET_CALLS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/task_store.h"
#include "controlplane/store/worker_store.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/fleet_service.pb.h"

namespace sluice::controlplane {

// What is known of workers, and of the tasks they run. Borrows its arguments. Thread-safe; blocks
// as the store does.
class FleetCalls {
 public:
  FleetCalls(ConnectorStore& connectors, TaskStore& tasks, WorkerStore& workers, Clock& clock,
             absl::Duration lease, const ObserveOptions& observe)
      : connectors_(connectors),
        tasks_(tasks),
        workers_(workers),
        clock_(clock),
        lease_(lease),
        observe_(observe) {}

  absl::Status GetWorker(const v1::GetWorkerRequest& request, v1::Worker* response);
  absl::Status ListWorkers(const v1::ListWorkersRequest& request,
                           v1::ListWorkersResponse* response);
  absl::Status GetTask(const v1::GetTaskRequest& request, v1::Task* response);
  absl::Status ListTasks(const v1::ListTasksRequest& request, v1::ListTasksResponse* response);

 private:
  ConnectorStore& connectors_;
  TaskStore& tasks_;
  WorkerStore& workers_;
  Clock& clock_;
  const absl::Duration lease_;
  const ObserveOptions observe_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_FLEET_CALLS_H_

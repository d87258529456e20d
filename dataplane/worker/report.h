#ifndef SLUICE_DATAPLANE_WORKER_REPORT_H_
#define SLUICE_DATAPLANE_WORKER_REPORT_H_

#include <vector>

#include "dataplane/worker/task_fleet.h"

namespace sluice::v1 {
class WorkerReport;
}

namespace sluice::dataplane {

// The tasks as the control plane reads them, at `now` of this worker's clock.
v1::WorkerReport MakeReport(int64_t assignment_revision, const std::vector<TaskView>& tasks,
                            bool draining, absl::Time now);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_REPORT_H_

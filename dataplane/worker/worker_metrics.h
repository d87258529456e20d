#ifndef SLUICE_DATAPLANE_WORKER_WORKER_METRICS_H_
#define SLUICE_DATAPLANE_WORKER_WORKER_METRICS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/metrics/catalogue.h"
#include "base/time/clock.h"
#include "dataplane/task/task_observer.h"
#include "dataplane/worker/task_fleet.h"

namespace sluice::dataplane {

// What a worker looks like at a scrape.
struct WorkerView {
  std::vector<TaskView> tasks;
  int64_t assignment_revision = 0;
  bool connected = false;  // To a control plane.
  int64_t memory_bytes = 0;
  int64_t memory_bytes_max = 0;
};

// Everything that a worker tells Prometheus; docs/metrics.md is printed from it. Thread-safe.
class WorkerMetrics : public TaskObserver {
 public:
  // `look` is called at each scrape.
  WorkerMetrics(std::function<WorkerView()> look, Clock& clock);

  void OnCommitted(int64_t rows, absl::Duration took) override;
  void OnBeginAgain(const absl::Status& why) override;

  std::string Text() const { return catalogue_.Text(); }
  std::string Table() const { return catalogue_.Table(); }

 private:
  void Tell(const WorkerView& view, metrics::Samples& samples) const;

  Clock& clock_;
  metrics::Catalogue catalogue_;
  metrics::Histogram& commit_seconds_;
  metrics::Histogram& commit_rows_;
  const metrics::Family<metrics::Counter> begun_again_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_WORKER_METRICS_H_

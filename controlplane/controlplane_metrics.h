#ifndef SLUICE_CONTROLPLANE_CONTROLPLANE_METRICS_H_
#define SLUICE_CONTROLPLANE_CONTROLPLANE_METRICS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/metrics/catalogue.h"
#include "controlplane/gateway/request_observer.h"
#include "controlplane/rpc/call_observer.h"
#include "controlplane/store/task_store.h"

namespace sluice::controlplane {

// What a replica looks like at a scrape.
struct ControlPlaneView {
  bool database_answers = false;
  size_t workers_connected = 0;
  size_t calls_waiting_quick = 0;
  size_t calls_waiting_slow = 0;
  size_t calls_waiting_patient = 0;
  size_t http_connections = 0;
  size_t http_calls = 0;
  size_t http_streams = 0;
  std::map<std::string, int> connectors;  // By observed state, those of none left out.
};

// Everything that a replica tells Prometheus, and its log of calls; docs/metrics.md is printed from
// it. Thread-safe.
class ControlPlaneMetrics : public CallObserver, public RequestObserver {
 public:
  // `look` is called at each scrape.
  explicit ControlPlaneMetrics(std::function<ControlPlaneView()> look);

  // Writes are logged at INFO, the rest at DEBUG.
  void OnAnswered(const AnsweredCall& call) override;
  void OnAnswered(const AnsweredRequest& request) override;
  void OnEvent(const std::string& route, size_t bytes) override;
  void OnRefused(HttpLimit limit) override;
  void OnReconciled(const absl::Status& status, absl::Duration took);
  void OnPlaced(const PlacementChanges& changes);

  std::string Text() const { return catalogue_.Text(); }
  std::string Table() const { return catalogue_.Table(); }

 private:
  metrics::Catalogue catalogue_;
  const metrics::Family<metrics::Counter> calls_;
  const metrics::Family<metrics::Histogram> call_seconds_;
  const metrics::Family<metrics::Counter> requests_;
  const metrics::Family<metrics::Histogram> request_seconds_;
  const metrics::Family<metrics::Counter> sent_bytes_;
  const metrics::Family<metrics::Counter> refusals_;
  const metrics::Family<metrics::Counter> steps_;
  metrics::Histogram& step_seconds_;
  const metrics::Family<metrics::Counter> placements_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_CONTROLPLANE_METRICS_H_

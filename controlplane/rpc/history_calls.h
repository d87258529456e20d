#ifndef SLUICE_CONTROLPLANE_RPC_HISTORY_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_HISTORY_CALLS_H_

#include "absl/status/status.h"
#include "base/time/clock.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/event_store.h"
#include "controlplane/store/sample_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// ListConnectorEvents and QueryConnectorMetrics: what happened to a connector, and its figures over
// time. Borrows its arguments. Thread-safe; blocks as the store does.
class HistoryCalls {
 public:
  HistoryCalls(ConnectorStore& connectors, EventStore& events, SampleStore& samples, Clock& clock)
      : connectors_(connectors), events_(events), samples_(samples), clock_(clock) {}

  absl::Status ListEvents(const v1::ListConnectorEventsRequest& request,
                          v1::ListConnectorEventsResponse* response);
  absl::Status QueryMetrics(const v1::QueryConnectorMetricsRequest& request,
                            v1::QueryConnectorMetricsResponse* response);

 private:
  ConnectorStore& connectors_;
  EventStore& events_;
  SampleStore& samples_;
  Clock& clock_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_HISTORY_CALLS_H_

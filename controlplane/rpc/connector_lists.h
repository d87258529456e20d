#ifndef SLUICE_CONTROLPLANE_RPC_CONNECTOR_LISTS_H_
#define SLUICE_CONTROLPLANE_RPC_CONNECTOR_LISTS_H_

#include <cstdint>
#include <map>

#include "absl/status/status.h"
#include "base/time/clock.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/lifecycle/observed_state.h"
#include "controlplane/store/connector_index.h"
#include "controlplane/store/task_store.h"
#include "google/protobuf/repeated_field.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// ListConnectors and CountConnectors. Borrows its arguments. Thread-safe; blocks as the store does.
class ConnectorLists {
 public:
  ConnectorLists(ConnectorIndex& index, TaskStore& tasks, Clock& clock,
                 const ObserveOptions& observe)
      : index_(index), tasks_(tasks), clock_(clock), observe_(observe) {}

  absl::Status List(const v1::ListConnectorsRequest& request, v1::ListConnectorsResponse* response);
  absl::Status Count(const v1::CountConnectorsRequest& request,
                     v1::CountConnectorsResponse* response);

 private:
  ConnectorIndex& index_;
  TaskStore& tasks_;
  Clock& clock_;
  const ObserveOptions observe_;
};

// The most severe state first; returns how many there are altogether. Pure.
int64_t FillCounts(const std::map<ObservedState, int64_t>& counts,
                   google::protobuf::RepeatedPtrField<v1::StateCount>& proto);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CONNECTOR_LISTS_H_

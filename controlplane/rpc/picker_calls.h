#ifndef SLUICE_CONTROLPLANE_RPC_PICKER_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_PICKER_CALLS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/preflight/table_connections.h"
#include "controlplane/store/connector_index.h"
#include "controlplane/store/instance_store.h"
#include "sluice/v1/instance_service.pb.h"

namespace sluice::controlplane {

// ListTopics and ListTables: what a person who describes a connector may choose from. Borrows its
// arguments. Thread-safe; blocks as the brokers and MaxCompute do, each within its deadline.
class PickerCalls {
 public:
  PickerCalls(InstanceStore& instances, ConnectorIndex& index, ClusterConnections& clusters,
              TableConnections& tables, absl::Duration kafka_timeout)
      : instances_(instances),
        index_(index),
        clusters_(clusters),
        tables_(tables),
        kafka_timeout_(kafka_timeout) {}

  absl::Status ListTopics(const v1::ListTopicsRequest& request, v1::ListTopicsResponse* response);
  absl::Status ListTables(const v1::ListTablesRequest& request, v1::ListTablesResponse* response);

 private:
  InstanceStore& instances_;
  ConnectorIndex& index_;
  ClusterConnections& clusters_;
  TableConnections& tables_;
  const absl::Duration kafka_timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_PICKER_CALLS_H_

#ifndef SLUICE_CONTROLPLANE_RPC_PREVIEW_CALL_H_
#define SLUICE_CONTROLPLANE_RPC_PREVIEW_CALL_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/preflight/table_connections.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// PreviewRecords: the last records of the source topic as rows (R22, B7). Borrows its arguments.
// Thread-safe; blocks as the store, Kafka and MaxCompute do.
class PreviewCall {
 public:
  PreviewCall(InstanceStore& instances, ConnectorStore& connectors, ClusterConnections& clusters,
              TableConnections& tables, Clock& clock, absl::Duration kafka_timeout)
      : instances_(instances),
        connectors_(connectors),
        clusters_(clusters),
        tables_(tables),
        clock_(clock),
        kafka_timeout_(kafka_timeout) {}

  absl::Status Preview(const v1::PreviewRecordsRequest& request,
                       v1::PreviewRecordsResponse* response);

 private:
  // What is to be previewed: the definition in the request, or the one that is stored.
  absl::StatusOr<Connector> Definition(const v1::PreviewRecordsRequest& request,
                                       const Instance& instance);

  InstanceStore& instances_;
  ConnectorStore& connectors_;
  ClusterConnections& clusters_;
  TableConnections& tables_;
  Clock& clock_;
  const absl::Duration kafka_timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_PREVIEW_CALL_H_

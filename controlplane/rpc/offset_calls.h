#ifndef SLUICE_CONTROLPLANE_RPC_OFFSET_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_OFFSET_CALLS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/offsets/source_positions.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/operation_store.h"
#include "controlplane/store/task_store.h"
#include "google/longrunning/operations.pb.h"
#include "sluice/v1/offset_service.pb.h"

namespace sluice::controlplane {

// Where connectors stand in their source topics, and moving them. Borrows its arguments.
// Thread-safe; blocks as the store and Kafka do.
class OffsetCalls {
 public:
  OffsetCalls(InstanceStore& instances, ConnectorStore& connectors, TaskStore& tasks,
              OperationStore& operations, RequestLog& requests, ClusterConnections& clusters,
              Clock& clock, absl::Duration kafka_timeout)
      : instances_(instances),
        connectors_(connectors),
        tasks_(tasks),
        operations_(operations),
        clusters_(clusters),
        clock_(clock),
        kafka_timeout_(kafka_timeout),
        guard_(requests, clock) {}

  absl::Status Get(const v1::GetOffsetsRequest& request, v1::GetOffsetsResponse* response);
  absl::Status Plan(const v1::PlanOffsetChangeRequest& request, v1::OffsetPlan* response);
  absl::Status Apply(const v1::ApplyOffsetChangeRequest& request,
                     google::longrunning::Operation* response);

 private:
  absl::StatusOr<SourcePositions> Positions(const Connector& connector,
                                            std::optional<absl::Time> at_time);
  absl::Status ApplyOnce(const v1::ApplyOffsetChangeRequest& request, const ConnectorId& id,
                         const OffsetPlan& plan, const Request& stored,
                         google::longrunning::Operation* response);
  // OPERATION_RUNNING while one works on the connector.
  absl::Status CheckFree(const Connector& connector);

  InstanceStore& instances_;
  ConnectorStore& connectors_;
  TaskStore& tasks_;
  OperationStore& operations_;
  ClusterConnections& clusters_;
  Clock& clock_;
  const absl::Duration kafka_timeout_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_OFFSET_CALLS_H_

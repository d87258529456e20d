#ifndef SLUICE_CONTROLPLANE_RPC_TEST_RECORD_CALL_H_
#define SLUICE_CONTROLPLANE_RPC_TEST_RECORD_CALL_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// SendTestRecord (R23). Borrows its arguments. Thread-safe; blocks as the store and Kafka do.
class TestRecordCall {
 public:
  TestRecordCall(InstanceStore& instances, ConnectorStore& connectors, RequestLog& requests,
                 ClusterConnections& clusters, Clock& clock, absl::Duration kafka_timeout)
      : instances_(instances),
        connectors_(connectors),
        clusters_(clusters),
        clock_(clock),
        kafka_timeout_(kafka_timeout),
        guard_(requests, clock) {}

  absl::Status Send(const v1::SendTestRecordRequest& request, v1::SendTestRecordResponse* response);

 private:
  absl::Status Produce(const v1::SendTestRecordRequest& request, const ConnectorId& id,
                       v1::SendTestRecordResponse* response);

  InstanceStore& instances_;
  ConnectorStore& connectors_;
  ClusterConnections& clusters_;
  Clock& clock_;
  const absl::Duration kafka_timeout_;
  RepeatGuard guard_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TEST_RECORD_CALL_H_

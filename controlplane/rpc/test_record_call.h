#ifndef SLUICE_CONTROLPLANE_RPC_TEST_RECORD_CALL_H_
#define SLUICE_CONTROLPLANE_RPC_TEST_RECORD_CALL_H_

#include <atomic>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/preflight/table_connections.h"
#include "controlplane/rpc/repeat_guard.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// SendTestRecord (R23). Borrows its arguments. Thread-safe; blocks as the store, Kafka and
// MaxCompute do, and as long as the caller wants to wait.
class TestRecordCall {
 public:
  TestRecordCall(InstanceStore& instances, ConnectorStore& connectors, RequestLog& requests,
                 ClusterConnections& clusters, TableConnections& tables, Clock& clock,
                 absl::Duration kafka_timeout)
      : instances_(instances),
        connectors_(connectors),
        clusters_(clusters),
        tables_(tables),
        clock_(clock),
        kafka_timeout_(kafka_timeout),
        guard_(requests, clock) {}

  absl::Status Send(const v1::SendTestRecordRequest& request, v1::SendTestRecordResponse* response);

  // Those who wait for a row are told that it is not there yet, within a second.
  void StopWaiting() { stopping_.store(true); }

 private:
  // Where the connector reads, and the topic's number of partitions.
  struct Source {
    Connector connector;
    Instance instance;
    int partitions = 0;
  };

  absl::StatusOr<Source> FindSource(const v1::SendTestRecordRequest& request,
                                    const ConnectorId& id);
  absl::Status Produce(const v1::SendTestRecordRequest& request, const ConnectorId& id,
                       v1::SendTestRecordResponse* response);
  // Where its row goes; empty when it is no row, or nobody could be asked about the table.
  std::string TablePartitionOf(const v1::SendTestRecordRequest& request, const Connector& connector,
                               const v1::SendTestRecordResponse& sent);
  // Until the committed offset of the task group has passed the record, or `end` by
  // Clock::Monotonic.
  absl::StatusOr<bool> WaitUntilCommitted(const ConnectorId& id,
                                          const v1::SendTestRecordResponse& sent,
                                          absl::Duration end);

  InstanceStore& instances_;
  ConnectorStore& connectors_;
  ClusterConnections& clusters_;
  TableConnections& tables_;
  Clock& clock_;
  const absl::Duration kafka_timeout_;
  RepeatGuard guard_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TEST_RECORD_CALL_H_

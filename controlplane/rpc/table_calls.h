#ifndef SLUICE_CONTROLPLANE_RPC_TABLE_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_TABLE_CALLS_H_

#include <vector>

#include "absl/status/status.h"
#include "controlplane/preflight/table_connections.h"
#include "controlplane/store/completeness_store.h"
#include "controlplane/store/connector_store.h"
#include "maxcompute/record/partition_spec.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// ListTablePartitions and PreviewTableRows: what is in a connector's table, as its role sees it
// (R24). Borrows its arguments. Thread-safe; blocks as the store and MaxCompute do.
class TableCalls {
 public:
  TableCalls(ConnectorStore& connectors, CompletenessStore& completeness, TableConnections& tables)
      : connectors_(connectors), completeness_(completeness), tables_(tables) {}

  absl::Status ListPartitions(const v1::ListTablePartitionsRequest& request,
                              v1::ListTablePartitionsResponse* response);
  absl::Status PreviewRows(const v1::PreviewTableRowsRequest& request,
                           v1::PreviewTableRowsResponse* response);

 private:
  // What is known of how complete the partitions in `response` are.
  absl::Status TellCompleteness(const Connector& connector,
                                const std::vector<maxcompute::PartitionSpec>& partitions,
                                v1::ListTablePartitionsResponse* response);

  ConnectorStore& connectors_;
  CompletenessStore& completeness_;
  TableConnections& tables_;
};

// What MaxCompute answered about the table of `sink`, as the API's caller should take it: a missing
// table or an untrusted role is a precondition of the connector, keys that are refused are ours and
// not the caller's, an answer that makes no sense is none, and a missing permission comes with its
// `grant` statement. Pure.
absl::Status AsApiAnswer(const absl::Status& maxcompute, const MaxComputeSink& sink);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TABLE_CALLS_H_

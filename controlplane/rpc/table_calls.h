#ifndef SLUICE_CONTROLPLANE_RPC_TABLE_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_TABLE_CALLS_H_

#include "absl/status/status.h"
#include "controlplane/preflight/table_connections.h"
#include "controlplane/store/connector_store.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {

// ListTablePartitions and PreviewTableRows: what is in a connector's table, as its role sees it
// (R24). Borrows its arguments. Thread-safe; blocks as the store and MaxCompute do.
class TableCalls {
 public:
  TableCalls(ConnectorStore& connectors, TableConnections& tables)
      : connectors_(connectors), tables_(tables) {}

  absl::Status ListPartitions(const v1::ListTablePartitionsRequest& request,
                              v1::ListTablePartitionsResponse* response);
  absl::Status PreviewRows(const v1::PreviewTableRowsRequest& request,
                           v1::PreviewTableRowsResponse* response);

 private:
  ConnectorStore& connectors_;
  TableConnections& tables_;
};

// What MaxCompute answered about the table of `sink`, as the API's caller should take it: a missing
// table or an untrusted role is a precondition of the connector, keys that are refused are ours and
// not the caller's, and a missing permission comes with its `grant` statement. Pure.
absl::Status AsApiAnswer(const absl::Status& maxcompute, const MaxComputeSink& sink);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TABLE_CALLS_H_

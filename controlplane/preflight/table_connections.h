#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CONNECTIONS_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CONNECTIONS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "controlplane/model/connector_spec.h"
#include "maxcompute/rest/table_catalog.h"
#include "maxcompute/sql/sql.h"
#include "maxcompute/tunnel/stream_tunnel.h"
#include "maxcompute/tunnel/tunnel.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::controlplane {

// MaxCompute as one role sees it.
class TableConnection {
 public:
  virtual ~TableConnection() = default;

  virtual maxcompute::TableCatalog& catalog() = 0;
  virtual maxcompute::Sql& sql() = 0;
  virtual maxcompute::Tunnel& tunnel() = 0;
  virtual maxcompute::StreamTunnel& streams() = 0;
  virtual maxcompute::UpsertTunnel& upserts() = 0;
};

// The control plane's connections to MaxCompute. Thread-safe, and quick: nothing here waits for
// anybody. What is returned is shared because it may be dropped here while a call on it is still
// under way; let go of it after the call.
class TableConnections {
 public:
  virtual ~TableConnections() = default;

  // As the role of `sink`, or with its access key, at its endpoints. INVALID_ARGUMENT: an endpoint
  // that is no URL. SECRET_UNREADABLE.
  virtual absl::StatusOr<std::shared_ptr<TableConnection>> Of(const MaxComputeSink& sink) = 0;
};

// The table of `sink` as MaxCompute names it.
maxcompute::TableName TableNameOf(const MaxComputeSink& sink);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_TABLE_CONNECTIONS_H_

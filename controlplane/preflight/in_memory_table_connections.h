#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_IN_MEMORY_TABLE_CONNECTIONS_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_IN_MEMORY_TABLE_CONNECTIONS_H_

#include <memory>

#include "base/sync/mutex.h"
#include "controlplane/preflight/table_connections.h"
#include "maxcompute/in_memory/in_memory_sql.h"
#include "maxcompute/in_memory/in_memory_table_catalog.h"
#include "maxcompute/tunnel/in_memory_tunnel.h"

namespace sluice::controlplane {

// TableConnections for tests: every role sees the same tables, which are in memory.
class InMemoryTableConnections : public TableConnections {
 public:
  absl::StatusOr<std::shared_ptr<TableConnection>> Of(const MaxComputeSink&) override {
    return std::shared_ptr<TableConnection>(std::make_shared<Connection>(*this));
  }

  maxcompute::InMemoryTunnel& tunnel() { return tunnel_; }
  maxcompute::InMemoryTableCatalog& catalog() { return catalog_; }
  maxcompute::InMemorySql& sql() { return sql_; }

 private:
  class Connection : public TableConnection {
   public:
    explicit Connection(InMemoryTableConnections& world) : world_(world) {}
    maxcompute::TableCatalog& catalog() override { return world_.catalog_; }
    maxcompute::Sql& sql() override { return world_.sql_; }
    maxcompute::Tunnel& tunnel() override { return world_.tunnel_; }
    maxcompute::StreamTunnel& streams() override { return world_.tunnel_; }
    maxcompute::UpsertTunnel& upserts() override { return world_.tunnel_; }

   private:
    InMemoryTableConnections& world_;
  };

  maxcompute::InMemoryTunnel tunnel_;
  maxcompute::InMemoryTableCatalog catalog_{tunnel_};
  maxcompute::InMemorySql sql_{tunnel_};
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_IN_MEMORY_TABLE_CONNECTIONS_H_

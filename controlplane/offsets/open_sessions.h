#ifndef SLUICE_CONTROLPLANE_OFFSETS_OPEN_SESSIONS_H_
#define SLUICE_CONTROLPLANE_OFFSETS_OPEN_SESSIONS_H_

#include "absl/status/statusor.h"
#include "controlplane/model/connector.h"
#include "controlplane/preflight/table_connections.h"
#include "controlplane/store/connector_store.h"
#include "formats/intent.h"

namespace sluice::controlplane {

// Asks the tunnel about the upload sessions that entries of the ledger name.
//
// Borrows its arguments. Thread-safe. Blocks as store and tunnel do.
class OpenSessions {
 public:
  OpenSessions(ConnectorStore& connectors, TableConnections& tables)
      : connectors_(connectors), tables_(tables) {}

  // Whether nobody can commit any session of `entry` any more: each is closed, expired, cancelled
  // or forgotten. Only then may the entry be overwritten (rule S8). False when it cannot be told.
  // UNAVAILABLE: ask again.
  absl::StatusOr<bool> AreOver(const Connector& connector, const formats::Intent& entry);

 private:
  // The sink of the revision that the entry names; NOT_FOUND when that is gone.
  absl::StatusOr<MaxComputeSink> SinkOf(const Connector& connector, int64_t revision);

  ConnectorStore& connectors_;
  TableConnections& tables_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OFFSETS_OPEN_SESSIONS_H_

#ifndef SLUICE_MAXCOMPUTE_TUNNEL_STREAM_TUNNEL_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_STREAM_TUNNEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/record/compression.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::maxcompute {

// Who takes the packs of a session: one of the machines behind the tunnel.
struct TunnelSlot {
  int64_t id = 0;
  std::string server;  // host:port, which the tunnel wants to be told with every pack.

  friend bool operator==(const TunnelSlot&, const TunnelSlot&) = default;
};

// An open way into one partition of a table, for any number of packs. It belongs to who opened it,
// one thread at a time; writing keeps its slots up to date.
struct StreamSession {
  TableName table;
  PartitionSpec partition;
  std::string id;
  TableSchema schema;          // What the records of packs must look like.
  int64_t schema_version = 0;  // Of these columns.
  std::vector<TunnelSlot> slots = {};
  size_t next_slot = 0;
};

// Rows into ordinary tables, visible at once. The seam to it: `stream_client.h` speaks the
// protocol, `in_memory_tunnel.h` keeps the rows in memory.
//
// Any thread may call, one at a time for the same session. Every call ends by a deadline. Errors
// carry a reason (../request/service_error.h); IsClearRefusal tells whether the service certainly
// did not do what was asked.
class StreamTunnel {
 public:
  virtual ~StreamTunnel() = default;

  // The partition must exist (PARTITION_NOT_FOUND) and is empty exactly for a table without
  // partitions. Not asked for again by itself when there was no clear answer: a session that is
  // lost so does no harm. A Delta table is refused, REQUEST_REFUSED.
  virtual absl::StatusOr<StreamSession> OpenStream(const TableName& table,
                                                   const PartitionSpec& partition) = 0;

  // Stores a whole record stream of `rows` rows; `bytes` are packed as `encoding` says. OK: all of
  // them are in the table, and visible. Packs have no name: sent again after an error that is no
  // clear refusal, the rows may be there twice, so that is left to the caller. A slot that has
  // moved is followed.
  //
  // SESSION_NOT_FOUND, SCHEMA_MODIFIED: nothing was stored; open another session and look at its
  // columns. QUOTA_EXCEEDED: nothing was stored; come again later.
  virtual absl::Status WritePack(StreamSession& session, absl::string_view bytes,
                                 ContentEncoding encoding, int64_t rows) = 0;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_STREAM_TUNNEL_H_

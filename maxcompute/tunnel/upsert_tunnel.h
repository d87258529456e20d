#ifndef SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_TUNNEL_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_TUNNEL_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/record/compression.h"
#include "maxcompute/record/key_hash.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/record/table_schema.h"
#include "maxcompute/tunnel/session_status.h"
#include "maxcompute/tunnel/stream_tunnel.h"

namespace sluice::maxcompute {

// Names an upsert session.
struct UpsertSession {
  TableName table;
  PartitionSpec partition;
  std::string id;

  friend bool operator==(const UpsertSession&, const UpsertSession&) = default;
};

// A new upsert session, and how rows are shared among its buckets. It belongs to who opened it, one
// thread at a time; writing keeps its slots up to date.
struct OpenedUpsert {
  UpsertSession session;
  TableSchema schema;  // With the primary key. Records are of ChangeTypes (../record/row_change.h).
  std::vector<std::string> hash_key;
  HashRule hash_rule = HashRule::kDefault;
  std::vector<TunnelSlot> buckets;  // By bucket, its slot. Never empty.
};

// Changes of the rows of Delta tables. The seam to it: `upsert_client.h` speaks the protocol,
// `in_memory_tunnel.h` keeps the rows in memory.
//
// Nothing of a session is visible before its commit and everything after it, at once. Let a session
// hold at most one change of each key: then packs may be repeated and may arrive in any order.
//
// Any thread may call, one at a time for the same OpenedUpsert. Every call ends by a deadline.
// Errors carry a reason (../request/service_error.h). The fate of a session is a value and not an
// error, in the words of upload sessions: kNormal, kCommitting, kClosed (committed), kCanceled
// (aborted), kExpired, kCritical, and kNotFound for one that the tunnel does not know, as some
// services soon say of a session that was committed.
class UpsertTunnel {
 public:
  virtual ~UpsertTunnel() = default;

  // The table must have a primary key (REQUEST_REFUSED), the partition must exist
  // (PARTITION_NOT_FOUND) and is empty exactly for a table without partitions. Not asked for again
  // by itself; a session that is lost so holds nothing and expires.
  virtual absl::StatusOr<OpenedUpsert> OpenUpsert(const TableName& table,
                                                  const PartitionSpec& partition) = 0;

  // Adds a whole record stream of `rows` changes, all of them of keys that belong to `bucket`,
  // packed as `encoding` says. Sent again until acknowledged or until the options' end, so it may
  // be there twice. SESSION_NOT_FOUND, SESSION_CONFLICT, SCHEMA_MODIFIED: the session is over.
  virtual absl::Status WriteChanges(OpenedUpsert& upsert, int bucket, absl::string_view bytes,
                                    ContentEncoding encoding, int64_t rows) = 0;

  virtual absl::StatusOr<SessionStatus> GetUpsert(const UpsertSession& session) = 0;

  // Looks at the session and, if it is open, asks once for its commit. After an error that is no
  // clear refusal GetUpsert tells what became of it. kCommitting means that it goes on.
  virtual absl::StatusOr<SessionStatus> CommitUpsert(const UpsertSession& session) = 0;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_TUNNEL_H_

#ifndef SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/record/compression.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/record/table_schema.h"
#include "maxcompute/record/value.h"
#include "maxcompute/tunnel/session_status.h"

namespace sluice::maxcompute {

// Names an upload session. The tunnel wants table and partition with every request beside the id.
struct UploadSession {
  TableName table;
  PartitionSpec partition;
  std::string id;

  friend bool operator==(const UploadSession&, const UploadSession&) = default;
};

struct UploadedBlock {
  int64_t block_id = 0;
  // Not every service tells.
  std::optional<int64_t> rows;

  friend bool operator==(const UploadedBlock&, const UploadedBlock&) = default;
};

// What the tunnel knows of an upload session.
struct UploadState {
  SessionStatus status = SessionStatus::kUnknown;
  std::vector<UploadedBlock>
      blocks;  // Finished ones, by ascending id. Empty when status is kNotFound.

  // Rows of all blocks; nothing when a block's number is not told.
  std::optional<int64_t> rows() const;
};

// A new upload session and what its records must look like.
struct CreatedUpload {
  UploadSession session;
  TableSchema schema;
  int64_t field_bytes_max = 8 << 20;  // Longer fields are refused.
};

// A session to read rows; it sees the data as of its creation.
struct DownloadSession {
  TableName table;
  PartitionSpec partition;
  std::string id;
  TableSchema schema;
  int64_t rows = 0;
};

struct RowRange {
  int64_t first = 0;
  int64_t count = 0;
};

// MaxCompute's bulk interface to the rows of tables. The seam to it: `tunnel_client.h` speaks the
// protocol, `in_memory_tunnel.h` keeps the rows in memory.
//
// Any thread may call. Every call ends by a deadline. Errors carry a reason
// (../request/service_error.h lists them); IsClearRefusal(status) in ../request/answer.h tells
// whether the service certainly did not do what was asked, or whether nobody knows. What concerns
// the fate of a session is a value and not an error.
class Tunnel {
 public:
  virtual ~Tunnel() = default;

  // Opens a batch session that appends. The partition must exist (PARTITION_NOT_FOUND) and is empty
  // exactly for a table without partitions. Not sent again by itself when there was no clear
  // answer; a session so lost holds nothing and expires.
  virtual absl::StatusOr<CreatedUpload> CreateUpload(const TableName& table,
                                                     const PartitionSpec& partition) = 0;

  // Stores a whole record stream as the block of this id, 0 to 19999, in place of an earlier one.
  // `bytes` are already packed as `encoding` says. Sent again, the same bytes, until acknowledged
  // or until the options' end. UNIMPLEMENTED, ENCODING_REFUSED: the service takes no such encoding.
  virtual absl::Status PutBlock(const UploadSession& session, int64_t block_id,
                                absl::string_view bytes, ContentEncoding encoding) = 0;

  // A session that the tunnel does not know is the status kNotFound.
  virtual absl::StatusOr<UploadState> GetUpload(const UploadSession& session) = 0;

  // Publishes every block at once. Asked once and never again by itself: after an error that is no
  // clear refusal, GetUpload tells what became of it. kClosed is success, also when the session had
  // been committed before; kClosing means that it goes on.
  virtual absl::StatusOr<UploadState> CommitUpload(const UploadSession& session) = 0;

  virtual absl::StatusOr<DownloadSession> CreateDownload(const TableName& table,
                                                         const PartitionSpec& partition) = 0;

  // Rows by their number in the session, from 0; fewer where they end. `columns` by name; empty:
  // all data columns in the order of the table.
  virtual absl::StatusOr<std::vector<Row>> ReadRows(const DownloadSession& session, RowRange range,
                                                    const std::vector<std::string>& columns) = 0;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_H_

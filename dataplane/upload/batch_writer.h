#ifndef SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_
#define SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_

#include <string>

#include "absl/status/status.h"
#include "dataplane/upload/share_upload.h"
#include "formats/intent.h"
#include "maxcompute/record/table_schema.h"
#include "maxcompute/sql/sql.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::dataplane {

// A session shows other columns than those that rows were planned for.
inline constexpr char kTableChanged[] = "TABLE_CHANGED";
// A session has ended before it was named in the ledger, and blocks that it had acknowledged are no
// longer in memory: the batch must be read again.
inline constexpr char kSessionLost[] = "SESSION_LOST";

// Puts the blocks of batches into upload sessions. Nobody sees their rows yet.
//
// Borrows tunnel and sql. Any thread may call; for the same share, one waits for the other.
class BatchWriter {
 public:
  // `planned`: the columns for which the rows are encoded; fields are told apart by their number.
  BatchWriter(maxcompute::Tunnel& tunnel, maxcompute::Sql& sql, maxcompute::TableName table,
              maxcompute::TableSchema planned)
      : tunnel_(tunnel), sql_(sql), table_(std::move(table)), planned_(std::move(planned)) {}

  // Opens the session, making the table partition when it is missing, and puts every block that
  // waits, until none does or the share is given up. After an error it may be called again and goes
  // on where it stopped; a session that has ended meanwhile is replaced by a new one while all its
  // blocks are here. UNAVAILABLE, TABLE_CHANGED: the table has other columns now, and the rows must
  // be planned and encoded anew. ABORTED, SESSION_LOST.
  absl::Status Upload(ShareUpload& upload);

  // What the ledger says of a share whose upload is complete.
  formats::IntentSession Named(ShareUpload& upload) const;

  // The table partition of this value.
  maxcompute::PartitionSpec Spec(const std::string& partition_value) const;

 private:
  absl::Status Open(ShareUpload& upload) SLUICE_REQUIRES(upload.sending_mu_);

  maxcompute::Tunnel& tunnel_;
  maxcompute::Sql& sql_;
  const maxcompute::TableName table_;
  const maxcompute::TableSchema planned_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_

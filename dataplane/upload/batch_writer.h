#ifndef SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_
#define SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "dataplane/upload/batch.h"
#include "formats/intent.h"
#include "maxcompute/record/table_schema.h"
#include "maxcompute/sql/sql.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::dataplane {

// One share on its way into an upload session, and how far it has come. Its blocks are kept until
// the session is named in the ledger: a block without a clear answer is sent again, the same bytes
// under the same id (rule S7).
struct ShareUpload {
  BatchShare share;
  maxcompute::UploadSession session = {};  // No id: not opened yet.
  size_t blocks_acknowledged = 0;
};

// A session shows other columns than those that rows were planned for.
inline constexpr char kTableChanged[] = "TABLE_CHANGED";

// Puts the blocks of sealed batches into upload sessions. Nobody sees their rows yet.
//
// Borrows tunnel and sql. Any thread may call, one at a time for the same share.
class BatchWriter {
 public:
  // `planned`: the columns for which the rows are encoded; fields are told apart by their number.
  BatchWriter(maxcompute::Tunnel& tunnel, maxcompute::Sql& sql, maxcompute::TableName table,
              maxcompute::TableSchema planned)
      : tunnel_(tunnel), sql_(sql), table_(std::move(table)), planned_(std::move(planned)) {}

  // Opens the session, making the table partition when it is missing, and puts every block. After
  // an error it may be called again and goes on where it stopped; a session that has ended
  // meanwhile is replaced by a new one. UNAVAILABLE, TABLE_CHANGED: the table has other columns
  // now, and the rows must be planned and encoded anew.
  absl::Status Upload(ShareUpload& upload);

  // What the ledger says of a share whose upload is complete.
  formats::IntentSession Named(const ShareUpload& upload) const;

  // The table partition of this value.
  maxcompute::PartitionSpec Spec(const std::string& partition_value) const;

 private:
  absl::Status Open(ShareUpload& upload);

  maxcompute::Tunnel& tunnel_;
  maxcompute::Sql& sql_;
  const maxcompute::TableName table_;
  const maxcompute::TableSchema planned_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_

#ifndef SLUICE_DATAPLANE_UPLOAD_SHARE_WRITER_H_
#define SLUICE_DATAPLANE_UPLOAD_SHARE_WRITER_H_

#include <optional>

#include "absl/status/status.h"
#include "dataplane/upload/share_upload.h"
#include "formats/intent.h"

namespace sluice::dataplane {

// A session shows other columns than those that rows were planned for.
inline constexpr char kTableChanged[] = "TABLE_CHANGED";
// A session has ended before it was named in the ledger, and blocks that it had acknowledged are no
// longer in memory: the batch must be read again.
inline constexpr char kSessionLost[] = "SESSION_LOST";

// Brings the blocks of batches to the service: one implementation for each promise that a connector
// may keep.
//
// Any thread may call; for the same share, one waits for the other.
class ShareWriter {
 public:
  virtual ~ShareWriter() = default;

  // Sends every block that waits, until none does or the share is given up, making the table
  // partition when it is missing. After an error it may be called again and goes on where it
  // stopped; a session that has ended meanwhile is replaced by a new one while all its blocks are
  // here. UNAVAILABLE, TABLE_CHANGED: the table has other columns now, and the rows must be planned
  // and encoded anew. ABORTED, SESSION_LOST.
  virtual absl::Status Upload(ShareUpload& upload) = 0;

  // What the ledger says of a share whose upload is complete. Nothing: its rows are in the table,
  // and there is no session to commit.
  virtual std::optional<formats::IntentSession> Named(ShareUpload& upload) const = 0;

  // Whether blocks may be sent while the batch still takes rows.
  virtual bool takes_open_shares() const = 0;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_SHARE_WRITER_H_

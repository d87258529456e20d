#ifndef SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_
#define SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_

#include <optional>

#include "absl/status/status.h"
#include "dataplane/upload/planned_table.h"
#include "dataplane/upload/share_writer.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::dataplane {

// Puts the blocks of batches into upload sessions, one for each share. Nobody sees their rows yet.
//
// Borrows `tunnel` and `table`.
class BatchWriter : public ShareWriter {
 public:
  BatchWriter(maxcompute::Tunnel& tunnel, const PlannedTable& table)
      : tunnel_(tunnel), table_(table) {}

  absl::Status Upload(ShareUpload& upload) override;
  std::optional<formats::IntentSession> Named(ShareUpload& upload) const override;
  bool takes_open_shares() const override { return true; }

 private:
  struct Progress;

  maxcompute::Tunnel& tunnel_;
  const PlannedTable& table_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_BATCH_WRITER_H_

#ifndef SLUICE_DATAPLANE_UPLOAD_UPSERT_WRITER_H_
#define SLUICE_DATAPLANE_UPLOAD_UPSERT_WRITER_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "dataplane/upload/planned_table.h"
#include "dataplane/upload/share_writer.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::dataplane {

// Puts the changes of sealed shares into upsert sessions, one for each share. Nobody sees them yet.
//
// The blocks of a share must be there together, unpacked (ContentEncoding::kRaw): only then is it
// known which change of a key is its last. They are kept until all of them are in the session.
// Borrows `upserts` and `table`.
class UpsertWriter : public ShareWriter {
 public:
  UpsertWriter(maxcompute::UpsertTunnel& upserts, const PlannedTable& table)
      : upserts_(upserts), table_(table) {}

  absl::Status Upload(ShareUpload& upload) override;
  std::optional<formats::IntentSession> Named(ShareUpload& upload) const override;
  bool takes_open_shares() const override { return false; }

 private:
  struct Progress;

  absl::Status Begin(const ShareUpload::Sending& sending, const std::string& partition_value,
                     Progress& progress) const;

  maxcompute::UpsertTunnel& upserts_;
  const PlannedTable& table_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_UPSERT_WRITER_H_

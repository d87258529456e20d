#include "dataplane/upload/batch_writer.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::dataplane {

// How far a share has come.
struct BatchWriter::Progress : ShareProgress {
  maxcompute::UploadSession session;  // No id: not opened yet.
  int64_t acknowledged = 0;           // Blocks; the next one's id.
};

absl::Status BatchWriter::Upload(ShareUpload& upload) {
  ShareUpload::Sending sending(upload);
  Progress& progress = sending.progress<Progress>();
  while (const PackedBlock* block = sending.Next()) {
    if (progress.session.id.empty()) {
      const maxcompute::PartitionSpec partition = table_.Spec(upload.partition_value());
      SLUICE_ASSIGN_OR_RETURN(const maxcompute::CreatedUpload created,
                              table_.OpenSession(partition, [&] {
                                return tunnel_.CreateUpload(table_.name(), partition);
                              }));
      progress.session = created.session;
    }
    const absl::Status put = tunnel_.PutBlock(progress.session, progress.acknowledged,
                                              block->bytes.view(), block->encoding);
    if (IsSessionGone(put)) {
      if (progress.acknowledged > 0) {
        return WithReason(absl::AbortedError(absl::StrCat("upload session ", progress.session.id,
                                                          " has ended with ", progress.acknowledged,
                                                          " blocks in it: ", put.message())),
                          kSessionLost);
      }
      // No entry names this session yet, so nobody will miss it.
      progress.session = {};
    }
    SLUICE_RETURN_IF_ERROR(put);
    sending.Acknowledged();
    ++progress.acknowledged;
  }
  return absl::OkStatus();
}

std::optional<formats::IntentSession> BatchWriter::Named(ShareUpload& upload) const {
  ShareUpload::Sending sending(upload);
  const maxcompute::UploadSession& session = sending.progress<Progress>().session;
  return formats::IntentSession{.session_id = session.id,
                                .table_partition = session.partition.ForTunnel(),
                                .blocks = upload.blocks(),
                                .rows = upload.rows(),
                                .first_row_offset = upload.first_row_offset()};
}

}  // namespace sluice::dataplane

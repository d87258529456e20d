#include "dataplane/upload/batch_writer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/compression.h"
#include "maxcompute/request/service_error.h"

namespace sluice::dataplane {
namespace {

// The session has ended or was forgotten: nothing of it can be published any more, or will be.
bool IsGone(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  return reason == maxcompute::kReasonSessionNotFound ||
         reason == maxcompute::kReasonSessionConflict;
}

// Services need not tell that a column is NOT NULL, nor repeat comments.
bool IsAsPlanned(const maxcompute::TableSchema& planned, const maxcompute::TableSchema& found) {
  return std::equal(planned.columns.begin(), planned.columns.end(), found.columns.begin(),
                    found.columns.end(),
                    [](const maxcompute::Column& plan, const maxcompute::Column& column) {
                      return plan.name == column.name && plan.type == column.type &&
                             (column.nullable || !plan.nullable);
                    });
}

}  // namespace

maxcompute::PartitionSpec BatchWriter::Spec(const std::string& partition_value) const {
  return maxcompute::PartitionSpec({{planned_.partition_keys.front().name, partition_value}});
}

absl::Status BatchWriter::Open(ShareUpload& upload) {
  const maxcompute::PartitionSpec spec = Spec(upload.share.partition_value);
  absl::StatusOr<maxcompute::CreatedUpload> created = tunnel_.CreateUpload(table_, spec);
  if (ReasonOf(created.status()) == maxcompute::kReasonPartitionNotFound) {
    SLUICE_RETURN_IF_ERROR(sql_.AddPartition(table_, spec));
    created = tunnel_.CreateUpload(table_, spec);
  }
  SLUICE_RETURN_IF_ERROR(created.status());
  if (!IsAsPlanned(planned_, created->schema)) {
    return WithReason(
        absl::UnavailableError(absl::StrCat("the columns of table ", table_.ToString(),
                                            " have changed; its rows are planned anew")),
        kTableChanged);
  }
  upload.session = created->session;
  upload.blocks_acknowledged = 0;
  return absl::OkStatus();
}

absl::Status BatchWriter::Upload(ShareUpload& upload) {
  if (upload.session.id.empty()) SLUICE_RETURN_IF_ERROR(Open(upload));
  const std::vector<maxcompute::EncodedBlock>& blocks = upload.share.blocks;
  while (upload.blocks_acknowledged < blocks.size()) {
    maxcompute::BlockBuffer packed;
    maxcompute::Deflate(blocks[upload.blocks_acknowledged].bytes.view(), packed);
    const absl::Status put =
        tunnel_.PutBlock(upload.session, static_cast<int64_t>(upload.blocks_acknowledged),
                         packed.view(), maxcompute::ContentEncoding::kDeflate);
    // No entry names this session yet, so nobody will miss it.
    if (IsGone(put)) upload.session = {};
    SLUICE_RETURN_IF_ERROR(put);
    ++upload.blocks_acknowledged;
  }
  return absl::OkStatus();
}

formats::IntentSession BatchWriter::Named(const ShareUpload& upload) const {
  return {.session_id = upload.session.id,
          .table_partition = upload.session.partition.ForTunnel(),
          .blocks = static_cast<int64_t>(upload.share.blocks.size()),
          .rows = upload.share.rows,
          .first_row_offset = upload.share.first_row_offset};
}

}  // namespace sluice::dataplane

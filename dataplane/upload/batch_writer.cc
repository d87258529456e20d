#include "dataplane/upload/batch_writer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
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
  const maxcompute::PartitionSpec spec = Spec(upload.partition_value());
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
  upload.session_ = created->session;
  return absl::OkStatus();
}

absl::Status BatchWriter::Upload(ShareUpload& upload) {
  MutexLock sending(upload.sending_mu_);
  while (const PackedBlock* block = upload.given_up() ? nullptr : upload.Next()) {
    if (upload.session_.id.empty()) SLUICE_RETURN_IF_ERROR(Open(upload));
    const absl::Status put = tunnel_.PutBlock(upload.session_, upload.acknowledged_,
                                              block->bytes.view(), block->encoding);
    if (IsGone(put)) {
      if (upload.acknowledged_ > 0) {
        return WithReason(absl::AbortedError(absl::StrCat("upload session ", upload.session_.id,
                                                          " has ended with ", upload.acknowledged_,
                                                          " blocks in it: ", put.message())),
                          kSessionLost);
      }
      // No entry names this session yet, so nobody will miss it.
      upload.session_ = {};
    }
    SLUICE_RETURN_IF_ERROR(put);
    upload.Acknowledged();
    ++upload.acknowledged_;
  }
  return absl::OkStatus();
}

formats::IntentSession BatchWriter::Named(ShareUpload& upload) const {
  MutexLock sending(upload.sending_mu_);
  return {.session_id = upload.session_.id,
          .table_partition = upload.session_.partition.ForTunnel(),
          .blocks = upload.blocks(),
          .rows = upload.rows(),
          .first_row_offset = upload.first_row_offset()};
}

}  // namespace sluice::dataplane

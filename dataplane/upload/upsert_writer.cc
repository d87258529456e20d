#include "dataplane/upload/upsert_writer.h"

#include <utility>
#include <vector>

#include "base/status/status_macros.h"
#include "dataplane/upload/upsert_packs.h"
#include "maxcompute/record/compression.h"

namespace sluice::dataplane {

// How far a share has come.
struct UpsertWriter::Progress : ShareProgress {
  maxcompute::OpenedUpsert upsert;  // No id: not opened yet.
  std::vector<BucketPack> packs;    // That are still to be sent, the next one last.
};

absl::Status UpsertWriter::Begin(const ShareUpload::Sending& sending,
                                 const std::string& partition_value, Progress& progress) const {
  const maxcompute::PartitionSpec partition = table_.Spec(partition_value);
  SLUICE_ASSIGN_OR_RETURN(maxcompute::OpenedUpsert upsert, table_.OpenSession(partition, [&] {
    return upserts_.OpenUpsert(table_.name(), partition);
  }));
  SLUICE_ASSIGN_OR_RETURN(
      const maxcompute::KeyHash hash,
      maxcompute::KeyHash::Of(upsert.schema, upsert.hash_key, upsert.hash_rule));
  std::vector<absl::string_view> streams;
  for (const PackedBlock* block : sending.Waiting()) streams.push_back(block->bytes.view());
  SLUICE_ASSIGN_OR_RETURN(progress.packs, PackByBucket(streams, table_.schema(), hash,
                                                       static_cast<int>(upsert.buckets.size())));
  progress.upsert = std::move(upsert);
  return absl::OkStatus();
}

absl::Status UpsertWriter::Upload(ShareUpload& upload) {
  ShareUpload::Sending sending(upload);
  if (sending.Next() == nullptr) return absl::OkStatus();
  Progress& progress = sending.progress<Progress>();
  if (progress.upsert.session.id.empty())
    SLUICE_RETURN_IF_ERROR(Begin(sending, upload.partition_value(), progress));
  while (!progress.packs.empty()) {
    if (upload.given_up()) return absl::OkStatus();
    const BucketPack& pack = progress.packs.back();
    maxcompute::BlockBuffer packed;
    maxcompute::Deflate(pack.block.bytes.view(), packed);
    const absl::Status written =
        upserts_.WriteChanges(progress.upsert, pack.bucket, packed.view(),
                              maxcompute::ContentEncoding::kDeflate, pack.block.rows);
    // No entry names this session yet, so nobody will miss it.
    if (MustOpenAnother(written)) progress = {};
    SLUICE_RETURN_IF_ERROR(written);
    progress.packs.pop_back();
  }
  while (sending.Next() != nullptr) sending.Acknowledged();
  return absl::OkStatus();
}

std::optional<formats::IntentSession> UpsertWriter::Named(ShareUpload& upload) const {
  ShareUpload::Sending sending(upload);
  const maxcompute::UpsertSession& session = sending.progress<Progress>().upsert.session;
  return formats::IntentSession{.session_id = session.id,
                                .table_partition = session.partition.ForTunnel(),
                                .blocks = upload.blocks(),
                                .rows = upload.rows(),
                                .first_row_offset = upload.first_row_offset()};
}

}  // namespace sluice::dataplane

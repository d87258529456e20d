#include "dataplane/upload/stream_writer.h"

#include <algorithm>
#include <utility>

#include "base/status/status_macros.h"

namespace sluice::dataplane {

absl::Status StreamWriter::Upload(ShareUpload& upload) {
  ShareUpload::Sending sending(upload);
  while (const PackedBlock* block = sending.Next()) {
    SLUICE_ASSIGN_OR_RETURN(maxcompute::StreamSession session, Take(upload.partition_value()));
    const absl::Status written =
        streams_.WritePack(session, block->bytes.view(), block->encoding, block->rows);
    if (!MustOpenAnother(written)) GiveBack(std::move(session));
    SLUICE_RETURN_IF_ERROR(written);
    sending.Acknowledged();
  }
  return absl::OkStatus();
}

absl::StatusOr<maxcompute::StreamSession> StreamWriter::Take(const std::string& partition_value) {
  const maxcompute::PartitionSpec partition = table_.Spec(partition_value);
  {
    MutexLock lock(mu_);
    const auto found = std::find_if(
        idle_.begin(), idle_.end(),
        [&](const maxcompute::StreamSession& session) { return session.partition == partition; });
    if (found != idle_.end()) {
      maxcompute::StreamSession session = std::move(*found);
      idle_.erase(found);
      return session;
    }
  }
  return table_.OpenSession(partition,
                            [&] { return streams_.OpenStream(table_.name(), partition); });
}

void StreamWriter::GiveBack(maxcompute::StreamSession session) {
  MutexLock lock(mu_);
  idle_.push_front(std::move(session));
  if (idle_.size() > kIdleMax) idle_.pop_back();
}

}  // namespace sluice::dataplane

#ifndef SLUICE_MAXCOMPUTE_TUNNEL_SESSION_JSON_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_SESSION_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/tunnel/stream_tunnel.h"
#include "maxcompute/tunnel/tunnel.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::maxcompute {

// Readers of the JSON that the tunnel answers with. INTERNAL with reason ANSWER_INVALID when it is
// something else.

// Without table and partition, which the answer does not hold.
absl::StatusOr<CreatedUpload> ReadCreatedUpload(absl::string_view json);

absl::StatusOr<UploadState> ReadUploadState(absl::string_view json);

struct DownloadState {
  DownloadSession session;  // Without table and partition.
  SessionStatus status = SessionStatus::kUnknown;
};
absl::StatusOr<DownloadState> ReadDownloadState(absl::string_view json);

// Without table and partition.
absl::StatusOr<StreamSession> ReadStreamSession(absl::string_view json);

struct UpsertState {
  OpenedUpsert opened;  // Without table and partition.
  SessionStatus status = SessionStatus::kUnknown;
};
absl::StatusOr<UpsertState> ReadUpsertState(absl::string_view json);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_SESSION_JSON_H_

#ifndef SLUICE_EMULATOR_TUNNEL_UPLOAD_ENDS_H_
#define SLUICE_EMULATOR_TUNNEL_UPLOAD_ENDS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// What ends upload sessions without their clients.

// Publishes the sessions whose commit was to be done by `due`.
absl::Status CommitDueUploads(const World& world, absl::Time due);

// PUT /emulator/uploads[/{id}] {"state":"EXPIRED|CANCELED|CRITICAL"}, as README.md describes it.
absl::StatusOr<http::ServerResponse> HandleUploadState(const World& world,
                                                       const http::ServerRequest& request);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_UPLOAD_ENDS_H_

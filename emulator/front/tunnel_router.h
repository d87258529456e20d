#ifndef SLUICE_EMULATOR_FRONT_TUNNEL_ROUTER_H_
#define SLUICE_EMULATOR_FRONT_TUNNEL_ROUTER_H_

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/access/principal.h"
#include "emulator/front/call.h"
#include "emulator/front/place.h"
#include "emulator/store/world.h"
#include "emulator/tunnel/download_api.h"
#include "emulator/tunnel/stream_api.h"
#include "emulator/tunnel/upload_api.h"
#include "emulator/tunnel/upsert_api.h"

namespace sluice::emulator {

// Tells what a request on a session of the tunnel asks for: uploads, downloads, streams, upserts.
// Any thread may call.
class TunnelRouter {
 public:
  explicit TunnelRouter(const World& world);

  static bool Serves(const Place& place, const http::ServerRequest& request);

  // Of one that it serves. The call borrows `request`. MethodNotAllowed.
  absl::StatusOr<Call> Route(const Principal& caller, const Place& place,
                             http::ServerRequest& request);

 private:
  absl::StatusOr<Call> RouteUpload(const Principal& caller, const Place& place,
                                   http::ServerRequest& request);
  absl::StatusOr<Call> RouteDownload(const Principal& caller, const Place& place,
                                     http::ServerRequest& request);
  absl::StatusOr<Call> RouteStream(const Principal& caller, const Place& place,
                                   http::ServerRequest& request);
  absl::StatusOr<Call> RouteUpsert(const Principal& caller, const Place& place,
                                   http::ServerRequest& request);

  UploadApi uploads_;
  DownloadApi downloads_;
  StreamApi streams_;
  UpsertApi upserts_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_FRONT_TUNNEL_ROUTER_H_

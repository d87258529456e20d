#ifndef SLUICE_MAXCOMPUTE_TUNNEL_STREAM_CLIENT_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_STREAM_CLIENT_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/tunnel/stream_tunnel.h"
#include "maxcompute/tunnel/tunnel_requests.h"

namespace sluice::maxcompute {

// StreamTunnel over the tunnel protocol. Borrows everything handed in.
class StreamClient : public StreamTunnel {
 public:
  StreamClient(Requester& requester, TunnelEndpoints& endpoints, Clock& clock,
               const TunnelOptions& options = {})
      : requester_(requester), options_(options), requests_(requester, endpoints, clock, options) {}

  absl::StatusOr<StreamSession> OpenStream(const TableName& table,
                                           const PartitionSpec& partition) override;
  absl::Status WritePack(StreamSession& session, absl::string_view bytes, ContentEncoding encoding,
                         int64_t rows) override;

 private:
  absl::StatusOr<http::HttpResponse> Put(StreamSession& session, absl::string_view bytes,
                                         ContentEncoding encoding, int64_t rows);
  absl::Status Reload(StreamSession& session);

  Requester& requester_;
  const TunnelOptions options_;
  TunnelRequests requests_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_STREAM_CLIENT_H_

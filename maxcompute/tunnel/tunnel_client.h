#ifndef SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CLIENT_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CLIENT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/time/clock.h"
#include "maxcompute/request/requester.h"
#include "maxcompute/rest/tunnel_endpoints.h"
#include "maxcompute/tunnel/tunnel.h"
#include "maxcompute/tunnel/tunnel_requests.h"

namespace sluice::maxcompute {

// Tunnel over the tunnel protocol, record streams with deflate. Borrows everything handed in.
class TunnelClient : public Tunnel {
 public:
  TunnelClient(Requester& requester, TunnelEndpoints& endpoints, Clock& clock,
               TunnelOptions options = {});

  absl::StatusOr<CreatedUpload> CreateUpload(const TableName& table,
                                             const PartitionSpec& partition) override;
  absl::Status PutBlock(const UploadSession& session, int64_t block_id, absl::string_view bytes,
                        ContentEncoding encoding) override;
  absl::StatusOr<UploadState> GetUpload(const UploadSession& session) override;
  absl::StatusOr<UploadState> CommitUpload(const UploadSession& session) override;
  absl::StatusOr<DownloadSession> CreateDownload(const TableName& table,
                                                 const PartitionSpec& partition) override;
  absl::StatusOr<std::vector<Row>> ReadRows(const DownloadSession& session, RowRange range,
                                            const std::vector<std::string>& columns) override;

 private:
  Requester& requester_;
  Clock& clock_;
  const TunnelOptions options_;
  TunnelRequests requests_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CLIENT_H_

#ifndef SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CLIENT_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CLIENT_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "maxcompute/request/requester.h"
#include "maxcompute/rest/tunnel_endpoints.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::maxcompute {

struct TunnelOptions {
  // Of one request of a few bytes.
  absl::Duration call_timeout = absl::Seconds(30);
  // Of one attempt to put a block: 64 MiB at 1 MB/s and some.
  absl::Duration block_timeout = absl::Seconds(120);
  // Of all attempts together; then the error of the last one is the answer.
  absl::Duration block_deadline = absl::Minutes(10);
  absl::Duration read_deadline = absl::Seconds(60);
  // Of one ReadRows, unpacked. More is OUT_OF_RANGE: ask for fewer rows.
  int64_t rows_bytes_max = int64_t{64} << 20;
};

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
  absl::StatusOr<ServiceRequest> NewRequest(absl::string_view method, const TableName& table,
                                            const PartitionSpec& partition);

  Requester& requester_;
  TunnelEndpoints& endpoints_;
  Clock& clock_;
  const TunnelOptions options_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CLIENT_H_

#ifndef SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_CLIENT_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_CLIENT_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/tunnel/tunnel_requests.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::maxcompute {

struct UpsertState;

// UpsertTunnel over the tunnel protocol. Borrows everything handed in.
class UpsertClient : public UpsertTunnel {
 public:
  UpsertClient(Requester& requester, TunnelEndpoints& endpoints, Clock& clock,
               const TunnelOptions& options = {})
      : requester_(requester), options_(options), requests_(requester, endpoints, clock, options) {}

  absl::StatusOr<OpenedUpsert> OpenUpsert(const TableName& table,
                                          const PartitionSpec& partition) override;
  absl::Status WriteChanges(OpenedUpsert& upsert, int bucket, absl::string_view bytes,
                            ContentEncoding encoding, int64_t rows) override;
  absl::StatusOr<SessionStatus> GetUpsert(const UpsertSession& session) override;
  absl::StatusOr<SessionStatus> CommitUpsert(const UpsertSession& session) override;

 private:
  absl::StatusOr<UpsertState> Look(const UpsertSession& session);

  Requester& requester_;
  const TunnelOptions options_;
  TunnelRequests requests_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_CLIENT_H_

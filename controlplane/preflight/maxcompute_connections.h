#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_MAXCOMPUTE_CONNECTIONS_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_MAXCOMPUTE_CONNECTIONS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/http/client.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "controlplane/preflight/table_connections.h"
#include "maxcompute/auth/credentials.h"
#include "maxcompute/auth/rpc_client.h"

namespace sluice::controlplane {

struct MaxComputeConnectionsOptions {
  std::string sts_endpoint = "https://sts.aliyuncs.com";
  int connections_max = 256;  // Each holds a role's keys; the one used longest ago goes first.
  // People wait for these calls: give up sooner than a worker would.
  absl::Duration call_timeout = absl::Seconds(5);
  absl::Duration deadline = absl::Seconds(6);
  absl::Duration sql_deadline = absl::Seconds(15);
};

// TableConnections over HTTP: assumes each role with the service's own key, or signs with the
// connector's access key. Borrows its arguments.
class MaxComputeConnections : public TableConnections {
 public:
  MaxComputeConnections(http::Client& client, maxcompute::CredentialsProvider& service_key,
                        Clock& clock, MaxComputeConnectionsOptions options);
  ~MaxComputeConnections() override;

  absl::StatusOr<std::shared_ptr<TableConnection>> Of(const MaxComputeSink& sink) override;

 private:
  class SignedConnection;
  struct Entry {
    std::shared_ptr<SignedConnection> connection;
    int64_t last_use = 0;
  };

  http::Client& client_;
  Clock& clock_;
  const MaxComputeConnectionsOptions options_;
  maxcompute::RpcClient sts_;
  Mutex mu_;
  int64_t uses_ SLUICE_GUARDED_BY(mu_) = 0;
  std::map<std::string, Entry> entries_ SLUICE_GUARDED_BY(mu_);  // By endpoints and who signs.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_MAXCOMPUTE_CONNECTIONS_H_

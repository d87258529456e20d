#ifndef SLUICE_DATAPLANE_WORKER_ROLE_DESTINATIONS_H_
#define SLUICE_DATAPLANE_WORKER_ROLE_DESTINATIONS_H_

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "base/http/client.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "dataplane/task/sink_task.h"
#include "maxcompute/auth/credentials.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/auth/rpc_client.h"

namespace sluice::dataplane {

// Opens destinations as the RAM role of each connector, or with its access key. Tasks of the same
// role share its credentials, so that STS is asked once per role and hour. Any thread may call.
// Borrows everything; must outlive what it opens.
class RoleDestinations {
 public:
  RoleDestinations(http::Client& client, maxcompute::RpcClient& sts, Clock& clock)
      : client_(client), sts_(sts), clock_(clock) {}

  absl::StatusOr<std::unique_ptr<Destination>> Open(const RevisionDefinition& revision);

 private:
  maxcompute::CredentialsProvider& CredentialsOf(const maxcompute::RoleName& role);

  http::Client& client_;
  maxcompute::RpcClient& sts_;
  Clock& clock_;
  Mutex mu_;
  // By account and role; few, and kept for the life of the process.
  std::map<std::pair<std::string, std::string>, std::unique_ptr<maxcompute::RoleCredentials>>
      credentials_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_ROLE_DESTINATIONS_H_

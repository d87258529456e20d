#include "dataplane/worker/role_destinations.h"

#include "base/status/status_macros.h"
#include "maxcompute/connection/connection.h"

namespace sluice::dataplane {
namespace {

class RoleDestination : public Destination {
 public:
  explicit RoleDestination(std::unique_ptr<maxcompute::Connection> connection)
      : connection_(std::move(connection)) {}

  maxcompute::TableCatalog& catalog() override { return connection_->catalog(); }
  maxcompute::Sql& sql() override { return connection_->sql(); }
  maxcompute::Tunnel& tunnel() override { return connection_->tunnel(); }

 private:
  const std::unique_ptr<maxcompute::Connection> connection_;
};

}  // namespace

maxcompute::CredentialsProvider& RoleDestinations::CredentialsOf(const maxcompute::RoleName& role) {
  MutexLock lock(mu_);
  std::unique_ptr<maxcompute::RoleCredentials>& credentials =
      credentials_[{role.account_uid, role.role}];
  if (credentials == nullptr)
    credentials = std::make_unique<maxcompute::RoleCredentials>(sts_, clock_, role);
  return *credentials;
}

absl::StatusOr<std::unique_ptr<Destination>> RoleDestinations::Open(
    const RevisionDefinition& revision) {
  const maxcompute::RoleName role{.account_uid = revision.account_uid, .role = revision.role_name};
  maxcompute::ConnectionOptions options;
  options.endpoint = revision.endpoint;
  options.requester.user_agent = "sluice-worker";
  options.requester.principal = role.Principal();
  options.tunnel_endpoint.fixed_endpoint = revision.tunnel_endpoint;
  // The task itself tries again for as long as it takes: what is wrong should be seen within
  // seconds.
  options.rest.deadline = absl::Seconds(10);
  options.tunnel_endpoint.deadline = absl::Seconds(10);
  options.tunnel.block_deadline = absl::Minutes(2);
  SLUICE_ASSIGN_OR_RETURN(
      std::unique_ptr<maxcompute::Connection> connection,
      maxcompute::Connection::Open(client_, CredentialsOf(role), clock_, options));
  return std::make_unique<RoleDestination>(std::move(connection));
}

}  // namespace sluice::dataplane

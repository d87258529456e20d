#include "dataplane/worker/role_destinations.h"

#include "base/status/status_macros.h"
#include "maxcompute/connection/connection.h"

namespace sluice::dataplane {
namespace {

class OpenDestination : public Destination {
 public:
  // `key` is null for a role, whose credentials are shared.
  OpenDestination(std::unique_ptr<maxcompute::CredentialsProvider> key,
                  std::unique_ptr<maxcompute::Connection> connection)
      : key_(std::move(key)), connection_(std::move(connection)) {}

  maxcompute::TableCatalog& catalog() override { return connection_->catalog(); }
  maxcompute::Sql& sql() override { return connection_->sql(); }
  maxcompute::Tunnel& tunnel() override { return connection_->tunnel(); }
  maxcompute::StreamTunnel& streams() override { return connection_->streams(); }
  maxcompute::UpsertTunnel& upserts() override { return connection_->upserts(); }
  void LetGo() override { connection_->LetGo(); }

 private:
  const std::unique_ptr<maxcompute::CredentialsProvider> key_;
  const std::unique_ptr<maxcompute::Connection> connection_;  // Signs with `key_`.
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
  // Whose an access key is, only MaxCompute knows.
  const bool by_key = !revision.access_key_id.empty();
  if (!by_key) options.requester.principal = role.Principal();
  options.tunnel_endpoint.fixed_endpoint = revision.tunnel_endpoint;
  // The task itself tries again for as long as it takes: what is wrong should be seen within
  // seconds.
  options.rest.deadline = absl::Seconds(10);
  options.tunnel_endpoint.deadline = absl::Seconds(10);
  options.tunnel.block_deadline = absl::Minutes(2);
  std::unique_ptr<maxcompute::CredentialsProvider> key;
  if (by_key) {
    key = std::make_unique<maxcompute::StaticCredentials>(
        maxcompute::Credentials{.access_key_id = revision.access_key_id,
                                .access_key_secret = maxcompute::Secret(revision.access_key_secret),
                                .security_token = {}});
  }
  SLUICE_ASSIGN_OR_RETURN(
      std::unique_ptr<maxcompute::Connection> connection,
      maxcompute::Connection::Open(client_, by_key ? *key : CredentialsOf(role), clock_, options));
  return std::make_unique<OpenDestination>(std::move(key), std::move(connection));
}

}  // namespace sluice::dataplane

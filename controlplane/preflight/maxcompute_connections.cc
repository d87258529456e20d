#include "controlplane/preflight/maxcompute_connections.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/connection/connection.h"

namespace sluice::controlplane {
namespace {

// No part of a definition that passed validation holds a line break.
std::string KeyOf(const MaxComputeSink& sink) {
  std::string key = absl::StrCat(sink.endpoint, "\n", sink.tunnel_endpoint, "\n", sink.account_uid,
                                 "\n", sink.role_name);
  // The secret too: a new one makes a new connection.
  if (sink.access_key.has_value()) {
    absl::StrAppend(&key, "\n", sink.access_key->id, "\n", sink.access_key->secret);
  }
  return key;
}

maxcompute::RoleName RoleOf(const MaxComputeSink& sink) {
  return {sink.account_uid, sink.role_name};
}

maxcompute::ConnectionOptions OptionsOf(const MaxComputeSink& sink,
                                        const MaxComputeConnectionsOptions& options) {
  maxcompute::ConnectionOptions connection;
  connection.endpoint = sink.endpoint;
  // Whose an access key is, only MaxCompute knows.
  if (!sink.access_key.has_value()) connection.requester.principal = RoleOf(sink).Principal();
  connection.tunnel_endpoint.fixed_endpoint = sink.tunnel_endpoint;
  connection.tunnel_endpoint.call_timeout = options.call_timeout;
  connection.tunnel_endpoint.deadline = options.deadline;
  connection.rest.call_timeout = options.call_timeout;
  connection.rest.deadline = options.deadline;
  connection.sql.call_timeout = options.call_timeout;
  connection.sql.deadline = options.sql_deadline;
  // Somebody waits for the answer, and what is asked ends quickly.
  connection.sql.poll_first = absl::Milliseconds(10);
  return connection;
}

std::unique_ptr<maxcompute::CredentialsProvider> CredentialsOf(const MaxComputeSink& sink,
                                                               maxcompute::RpcClient& sts,
                                                               Clock& clock) {
  if (!sink.access_key.has_value()) {
    return std::make_unique<maxcompute::RoleCredentials>(sts, clock, RoleOf(sink));
  }
  return std::make_unique<maxcompute::StaticCredentials>(
      maxcompute::Credentials{.access_key_id = sink.access_key->id,
                              .access_key_secret = maxcompute::Secret(sink.access_key->secret),
                              .security_token = {}});
}

// Stored, but not readable any more.
absl::Status SecretUnreadable(const AccessKey& key) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(
                     absl::StrCat("the secret of access key ", key.id, " cannot be read")),
                 "SECRET_UNREADABLE"),
      "give it again, or have an operator bring back the control plane's secret_key_file");
}

}  // namespace

// One role's keys, or one access key, and the clients that sign with them.
class MaxComputeConnections::SignedConnection : public TableConnection {
 public:
  static absl::StatusOr<std::shared_ptr<SignedConnection>> Open(
      const MaxComputeSink& sink, maxcompute::RpcClient& sts, http::Client& client, Clock& clock,
      const MaxComputeConnectionsOptions& options) {
    auto connection = std::make_shared<SignedConnection>(CredentialsOf(sink, sts, clock));
    SLUICE_ASSIGN_OR_RETURN(connection->connection_,
                            maxcompute::Connection::Open(client, *connection->credentials_, clock,
                                                         OptionsOf(sink, options)));
    return connection;
  }

  explicit SignedConnection(std::unique_ptr<maxcompute::CredentialsProvider> credentials)
      : credentials_(std::move(credentials)) {}

  maxcompute::TableCatalog& catalog() override { return connection_->catalog(); }
  maxcompute::Sql& sql() override { return connection_->sql(); }
  maxcompute::Tunnel& tunnel() override { return connection_->tunnel(); }
  maxcompute::StreamTunnel& streams() override { return connection_->streams(); }
  maxcompute::UpsertTunnel& upserts() override { return connection_->upserts(); }

 private:
  const std::unique_ptr<maxcompute::CredentialsProvider> credentials_;
  std::unique_ptr<maxcompute::Connection> connection_;
};

MaxComputeConnections::MaxComputeConnections(http::Client& client,
                                             maxcompute::CredentialsProvider& service_key,
                                             Clock& clock, MaxComputeConnectionsOptions options)
    : client_(client),
      clock_(clock),
      options_(std::move(options)),
      sts_(client, service_key, clock,
           {.endpoint = options_.sts_endpoint, .call_timeout = options_.call_timeout}) {}

MaxComputeConnections::~MaxComputeConnections() = default;

absl::StatusOr<std::shared_ptr<TableConnection>> MaxComputeConnections::Of(
    const MaxComputeSink& sink) {
  if (sink.access_key.has_value() && sink.access_key->secret.empty()) {
    return SecretUnreadable(*sink.access_key);
  }
  const std::string key = KeyOf(sink);
  MutexLock lock(mu_);
  if (!entries_.contains(key)) {
    SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<SignedConnection> connection,
                            SignedConnection::Open(sink, sts_, client_, clock_, options_));
    if (static_cast<int>(entries_.size()) >= options_.connections_max) {
      entries_.erase(std::min_element(
          entries_.begin(), entries_.end(),
          [](const auto& a, const auto& b) { return a.second.last_use < b.second.last_use; }));
    }
    entries_[key].connection = std::move(connection);
  }
  Entry& entry = entries_.at(key);
  entry.last_use = ++uses_;
  return entry.connection;
}

}  // namespace sluice::controlplane

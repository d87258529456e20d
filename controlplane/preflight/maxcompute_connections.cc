#include "controlplane/preflight/maxcompute_connections.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/connection/connection.h"

namespace sluice::controlplane {
namespace {

// No part of a definition that passed validation holds a line break.
std::string KeyOf(const MaxComputeSink& sink) {
  return absl::StrCat(sink.endpoint, "\n", sink.tunnel_endpoint, "\n", sink.account_uid, "\n",
                      sink.role_name);
}

maxcompute::ConnectionOptions OptionsOf(const MaxComputeSink& sink,
                                        const maxcompute::RoleName& role,
                                        const MaxComputeConnectionsOptions& options) {
  maxcompute::ConnectionOptions connection;
  connection.endpoint = sink.endpoint;
  connection.requester.principal = role.Principal();
  connection.tunnel_endpoint.fixed_endpoint = sink.tunnel_endpoint;
  connection.tunnel_endpoint.call_timeout = options.call_timeout;
  connection.tunnel_endpoint.deadline = options.deadline;
  connection.rest.call_timeout = options.call_timeout;
  connection.rest.deadline = options.deadline;
  connection.sql.call_timeout = options.call_timeout;
  connection.sql.deadline = options.sql_deadline;
  return connection;
}

}  // namespace

// One role's keys and the clients that sign with them.
class MaxComputeConnections::RoleConnection : public TableConnection {
 public:
  static absl::StatusOr<std::shared_ptr<RoleConnection>> Open(
      const MaxComputeSink& sink, maxcompute::RpcClient& sts, http::Client& client, Clock& clock,
      const MaxComputeConnectionsOptions& options) {
    const maxcompute::RoleName role{sink.account_uid, sink.role_name};
    auto connection = std::make_shared<RoleConnection>(sts, clock, role);
    SLUICE_ASSIGN_OR_RETURN(connection->connection_,
                            maxcompute::Connection::Open(client, connection->credentials_, clock,
                                                         OptionsOf(sink, role, options)));
    return connection;
  }

  RoleConnection(maxcompute::RpcClient& sts, Clock& clock, const maxcompute::RoleName& role)
      : credentials_(sts, clock, role) {}

  maxcompute::TableCatalog& catalog() override { return connection_->catalog(); }
  maxcompute::Sql& sql() override { return connection_->sql(); }
  maxcompute::Tunnel& tunnel() override { return connection_->tunnel(); }

 private:
  maxcompute::RoleCredentials credentials_;
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
  const std::string key = KeyOf(sink);
  MutexLock lock(mu_);
  if (!entries_.contains(key)) {
    SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<RoleConnection> connection,
                            RoleConnection::Open(sink, sts_, client_, clock_, options_));
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

#include "maxcompute/connection/connection.h"

#include "base/status/status_macros.h"

namespace sluice::maxcompute {

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(http::Client& client,
                                                             CredentialsProvider& credentials,
                                                             Clock& clock,
                                                             ConnectionOptions options) {
  SLUICE_ASSIGN_OR_RETURN(const http::Url endpoint, http::ParseUrl(options.endpoint));
  if (!options.tunnel_endpoint.fixed_endpoint.empty()) {
    SLUICE_RETURN_IF_ERROR(http::ParseUrl(options.tunnel_endpoint.fixed_endpoint).status());
  }
  return std::unique_ptr<Connection>(new Connection(client, credentials, clock, options, endpoint));
}

Connection::Connection(http::Client& client, CredentialsProvider& credentials, Clock& clock,
                       const ConnectionOptions& options, const http::Url& endpoint)
    : requester_(client, credentials, clock, options.requester),
      tunnel_endpoints_(requester_, endpoint, clock, options.tunnel_endpoint),
      rest_(requester_, endpoint, options.rest),
      sql_(requester_, endpoint, clock, options.sql),
      tunnel_(requester_, tunnel_endpoints_, clock, options.tunnel),
      streams_(requester_, tunnel_endpoints_, clock, options.tunnel),
      upserts_(requester_, tunnel_endpoints_, clock, options.tunnel) {}

}  // namespace sluice::maxcompute

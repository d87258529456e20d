#ifndef SLUICE_MAXCOMPUTE_CONNECTION_CONNECTION_H_
#define SLUICE_MAXCOMPUTE_CONNECTION_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "base/http/client.h"
#include "base/time/clock.h"
#include "maxcompute/auth/credentials.h"
#include "maxcompute/request/requester.h"
#include "maxcompute/rest/rest_client.h"
#include "maxcompute/rest/tunnel_endpoints.h"
#include "maxcompute/sql/sql_client.h"
#include "maxcompute/tunnel/stream_client.h"
#include "maxcompute/tunnel/tunnel_client.h"
#include "maxcompute/tunnel/upsert_client.h"

namespace sluice::maxcompute {

struct ConnectionOptions {
  // "http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api": the REST service, VPC, public or
  // private.
  std::string endpoint;
  RequesterOptions requester;
  TunnelEndpointOptions tunnel_endpoint;
  RestOptions rest;
  SqlOptions sql;
  TunnelOptions tunnel;
};

// One identity at one MaxCompute endpoint: the clients of this library, put together. Any thread
// may call.
class Connection {
 public:
  // INVALID_ARGUMENT when `options.endpoint` is no URL. Borrows everything but the options. Asks
  // nobody yet.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(http::Client& client,
                                                          CredentialsProvider& credentials,
                                                          Clock& clock, ConnectionOptions options);

  TableCatalog& catalog() { return rest_; }
  Sql& sql() { return sql_; }
  Tunnel& tunnel() { return tunnel_; }
  StreamTunnel& streams() { return streams_; }
  UpsertTunnel& upserts() { return upserts_; }

  // Ends all calls under way and refuses later ones, as Requester says.
  void LetGo() { requester_.LetGo(); }

 private:
  Connection(http::Client& client, CredentialsProvider& credentials, Clock& clock,
             const ConnectionOptions& options, const http::Url& endpoint);

  Requester requester_;
  TunnelEndpoints tunnel_endpoints_;
  RestClient rest_;
  SqlClient sql_;
  TunnelClient tunnel_;
  StreamClient streams_;
  UpsertClient upserts_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_CONNECTION_CONNECTION_H_

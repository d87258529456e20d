#ifndef SLUICE_CONTROLPLANE_GATEWAY_GATEWAY_WORLD_H_
#define SLUICE_CONTROLPLANE_GATEWAY_GATEWAY_WORLD_H_

#include <memory>
#include <string>

#include "base/http/headers.h"
#include "base/http/server/http_server.h"
#include "base/http/server/raw_client.h"
#include "base/http/server/tls_client.h"
#include "controlplane/gateway/gateway.h"
#include "controlplane/gateway/testing_api.h"
#include "controlplane/rpc/rpc_server.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {

// What a test got for a request.
struct Got {
  int status = 0;
  http::Headers headers;
  std::string body;

  nlohmann::json Json() const { return nlohmann::json::parse(body, nullptr, false); }
  std::string Header(absl::string_view name) const {
    return std::string(headers.Find(name).value_or(""));
  }
  // Of an error: `NOT_FOUND PATH_NOT_FOUND`.
  std::string Error() const;
};

// An answer as it came over the wire.
Got ReadAnswer(absl::string_view bytes);

// A gateway on a real HTTP server at a free port, and behind it a real gRPC server with services in
// memory. There is one instance, `a`.
class GatewayWorld : public testing::Test {
 protected:
  explicit GatewayWorld(http::HttpServerOptions limits = {}, const GatewayOptions& options = {},
                        GatewayPages pages = {});
  ~GatewayWorld() override;

  // One request on a connection of its own. A body gets the type application/json, unless `headers`
  // has another.
  Got Ask(const std::string& method, const std::string& target, const std::string& body = "",
          http::Headers headers = {});
  // The bytes of a request, and whatever the server says until it closes. Within TLS when `limits`
  // had an identity.
  std::string Say(absl::string_view bytes);

  TestingInstances instances_;
  TestingWatch watch_;
  std::unique_ptr<RpcServer> server_;
  BearerCredentials credentials_;
  std::unique_ptr<Gateway> gateway_;
  std::string certificate_;  // PEM; empty in clear.
  std::unique_ptr<http::HttpServer> http_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_GATEWAY_WORLD_H_

#ifndef SLUICE_BASE_HTTP_CURL_CLIENT_H_
#define SLUICE_BASE_HTTP_CURL_CLIENT_H_

#include <memory>
#include <string>

#include "base/http/client.h"

namespace sluice::http {

struct CurlClientOptions {
  // Connections kept open between requests, over all servers. Each is one handle of about 20 kB;
  // requests beyond them are sent too and their connections closed afterwards.
  int idle_connections_max = 32;
  // PEM file of the authorities that servers' certificates are checked against; empty: the system's
  // own.
  std::string ca_file;
  // "http://host:port"; empty: none, whatever the environment says.
  std::string proxy;
};

// Client over libcurl, HTTP/1.1. Keeps connections and uses them again. Certificates are always
// verified.
//
// Any thread may call. Destroy it after the last Send has returned.
class CurlClient : public Client {
 public:
  explicit CurlClient(CurlClientOptions options = {});
  ~CurlClient() override;

  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) override;

 private:
  class HandlePool;

  const CurlClientOptions options_;
  const std::unique_ptr<HandlePool> pool_;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_CURL_CLIENT_H_

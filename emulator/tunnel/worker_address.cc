#include "emulator/tunnel/worker_address.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sluice::emulator {

std::string WorkerAddress(const http::ServerRequest& request) {
  const std::string host = request.Header("host");
  // Names of version 6 are full of colons; the address is a hint only.
  if (absl::StartsWith(host, "[")) {
    const size_t port = host.rfind("]:");
    return absl::StrCat("localhost:", port == host.npos ? "80" : host.substr(port + 2));
  }
  if (host.empty()) return "localhost:80";
  return host.find(':') == host.npos ? absl::StrCat(host, ":80") : host;
}

}  // namespace sluice::emulator

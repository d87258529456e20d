#include "base/http/server/listen_address.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace sluice::http {

absl::StatusOr<ListenAddress> ReadListenAddress(absl::string_view key,
                                                absl::string_view host_port) {
  const size_t colon = host_port.rfind(':');
  int32_t port = -1;
  if (colon == absl::string_view::npos || !absl::SimpleAtoi(host_port.substr(colon + 1), &port) ||
      port < 0 || port > 65535) {
    return absl::InvalidArgumentError(absl::StrCat(key, "=", host_port, " is not host:port"));
  }
  absl::string_view host = host_port.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  return ListenAddress{host == "localhost" ? "127.0.0.1" : std::string(host),
                       static_cast<uint16_t>(port)};
}

absl::Status WritePortFile(absl::string_view key, const std::string& path,
                           absl::string_view address) {
  if (path.empty()) return absl::OkStatus();
  const std::string unfinished = path + ".new";
  std::ofstream(unfinished) << address << '\n';
  if (std::rename(unfinished.c_str(), path.c_str()) == 0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("cannot write ", key, " ", path));
}

}  // namespace sluice::http

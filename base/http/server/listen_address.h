#ifndef SLUICE_BASE_HTTP_SERVER_LISTEN_ADDRESS_H_
#define SLUICE_BASE_HTTP_SERVER_LISTEN_ADDRESS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::http {

struct ListenAddress {
  std::string address;  // Of an IP; `localhost` became 127.0.0.1, brackets are gone.
  uint16_t port = 0;
};

// `host:port` of the option `key`. INVALID_ARGUMENT when it is none.
absl::StatusOr<ListenAddress> ReadListenAddress(absl::string_view key, absl::string_view host_port);

// Writes where a server listens into the file at `path`, whole or not at all: whoever waits for the
// file reads it as soon as it is there. Nothing for an empty path. INVALID_ARGUMENT, naming `key`,
// when it cannot be written.
absl::Status WritePortFile(absl::string_view key, const std::string& path,
                           absl::string_view address);

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_LISTEN_ADDRESS_H_

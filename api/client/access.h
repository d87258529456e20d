#ifndef SLUICE_API_CLIENT_ACCESS_H_
#define SLUICE_API_CLIENT_ACCESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::client {

// Instead of a file with certificate authorities: those of the operating system.
inline constexpr absl::string_view kSystemAuthorities = "system";

// Where somebody keeps what lets them in. Paths; all may be empty.
struct AccessFiles {
  std::string token_file;            // The secret of an API token.
  std::string tls_ca_file;           // Who may sign the server's certificate, PEM; or `system`.
                                     // Empty: the connection is not encrypted.
  std::string tls_certificate_file;  // The caller's own certificate, where servers ask for one,
  std::string tls_key_file;          // and its key. PEM.
  // Let the token go over a connection in clear beyond this machine: the network is theirs alone.
  bool allow_plaintext = false;
};

// What is in them. A value; never shown.
struct Access {
  std::string token;  // Empty: calls do not say who they are.
  bool tls = false;
  std::string authorities_pem;  // Empty: the operating system's.
  std::string certificate_pem;
  std::string key_pem;
};

// Reads them, for calls to `server`, host:port. INVALID_ARGUMENT, with reason FILE_UNREADABLE and
// what to do: a file cannot be read, is empty, holds another thing, or holds a secret and may be
// read by everybody; or the token would go in clear to another machine. No message has what was
// read.
absl::StatusOr<Access> ReadAccess(const AccessFiles& files, absl::string_view server);

}  // namespace sluice::client

#endif  // SLUICE_API_CLIENT_ACCESS_H_

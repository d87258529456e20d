#ifndef SLUICE_BASE_TLS_TLS_FILES_H_
#define SLUICE_BASE_TLS_TLS_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/config/config.h"

namespace sluice {

// Paths of PEM files. All empty: what is served is served in clear.
struct TlsFiles {
  std::string certificate_file;  // The server's certificate first, then those that signed it.
  std::string key_file;          // Its private key, not encrypted.
  std::string client_ca_file;    // Who may sign clients' certificates; empty: clients need none.
  // What the names of their keys begin with in the configuration: `http_` of http_tls_key_file.
  std::string key_prefix;

  bool given() const {
    return !certificate_file.empty() || !key_file.empty() || !client_ca_file.empty();
  }
};

// What is in them.
struct TlsTexts {
  std::string certificate_chain;
  std::string private_key;
  std::string client_authorities;  // Empty when clients need no certificate.

  friend bool operator==(const TlsTexts&, const TlsTexts&) = default;
};

// Adds the keys tls_certificate_file, tls_key_file and tls_client_ca_file, which are gRPC's.
void AddTlsKeys(config::Config& config, TlsFiles& files);

// Adds http_tls_certificate_file and http_tls_key_file; `files` has the prefix `http_`. Browsers
// have no certificates, so none is asked for.
void AddHttpTlsKeys(config::Config& config, TlsFiles& files);

// Reads and judges files that are given. INVALID_ARGUMENT, with the file and what to do: one of the
// pair is missing, cannot be read or is no PEM; the key is another certificate's, encrypted, or
// readable by everybody; the certificate's time is over. Nothing of the key is in a message.
absl::StatusOr<TlsTexts> ReadTlsFiles(const TlsFiles& files);

}  // namespace sluice

#endif  // SLUICE_BASE_TLS_TLS_FILES_H_

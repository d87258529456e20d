#ifndef SLUICE_BASE_HTTP_SERVER_TLS_IDENTITY_H_
#define SLUICE_BASE_HTTP_SERVER_TLS_IDENTITY_H_

#include <string>

namespace sluice::http {

// What a server shows to clients of TLS. PEM, both: the certificate first, then those that signed
// it; the private key is not encrypted.
struct TlsIdentity {
  std::string certificate_chain;
  std::string private_key;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_TLS_IDENTITY_H_

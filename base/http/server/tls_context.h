#ifndef SLUICE_BASE_HTTP_SERVER_TLS_CONTEXT_H_
#define SLUICE_BASE_HTTP_SERVER_TLS_CONTEXT_H_

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "absl/status/statusor.h"
#include "base/http/server/tls_identity.h"

namespace sluice::http {

// What the TLS connections of a server share: version 1.2 or newer, no client certificates.
// INVALID_ARGUMENT when the certificate or the key cannot be read, or do not belong together; the
// key is in no message.
absl::StatusOr<std::unique_ptr<boost::asio::ssl::context>> MakeTlsContext(
    const TlsIdentity& identity);

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_TLS_CONTEXT_H_

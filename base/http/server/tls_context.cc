#include "base/http/server/tls_context.h"

#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>

#include "absl/strings/str_cat.h"

namespace sluice::http {
namespace ssl = boost::asio::ssl;

namespace {

absl::Status Refuse(absl::string_view what, const boost::system::error_code& error) {
  return absl::InvalidArgumentError(absl::StrCat(what, ": ", error.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ssl::context>> MakeTlsContext(const TlsIdentity& identity) {
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                           ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                           ssl::context::no_tlsv1_1,
                       error);
  if (!error) {
    context->use_certificate_chain(boost::asio::buffer(identity.certificate_chain), error);
  }
  if (error) return Refuse("the TLS certificate is no PEM certificate", error);
  context->use_private_key(boost::asio::buffer(identity.private_key), ssl::context::pem, error);
  if (error) {
    return Refuse("the TLS key is no unencrypted PEM key, or not the certificate's", error);
  }
  if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
    return absl::InvalidArgumentError("the TLS key does not belong to the TLS certificate");
  }
  return context;
}

}  // namespace sluice::http

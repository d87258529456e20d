#ifndef SLUICE_BASE_HTTP_SERVER_TLS_CLIENT_H_
#define SLUICE_BASE_HTTP_SERVER_TLS_CLIENT_H_

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

// clang-format off: Boost 1.74's awaitable.hpp forgets to include <utility>.
#include <utility>
// clang-format on

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "base/http/server/http_server.h"
#include "base/http/server/tls_identity.h"

namespace sluice::http {

// For tests: what `write` writes into memory.
template <typename Write>
std::string PemOf(Write write) {
  std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
  write(memory.get());
  char* bytes = nullptr;
  const auto size = static_cast<size_t>(BIO_get_mem_data(memory.get(), &bytes));
  return std::string(bytes, size);
}

// For tests: a certificate for this machine, `localhost` and 127.0.0.1, signed by itself, made for
// this run and good for an hour.
inline TlsIdentity MakeTestIdentity() {
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);  // The third, which has extensions.
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key.get());
  std::unique_ptr<X509_EXTENSION, void (*)(X509_EXTENSION*)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1"),
      X509_EXTENSION_free);
  X509_add_ext(certificate.get(), names.get(), -1);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return {PemOf([&](BIO* to) { PEM_write_bio_X509(to, certificate.get()); }), PemOf([&](BIO* to) {
            PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

// For tests: a client that says exactly the bytes it is given, within TLS, and trusts exactly the
// certificate that it is given. One that is let go says farewell, as browsers do.
class TlsClient {
 public:
  // `newest_version`: as OpenSSL counts them; 0: what it has.
  TlsClient(const HttpServer& server, const std::string& trusted, int newest_version = 0)
      : context_(ContextOf(trusted, newest_version)), stream_(io_, context_) {
    std::vector<std::string> parts = absl::StrSplit(server.address(), ':');
    int port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(parts[1], &port));
    stream_.lowest_layer().connect(
        {boost::asio::ip::make_address(parts[0]), static_cast<uint16_t>(port)});
    stream_.handshake(boost::asio::ssl::stream_base::client, error_);
  }
  ~TlsClient() {
    if (error_) return;
    stream_.async_shutdown([](const boost::system::error_code&) {});
    io_.run_for(std::chrono::milliseconds(100));  // Whether or not the server answers to it.
  }

  bool is_open() const { return !error_; }

  TlsClient& Say(absl::string_view bytes) {
    boost::system::error_code ignored;  // What was answered before can be heard all the same.
    boost::asio::write(stream_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
    return *this;
  }
  // What comes until `end`, or until the server closes.
  std::string HearUntil(absl::string_view end) {
    while (!error_ && (end.empty() || !absl::StrContains(heard_, end))) {
      char bytes[4096];
      heard_.append(bytes, stream_.read_some(boost::asio::buffer(bytes), error_));
    }
    return std::exchange(heard_, "");
  }
  std::string HearToTheEnd() { return HearUntil(""); }

  // Whether the server has said farewell as TLS wants it, and not just gone.
  bool HeardFarewell() const { return error_ == boost::asio::error::eof; }

 private:
  static boost::asio::ssl::context ContextOf(const std::string& trusted, int newest_version) {
    boost::asio::ssl::context context(boost::asio::ssl::context::tls_client);
    context.add_certificate_authority(boost::asio::buffer(trusted));
    context.set_verify_mode(boost::asio::ssl::verify_peer);
    if (newest_version != 0) {
      SSL_CTX_set_max_proto_version(context.native_handle(), newest_version);
    }
    return context;
  }

  boost::asio::io_context io_;
  boost::asio::ssl::context context_;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
  boost::system::error_code error_;
  std::string heard_;
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_TLS_CLIENT_H_

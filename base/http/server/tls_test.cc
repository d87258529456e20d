#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

// clang-format off: Boost 1.74's awaitable.hpp forgets to include <utility>.
#include <utility>
// clang-format on

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/http/server/http_server.h"

namespace sluice::http {
namespace {

namespace asio = boost::asio;
using ::testing::HasSubstr;
using ::testing::Not;

// A certificate for `localhost`, signed by itself and made for this run.
TlsIdentity MakeIdentity() {
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  auto text = [](auto write) {
    std::unique_ptr<BIO, int (*)(BIO*)> memory(BIO_new(BIO_s_mem()), BIO_free);
    write(memory.get());
    char* bytes = nullptr;
    const auto size = static_cast<size_t>(BIO_get_mem_data(memory.get(), &bytes));
    return std::string(bytes, size);
  };
  return {text([&](BIO* to) { PEM_write_bio_X509(to, certificate.get()); }), text([&](BIO* to) {
            PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

asio::ip::tcp::endpoint EndpointOf(const HttpServer& server) {
  std::vector<std::string> parts = absl::StrSplit(server.address(), ':');
  int port = 0;
  EXPECT_TRUE(absl::SimpleAtoi(parts[1], &port));
  return {asio::ip::make_address(parts[0]), static_cast<uint16_t>(port)};
}

// A client that trusts exactly the certificate that it is given.
class TlsClient {
 public:
  TlsClient(const HttpServer& server, const std::string& trusted, int newest_version = 0) {
    context_.add_certificate_authority(asio::buffer(trusted));
    context_.set_verify_mode(asio::ssl::verify_peer);
    if (newest_version != 0)
      SSL_CTX_set_max_proto_version(context_.native_handle(), newest_version);
    stream_ = std::make_unique<asio::ssl::stream<asio::ip::tcp::socket>>(io_, context_);
    stream_->lowest_layer().connect(EndpointOf(server));
    stream_->handshake(asio::ssl::stream_base::client, error_);
  }

  bool is_open() const { return !error_; }

  std::string Ask(const std::string& request, const std::string& end) {
    asio::write(*stream_, asio::buffer(request), error_);
    std::string heard;
    while (!error_ && !absl::StrContains(heard, end)) {
      char bytes[4096];
      heard.append(bytes, stream_->read_some(asio::buffer(bytes), error_));
    }
    return heard;
  }

  // Whether the server has said farewell as TLS wants it, and not just gone.
  bool HearsFarewell() {
    char byte;
    stream_->read_some(asio::buffer(&byte, 1), error_);
    return error_ == asio::error::eof;
  }

 private:
  asio::io_context io_;
  asio::ssl::context context_{asio::ssl::context::tls_client};
  std::unique_ptr<asio::ssl::stream<asio::ip::tcp::socket>> stream_;
  boost::system::error_code error_;
};

ServerResponse Echo(ServerRequest request) {
  ServerResponse response;
  response.body = absl::StrCat(request.target.path, " ", request.body.size(), "\n");
  return response;
}

std::unique_ptr<HttpServer> StartServer(TlsIdentity identity, HttpServerOptions options = {}) {
  options.tls = std::move(identity);
  auto server = HttpServer::Start(options, Echo);
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

TEST(TlsServer, AnswersSeveralRequestsOnOneConnection) {
  const TlsIdentity identity = MakeIdentity();
  auto server = StartServer(identity);
  TlsClient client(*server, identity.certificate_chain);

  EXPECT_THAT(client.Ask("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "/a 0\n"), HasSubstr("200 OK"));
  const std::string body(1 << 20, 'x');
  EXPECT_THAT(client.Ask(absl::StrCat("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: ", body.size(),
                                      "\r\n\r\n", body),
                         "/b 1048576\n"),
              HasSubstr("200 OK"));
  EXPECT_THAT(client.Ask("GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", "/c 0\n"),
              HasSubstr("200 OK"));
  EXPECT_TRUE(client.HearsFarewell());
}

TEST(TlsServer, GivenAClientThatTrustsAnotherCertificateNothingIsSaid) {
  auto server = StartServer(MakeIdentity());
  EXPECT_FALSE(TlsClient(*server, MakeIdentity().certificate_chain).is_open());
}

TEST(TlsServer, GivenAnOldVersionOfTlsRefuses) {
  const TlsIdentity identity = MakeIdentity();
  auto server = StartServer(identity);
  EXPECT_FALSE(TlsClient(*server, identity.certificate_chain, TLS1_1_VERSION).is_open());
  EXPECT_TRUE(TlsClient(*server, identity.certificate_chain, TLS1_2_VERSION).is_open());
}

TEST(TlsServer, GivenAClientInClearOrSilentClosesAndServesTheOthers) {
  const TlsIdentity identity = MakeIdentity();
  auto server = StartServer(identity, {.idle_timeout = absl::Milliseconds(500)});
  asio::io_context io;
  for (const char* text : {"GET / HTTP/1.1\r\nHost: h\r\n\r\n", ""}) {
    asio::ip::tcp::socket socket(io);
    socket.connect(EndpointOf(*server));
    asio::write(socket, asio::buffer(std::string(text)));
    std::string heard;
    boost::system::error_code error;
    asio::read(socket, asio::dynamic_buffer(heard), error);  // Until the server closes.
    EXPECT_THAT(heard, Not(HasSubstr("HTTP")));
  }
  EXPECT_TRUE(TlsClient(*server, identity.certificate_chain).is_open());
}

TEST(TlsServer, GivenACertificateOrKeyThatIsNoneDoesNotStartAndKeepsTheKeySecret) {
  const TlsIdentity identity = MakeIdentity();
  const TlsIdentity kCases[] = {
      {"nonsense", identity.private_key},
      {identity.certificate_chain, "nonsense"},
      {identity.certificate_chain, MakeIdentity().private_key},
  };
  for (const TlsIdentity& wrong : kCases) {
    HttpServerOptions options;
    options.tls = wrong;
    absl::Status status = HttpServer::Start(options, Echo).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(wrong.private_key)));
  }
}

}  // namespace
}  // namespace sluice::http

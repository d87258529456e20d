#include "controlplane/options.h"

#include <functional>
#include <string>

#include "base/status/status_matchers.h"
#include "base/tls/testing_certificate.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;

absl::Status CheckOf(const std::function<void(Options&)>& change) {
  Options options;
  change(options);
  return CheckOptions(options);
}

auto Refuses(const std::string& why) {
  return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why));
}

TEST(Options, CallersAreAskedUnlessSaidOtherwise) {
  EXPECT_TRUE(Asks(Options()));
  EXPECT_THAT(CheckOptions(Options()), IsOk());
  Options none;
  none.authentication = "none";
  EXPECT_FALSE(Asks(none));
  EXPECT_THAT(CheckOptions(none), IsOk());
}

TEST(Options, WhoIsAskedNothingIsOnThisMachine) {
  EXPECT_THAT(CheckOf([](Options& o) {
                o.authentication = "none";
                o.grpc_listen_address = "0.0.0.0:9090";
              }),
              Refuses("create-admin-token"));
  EXPECT_THAT(CheckOf([](Options& o) {
                o.authentication = "none";
                o.http_listen = "0.0.0.0:9091";
              }),
              Refuses("0.0.0.0:9091"));
  EXPECT_THAT(CheckOf([](Options& o) {
                o.authentication = "none";
                o.grpc_listen_address = o.http_listen = "0.0.0.0:9090";
                o.allow_insecure_bind = true;
              }),
              IsOk());
  EXPECT_THAT(CheckOf([](Options& o) { o.authentication = "password"; }),
              Refuses("tokens or none"));
}

TEST(Options, BeyondThisMachineItIsEncrypted) {
  EXPECT_THAT(CheckOf([](Options& o) { o.grpc_listen_address = "0.0.0.0:9090"; }),
              Refuses("not encrypted"));
  EXPECT_THAT(CheckOf([](Options& o) {
                o.grpc_listen_address = "0.0.0.0:9090";
                o.tls = {"/no/such/certificate", "/no/such/key", ""};
              }),
              Refuses("/no/such/certificate cannot be read"));
  EXPECT_THAT(CheckOf([](Options& o) { o.tls.key_file = "key"; }), Refuses("tls_certificate_file"));
}

// Whoever comes by a socket of this machine has no address that limits could count.
TEST(Options, CallersComeByAddress) {
  for (const char* address : {"unix:/run/sluice", "unix-abstract:sluice", "/run/sluice"}) {
    EXPECT_THAT(CheckOf([&](Options& o) {
                  o.grpc_listen_address = address;
                  o.allow_insecure_bind = true;
                }),
                Refuses("no host:port"));
  }
}

TEST(Options, HttpIsEncryptedByItsOwnKeys) {
  const TlsFiles made = MakeCertificate("http");
  const TlsFiles other = MakeCertificate("other");
  const auto check = [](const std::string& certificate, const std::string& key) {
    return CheckOf([&](Options& o) {
      o.http_listen = "0.0.0.0:9091";
      o.http_tls.certificate_file = certificate;
      o.http_tls.key_file = key;
    });
  };
  EXPECT_THAT(check("", ""), Refuses("http_listen=0.0.0.0:9091"));
  EXPECT_THAT(check(made.certificate_file, made.key_file), IsOk());
  EXPECT_THAT(check(made.certificate_file, ""), Refuses("http_tls_key_file"));
  EXPECT_THAT(check("/no/such/certificate", made.key_file), Refuses("/no/such/certificate"));
  EXPECT_THAT(check(made.certificate_file, other.key_file), Refuses("http_tls_certificate_file"));
}

TEST(Options, TheCertificateOfOneAddressEncryptsNotTheOther) {
  const TlsFiles made = MakeCertificate("one");
  EXPECT_THAT(CheckOf([&](Options& o) {
                o.http_listen = "0.0.0.0:9091";
                o.tls = made;
              }),
              Refuses("http_listen"));
  EXPECT_THAT(CheckOf([&](Options& o) {
                o.grpc_listen_address = "0.0.0.0:9090";
                o.http_tls.certificate_file = made.certificate_file;
                o.http_tls.key_file = made.key_file;
              }),
              Refuses("grpc_listen_address"));
}

TEST(Options, WhoIsAskedNothingIsOnThisMachineEvenWhenItIsEncrypted) {
  const TlsFiles made = MakeCertificate("none");
  EXPECT_THAT(CheckOf([&](Options& o) {
                o.authentication = "none";
                o.http_listen = "0.0.0.0:9091";
                o.http_tls.certificate_file = made.certificate_file;
                o.http_tls.key_file = made.key_file;
              }),
              Refuses("0.0.0.0:9091"));
}

TEST(Options, ThePublicOriginIsAsBrowsersSayIt) {
  const auto check = [](const std::string& origin) {
    return CheckOf([&](Options& o) { o.public_origin = origin; });
  };
  EXPECT_THAT(check("https://sluice.example.com:8443"), IsOk());
  EXPECT_THAT(check("https://sluice.example.com/console"),
              Refuses("write https://sluice.example.com"));
  EXPECT_THAT(check("https://sluice.example.com:443"), Refuses("write https://sluice.example.com"));
}

TEST(Options, SessionsAreNeitherForEverNorForNothing) {
  EXPECT_THAT(CheckOf([](Options& o) { o.session_idle = absl::Seconds(1); }),
              Refuses("session_idle"));
  EXPECT_THAT(CheckOf([](Options& o) { o.session_life = absl::Hours(721); }),
              Refuses("session_life"));
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/options.h"

#include <functional>
#include <string>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;

absl::Status CheckOf(const std::function<void(Options&)>& change) {
  Options options;
  change(options);
  return Check(options);
}

auto Refuses(const std::string& why) {
  return StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(why));
}

TEST(Options, CallersAreAskedUnlessSaidOtherwise) {
  EXPECT_TRUE(Asks(Options()));
  EXPECT_THAT(Check(Options()), IsOk());
  Options none;
  none.authentication = "none";
  EXPECT_FALSE(Asks(none));
  EXPECT_THAT(Check(none), IsOk());
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

TEST(Options, SessionsAreNeitherForEverNorForNothing) {
  EXPECT_THAT(CheckOf([](Options& o) { o.session_idle = absl::Seconds(1); }),
              Refuses("session_idle"));
  EXPECT_THAT(CheckOf([](Options& o) { o.session_life = absl::Hours(721); }),
              Refuses("session_life"));
}

}  // namespace
}  // namespace sluice::controlplane

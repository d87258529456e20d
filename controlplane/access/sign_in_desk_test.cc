#include "controlplane/access/sign_in_desk.h"

#include <string>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/access/secret.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::Optional;

class SignInDeskTest : public ::testing::Test {
 protected:
  SignInDeskTest() {
    ApiToken token = AToken();
    token.role_bindings = {{Role::kOperator, "*"}};
    token.expire_time = clock_.Now() + absl::Hours(24 * 7);
    EXPECT_THAT(store_.CreateApiToken(token, HashOfSecret(secret_), "").status(), IsOk());
  }

  // A write of the console's own page, over TLS.
  BrowserRequest Request(const std::string& cookie = "") {
    BrowserRequest request = {.is_write = true,
                              .is_tls = true,
                              .cookies = {},
                              .origins = {"https://sluice.example.com"},
                              .hosts = {"sluice.example.com"},
                              .intentions = {"1"},
                              .client_address = "10.0.0.1"};
    if (!cookie.empty()) request.cookies = {cookie};
    return request;
  }
  // What a browser sends back of a Set-Cookie.
  static std::string CookieOf(const std::string& set_cookie) {
    return set_cookie.substr(0, set_cookie.find(';'));
  }
  std::string SignIn() { return CookieOf(desk_.SignIn(Request(), secret_)->set_cookie); }

  SimulatedClock clock_;
  InMemoryStore store_;
  const std::string secret_ = NewSecret(SecretKind::kToken);
  Gatekeeper gatekeeper_{store_, store_, clock_, {}};
  SignInDesk desk_{store_, store_, gatekeeper_, clock_, {}};
};

TEST_F(SignInDeskTest, ATokenBeginsASessionThatScriptsCannotReadAndOtherSitesCannotUse) {
  const auto signed_in = desk_.SignIn(Request(), secret_);
  ASSERT_THAT(signed_in.status(), IsOk());
  EXPECT_THAT(signed_in->set_cookie,
              MatchesRegex("__Host-sluice_session=sls_[A-Za-z0-9_-]+; Path=/; Max-Age=43200; "
                           "HttpOnly; SameSite=Strict; Secure"));
  EXPECT_THAT(signed_in->set_cookie, Not(HasSubstr(secret_)));
  EXPECT_EQ(signed_in->caller.name, "ada");
}

TEST_F(SignInDeskTest, TheSessionsCookieBecomesTheCallsAuthorization) {
  const std::string cookie = SignIn();
  const auto authorization = desk_.AuthorizationOf(Request("theme=dark; " + cookie + "; x=y"));
  ASSERT_THAT(authorization.status(), IsOk());
  ASSERT_TRUE(authorization->has_value());
  const auto secret = SecretIn({**authorization});
  EXPECT_THAT(gatekeeper_.Admit(secret, "connectors.update")->name, Eq("ada"));
}

TEST_F(SignInDeskTest, CurrentSaysWhoIsSignedInAndUntilWhen) {
  const std::string cookie = SignIn();
  BrowserRequest request = Request(cookie);
  request.is_write = false;
  request.origins.clear();  // Browsers leave it out where they only read of their own site.
  const auto caller = desk_.Current(request);
  ASSERT_THAT(caller.status(), IsOk());
  EXPECT_EQ(caller->display_name, AToken().display_name);
  EXPECT_THAT(caller->expire_time, Optional(clock_.Now() + absl::Hours(12)));
  request.cookies.clear();
  EXPECT_EQ(ReasonOf(desk_.Current(request).status()), "TOKEN_MISSING");
}

TEST_F(SignInDeskTest, SigningOutEndsTheSessionAndForgetsTheCookie) {
  const std::string cookie = SignIn();
  const auto set_cookie = desk_.SignOut(Request(cookie));
  ASSERT_THAT(set_cookie.status(), IsOk());
  EXPECT_THAT(*set_cookie, AllOf(HasSubstr("__Host-sluice_session=;"), HasSubstr("Max-Age=0")));
  EXPECT_EQ(ReasonOf(desk_.Current(Request(cookie)).status()), "SESSION_ENDED");
  EXPECT_THAT(desk_.SignOut(Request()).status(), IsOk());
}

TEST_F(SignInDeskTest, SigningInAgainEndsTheSessionBefore) {
  const std::string first = SignIn();
  const auto second = desk_.SignIn(Request(first), secret_);
  ASSERT_THAT(second.status(), IsOk());
  EXPECT_EQ(ReasonOf(desk_.Current(Request(first)).status()), "SESSION_ENDED");
  EXPECT_THAT(desk_.Current(Request(CookieOf(second->set_cookie))).status(), IsOk());
}

TEST_F(SignInDeskTest, ACodeSignsInOnce) {
  const std::string code = NewSecret(SecretKind::kSignInCode);
  ASSERT_THAT(store_.CreateSignInCode(HashOfSecret(code), "ada", HashOfSecret(secret_),
                                      clock_.Now() + absl::Minutes(5), clock_.Now()),
              IsOk());
  EXPECT_EQ(desk_.SignIn(Request(), code)->caller.name, "ada");
  EXPECT_EQ(ReasonOf(desk_.SignIn(Request(), code).status()), "SIGN_IN_CODE_INVALID");
}

// Somebody makes the token's secret anew as soon as the former one was found.
class ReplacedMeanwhile : public InMemoryStore {
 public:
  absl::StatusOr<std::optional<ApiToken>> FindApiToken(absl::string_view hash) override {
    auto found = InMemoryStore::FindApiToken(hash);
    EXPECT_THAT(ReplaceApiToken(AToken(), HashOfSecret("another")), IsOk());
    return found;
  }
  absl::StatusOr<std::optional<std::string>> FindSignInCode(absl::string_view hash,
                                                            absl::Time now) override {
    auto found = InMemoryStore::FindSignInCode(hash, now);
    EXPECT_THAT(ReplaceApiToken(AToken(), HashOfSecret("another")), IsOk());
    return found;
  }
};

TEST_F(SignInDeskTest, GivenASecretThatIsReplacedMeanwhileThenNothingBegins) {
  const std::string code = NewSecret(SecretKind::kSignInCode);
  for (const auto& [shown, reason] :
       {std::pair(secret_, "TOKEN_INVALID"), std::pair(code, "SIGN_IN_CODE_INVALID")}) {
    SimulatedClock clock(kT0);
    ReplacedMeanwhile store;
    Gatekeeper gatekeeper(store, store, clock, {});
    SignInDesk desk(store, store, gatekeeper, clock, {});
    ASSERT_THAT(store.CreateApiToken(AToken(), HashOfSecret(secret_), "").status(), IsOk());
    ASSERT_THAT(store.CreateSignInCode(HashOfSecret(code), "ada", HashOfSecret(secret_),
                                       kT0 + absl::Minutes(5), kT0),
                IsOk());
    EXPECT_EQ(ReasonOf(desk.SignIn(Request(), shown).status()), reason);
  }
}

TEST_F(SignInDeskTest, InClearOnThisMachineTheCookieIsNamedOtherwise) {
  BrowserRequest request = Request();
  request.is_tls = false;
  request.hosts = {"127.0.0.1:8080"};
  request.origins = {"http://127.0.0.1:8080"};
  const auto signed_in = desk_.SignIn(request, secret_);
  ASSERT_THAT(signed_in.status(), IsOk());
  EXPECT_THAT(signed_in->set_cookie, MatchesRegex("sluice_session=sls_.*"));
  EXPECT_THAT(signed_in->set_cookie, Not(HasSubstr("Secure")));
}

TEST_F(SignInDeskTest, BehindAProxyThePublicOriginCounts) {
  SignInDesk desk(store_, store_, gatekeeper_, clock_,
                  {.public_origin = "https://sluice.example.com"});
  BrowserRequest request = Request();
  request.is_tls = false;
  request.hosts = {"10.1.2.3:8080"};
  const auto signed_in = desk.SignIn(request, secret_);
  ASSERT_THAT(signed_in.status(), IsOk());
  EXPECT_THAT(signed_in->set_cookie, AllOf(HasSubstr("__Host-"), HasSubstr("Secure")));
  request.origins = {"http://10.1.2.3:8080"};
  EXPECT_EQ(ReasonOf(desk.SignIn(request, secret_).status()), "CROSS_SITE_REQUEST");
}

TEST_F(SignInDeskTest, WhereNobodyIsAskedThisMachineAndThePublicOriginAreTheOnlyHosts) {
  Gatekeeper open(store_, store_, clock_, {.asks = false});
  SignInDesk desk(store_, store_, open, clock_, {.public_origin = "https://sluice.example.com"});
  BrowserRequest request = Request();
  request.is_write = false;
  request.origins.clear();
  for (const char* host :
       {"sluice.example.com", "Sluice.Example.com", "127.0.0.1:80", "[::1]:80", "localhost:9091"}) {
    request.hosts = {host};
    EXPECT_THAT(desk.AuthorizationOf(request).status(), IsOk()) << host;
  }
  for (const char* host :
       {"evil.example", "sluice.example.com.evil.example", "", "localhost.evil"}) {
    request.hosts = {host};
    EXPECT_THAT(desk.AuthorizationOf(request), HasReason("CROSS_SITE_REQUEST")) << host;
  }
}

TEST_F(SignInDeskTest, AnEmptyHostIsNobodys) {
  Gatekeeper open(store_, store_, clock_, {.asks = false});
  SignInDesk desk(store_, store_, open, clock_, {});
  BrowserRequest request = Request();
  request.hosts = {""};
  EXPECT_THAT(desk.AuthorizationOf(request), HasReason("CROSS_SITE_REQUEST"));
}

TEST_F(SignInDeskTest, ASessionEndsWithItsTokenAtTheLatest) {
  clock_.Advance(absl::Hours(24 * 7 - 1));
  const auto signed_in = desk_.SignIn(Request(), secret_);
  ASSERT_THAT(signed_in.status(), IsOk());
  EXPECT_THAT(signed_in->set_cookie, HasSubstr("Max-Age=3600"));
  clock_.Advance(absl::Hours(1));
  EXPECT_FALSE(desk_.Current(Request(CookieOf(signed_in->set_cookie))).ok());
}

TEST_F(SignInDeskTest, WhereNobodyIsAskedNobodySignsInAndEverybodyMay) {
  Gatekeeper open(store_, store_, clock_, {.asks = false});
  SignInDesk desk(store_, store_, open, clock_, {});
  BrowserRequest request = Request();
  request.hosts = {"127.0.0.1:8080"};
  request.is_tls = false;
  request.origins = {"http://127.0.0.1:8080"};
  EXPECT_EQ(ReasonOf(desk.SignIn(request, secret_).status()), "AUTHENTICATION_OFF");
  EXPECT_THAT(desk.AuthorizationOf(request), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(desk.Current(request).status(), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane

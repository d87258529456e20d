#include "controlplane/gateway/session_pages.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/http/server/tls_client.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/access/secret.h"
#include "controlplane/gateway/gateway_world.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Ada's token, which is an operator's, and a desk where she signs in.
struct Desk {
  Desk() {
    ApiToken token = AToken();
    token.role_bindings = {{Role::kOperator, "*"}};
    token.expire_time = clock.Now() + absl::Hours(24);
    EXPECT_THAT(store.CreateApiToken(token, HashOfSecret(secret), "").status(), IsOk());
  }

  SimulatedClock clock;
  InMemoryStore store;
  Gatekeeper gatekeeper{store, store, clock, {}};
  SignInDesk desk{store, store, gatekeeper, clock, {}};
  SessionPages pages{desk, gatekeeper, /*behind_proxy=*/true};
  const std::string secret = NewSecret(SecretKind::kToken);
};

// A browser at the console's address, over a real connection.
class SessionPagesTest : protected Desk, public GatewayWorld {
 protected:
  explicit SessionPagesTest(http::HttpServerOptions limits = {})
      : GatewayWorld(std::move(limits), {},
                     {.sessions = [this](const http::ServerRequest& request) {
                       return pages.Answer(request);
                     }}) {}

  http::Headers OfThePage(const std::string& cookie = "") const {
    http::Headers headers = {{"Host", "127.0.0.1:9091"},
                             {"Origin", absl::StrCat(scheme_, "://127.0.0.1:9091")},
                             {"X-Sluice-Request", "1"}};
    if (!cookie.empty()) headers.Add("Cookie", cookie);
    return headers;
  }
  Got SignIn(const std::string& body) { return Ask("POST", "/v1/sessions", body, OfThePage()); }
  std::string WithToken() const { return absl::StrCat(R"({"token": ")", secret, "\"}"); }
  std::string CookieOf(const Got& got) const {
    return got.Header("Set-Cookie").substr(0, got.Header("Set-Cookie").find(';'));
  }

  std::string scheme_ = "http";
};

// The same within TLS.
class SecureSessionPagesTest : public SessionPagesTest {
 protected:
  SecureSessionPagesTest() : SessionPagesTest({.tls = http::MakeTestIdentity()}) {
    scheme_ = "https";
  }
};

TEST_F(SessionPagesTest, ATokenBecomesACookieThatNoScriptCanRead) {
  const Got got = SignIn(WithToken());

  EXPECT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(got.Json()["displayName"], AToken().display_name);
  EXPECT_THAT(got.Header("Set-Cookie"), HasSubstr("HttpOnly; SameSite=Strict"));
  EXPECT_THAT(got.body + got.Header("Set-Cookie"), Not(HasSubstr(WithToken().substr(11, 20))));
}

TEST_F(SessionPagesTest, TheCookieSaysWhoCalls) {
  const std::string cookie = CookieOf(SignIn(WithToken()));

  EXPECT_EQ(Ask("GET", "/v1/sessions/current", "", OfThePage(cookie)).status, 200);
  http::ServerRequest request;
  request.method = "GET";
  request.headers = OfThePage(cookie);
  const auto shown = pages.Of(request);
  ASSERT_THAT(shown.status(), IsOk());
  EXPECT_TRUE(shown->by_itself);
  ASSERT_EQ(shown->metadata.size(), 1u);
  EXPECT_EQ(shown->metadata[0].second,
            absl::StrCat("Bearer ", cookie.substr(cookie.find('=') + 1)));
}

TEST_F(SessionPagesTest, InClearTheCookieIsNotSecureAsNoBrowserWouldSendIt) {
  EXPECT_THAT(SignIn(WithToken()).Header("Set-Cookie"),
              AllOf(StartsWith("sluice_session="), Not(HasSubstr("Secure"))));
}

TEST_F(SecureSessionPagesTest, TheCookieIsForThisHostAndForTlsOnly) {
  const Got got = SignIn(WithToken());

  EXPECT_EQ(got.status, 200) << got.body;
  EXPECT_THAT(got.Header("Set-Cookie"),
              AllOf(StartsWith("__Host-sluice_session=sls_"), HasSubstr("; Path=/;"),
                    EndsWith("; HttpOnly; SameSite=Strict; Secure"), Not(HasSubstr("Domain"))));
  const std::string cookie = CookieOf(got);
  EXPECT_EQ(Ask("GET", "/v1/sessions/current", "", OfThePage(cookie)).status, 200);
  EXPECT_EQ(Ask("DELETE", "/v1/sessions/current", "", OfThePage(cookie)).status, 200);
  EXPECT_EQ(Ask("GET", "/v1/sessions/current", "", OfThePage(cookie)).Error(),
            "UNAUTHENTICATED SESSION_ENDED");
}

TEST_F(SecureSessionPagesTest, ACookieThatMayHaveBeenSetInClearSignsNobodyIn) {
  const std::string cookie = CookieOf(SignIn(WithToken()));
  const std::string without_prefix = cookie.substr(std::string("__Host-").size());
  EXPECT_EQ(Ask("GET", "/v1/sessions/current", "", OfThePage(without_prefix)).Error(),
            "UNAUTHENTICATED TOKEN_MISSING");
}

TEST_F(SecureSessionPagesTest, APageThatCameInClearSignsNobodyIn) {
  scheme_ = "http";
  EXPECT_EQ(SignIn(WithToken()).Error(), "PERMISSION_DENIED CROSS_SITE_REQUEST");
}

TEST_F(SessionPagesTest, SigningOutEndsIt) {
  const std::string cookie = CookieOf(SignIn(WithToken()));

  const Got out = Ask("DELETE", "/v1/sessions/current", "", OfThePage(cookie));

  EXPECT_EQ(out.status, 200) << out.body;
  EXPECT_THAT(out.Header("Set-Cookie"), HasSubstr("Max-Age=0"));
  EXPECT_EQ(Ask("GET", "/v1/sessions/current", "", OfThePage(cookie)).Error(),
            "UNAUTHENTICATED SESSION_ENDED");
}

TEST_F(SessionPagesTest, WhatIsShownMustBeOneTokenOrOneCode) {
  for (const std::string body :
       {"", "{}", "[]", R"({"token": 1})", R"({"token": "a", "code": "b"})", R"({"user": "ada"})",
        R"({"token": "a",})", "token"}) {
    EXPECT_EQ(SignIn(body).Error(), "INVALID_ARGUMENT BODY_MALFORMED") << body;
  }
  EXPECT_EQ(SignIn(R"({"token": "wrong"})").Error(), "UNAUTHENTICATED TOKEN_INVALID");
}

TEST_F(SessionPagesTest, AFormOfAnotherSiteSignsNobodyInOrOut) {
  http::Headers foreign = {{"Host", "127.0.0.1:9091"}, {"Origin", "http://elsewhere.example"}};
  EXPECT_EQ(Ask("POST", "/v1/sessions", WithToken(), foreign).Error(),
            "PERMISSION_DENIED CROSS_SITE_REQUEST");
  foreign.Add("Cookie", CookieOf(SignIn(WithToken())));
  EXPECT_EQ(Ask("DELETE", "/v1/sessions/current", "", foreign).Error(),
            "PERMISSION_DENIED CROSS_SITE_REQUEST");
}

TEST_F(SessionPagesTest, AProgramThatIsNoBrowserNeedsNoOrigin) {
  http::ServerRequest request;
  request.method = "POST";
  request.headers = {{"Host", "127.0.0.1:9091"}};

  const auto shown = pages.Of(request);

  ASSERT_THAT(shown.status(), IsOk());
  EXPECT_TRUE(shown->metadata.empty());
  request.headers.Add("Authorization", "Bearer slc_x");
  EXPECT_FALSE(pages.Of(request)->by_itself);
}

// A name of somebody else's that leads here makes his pages ours, and they may set any header.
TEST_F(SessionPagesTest, WhereNobodyIsAskedAnAuthorizationProvesNothing) {
  Gatekeeper open(store, store, clock, {.asks = false});
  SignInDesk open_desk(store, store, open, clock, {});
  SessionPages open_pages(open_desk, open, false);
  http::ServerRequest request;
  request.method = "GET";
  request.headers = {{"Host", "evil.example:9091"}, {"Authorization", "Bearer x"}};

  EXPECT_THAT(open_pages.Of(request), HasReason("CROSS_SITE_REQUEST"));

  request.headers.Set("Host", "127.0.0.1:9091");
  EXPECT_THAT(open_pages.Of(request).status(), IsOk());
}

TEST_F(SessionPagesTest, BehindAProxyEachAddressHasItsOwnFailures) {
  const auto sign_in_from = [&](const std::string& client, const std::string& body) {
    http::Headers headers = OfThePage();
    headers.Add("X-Forwarded-For", absl::StrCat("198.51.100.7, ", client));
    return Ask("POST", "/v1/sessions", body, headers);
  };
  for (int i = 0; i < 10; ++i) sign_in_from("192.0.2.1", R"({"token": "wrong"})");

  for (const char* same : {"192.0.2.1", "192.0.2.1:5678", "::ffff:192.0.2.1"}) {
    EXPECT_EQ(sign_in_from(same, WithToken()).Error(), "RESOURCE_EXHAUSTED TOO_MANY_SIGN_INS");
  }
  EXPECT_EQ(sign_in_from("[2001:db8::1]:5678", WithToken()).status, 200);
  EXPECT_EQ(sign_in_from("192.0.2.2", WithToken()).status, 200);
}

TEST_F(SessionPagesTest, GivenAClosedGatewayThenNobodyAsksTheStore) {
  gateway_->Close();
  EXPECT_EQ(SignIn(WithToken()).status, 503);
}

TEST_F(SessionPagesTest, OtherMethodsAndPathsAreNamed) {
  EXPECT_EQ(Ask("GET", "/v1/sessions", "", OfThePage()).Error(),
            "UNIMPLEMENTED METHOD_NOT_ALLOWED");
  EXPECT_EQ(Ask("PUT", "/v1/sessions/current", "", OfThePage()).Header("Allow"),
            "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(Ask("GET", "/v1/sessions/ada", "", OfThePage()).Error(), "NOT_FOUND PATH_NOT_FOUND");
}

}  // namespace
}  // namespace sluice::controlplane

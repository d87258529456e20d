#include <cctype>
#include <functional>
#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/access/secret.h"
#include "controlplane/access/sign_in_desk.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// What somebody may try who wants in and must not, one named case each. Each changes one thing of
// a world in which everything is right.
namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHost[] = "sluice.example.com";
constexpr char kOrigin[] = "https://sluice.example.com";

// Ada's token, a session and a code of hers, a worker's token, and an attacker's next request.
struct Attack {
  Attack() {
    ApiToken token = AToken();
    token.role_bindings = {{Role::kAdmin, "*"}};
    token.expire_time = clock.Now() + absl::Hours(24);
    Add(token, secret);
    ApiToken worker = token;
    worker.id = "worker";
    worker.kind = TokenKind::kWorker;
    worker.role_bindings.clear();
    Add(worker, worker_secret);
    EXPECT_THAT(store.CreateSignInCode(HashOfSecret(code), "ada", HashOfSecret(secret),
                                       clock.Now() + absl::Minutes(5), clock.Now()),
                IsOk());
    const absl::Time now = clock.Now();
    EXPECT_THAT(store.CreateSession({"ada", now, now, now + absl::Hours(12)}, HashOfSecret(session),
                                    HashOfSecret(secret)),
                IsOk());
    request = {.is_write = true,
               .is_tls = true,
               .cookies = {},
               .origins = {kOrigin},
               .hosts = {kHost},
               .intentions = {"1"},
               .client_address = "10.0.0.66"};
  }

  void Add(const ApiToken& token, const std::string& of) {
    EXPECT_THAT(store.CreateApiToken(token, HashOfSecret(of), "").status(), IsOk());
  }
  std::string Cookie(const std::string& value) const { return "__Host-sluice_session=" + value; }

  absl::Status SignIn(const std::string& shown) { return desk.SignIn(request, shown).status(); }
  // The session's cookie, with a call that writes.
  absl::Status Use(const std::string& value) {
    request.cookies = {Cookie(value)};
    return Use();
  }
  absl::Status Use() {
    const auto authorization = desk.AuthorizationOf(request);
    if (!authorization.ok()) return authorization.status();
    std::vector<std::string> shown;
    if (authorization->has_value()) shown.push_back(**authorization);
    return gatekeeper.Admit(SecretIn(shown), "connectors.update").status();
  }

  SimulatedClock clock;
  InMemoryStore store;
  const std::string secret = NewSecret(SecretKind::kToken);
  const std::string worker_secret = NewSecret(SecretKind::kToken);
  const std::string code = NewSecret(SecretKind::kSignInCode);
  const std::string session = NewSecret(SecretKind::kSession);
  Gatekeeper gatekeeper{store, store, clock, {}};
  SignInDesk desk{store, store, gatekeeper, clock, {}};
  BrowserRequest request;
};

struct Case {
  const char* name;
  const char* reason;  // With which it fails.
  std::function<absl::Status(Attack&)> attempt;
};

const std::vector<Case>& Cases() {
  static const auto& cases = *new std::vector<Case>{
      {"AnEmptySecret", "TOKEN_INVALID", [](Attack& a) { return a.SignIn(""); }},
      {"ASecretOfNobody", "TOKEN_INVALID",
       [](Attack& a) { return a.SignIn(NewSecret(SecretKind::kToken)); }},
      {"ASecretWithOneLetterMore", "TOKEN_INVALID",
       [](Attack& a) { return a.SignIn(a.secret + "a"); }},
      {"ASecretInAnotherCase", "TOKEN_INVALID",
       [](Attack& a) {
         std::string upper = a.secret;
         for (char& c : upper) c = static_cast<char>(std::toupper(c));
         return a.SignIn(upper);
       }},
      {"TheHashThatADatabaseLeaked", "TOKEN_INVALID",
       [](Attack& a) { return a.SignIn(HashOfSecret(a.secret)); }},
      {"TheHashThatADatabaseLeakedInATokensForm", "TOKEN_INVALID",
       [](Attack& a) { return a.SignIn("slc_" + HashOfSecret(a.secret).substr(0, 43)); }},
      {"SqlInTheSecret", "TOKEN_INVALID",
       [](Attack& a) { return a.SignIn("slc_' OR 1=1 --aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"); }},
      {"AMegabyteAsASecret", "TOKEN_INVALID",
       [](Attack& a) { return a.SignIn(std::string(1 << 20, 'a')); }},
      {"ANulInTheSecret", "TOKEN_INVALID",
       [](Attack& a) { return a.SignIn(a.secret + std::string(1, '\0')); }},
      {"AnExpiredToken", "TOKEN_EXPIRED",
       [](Attack& a) {
         a.clock.Advance(absl::Hours(24));
         return a.SignIn(a.secret);
       }},
      {"ARevokedToken", "TOKEN_REVOKED",
       [](Attack& a) {
         (void)a.store.RevokeApiToken("ada", "grace", a.clock.Now());
         return a.SignIn(a.secret);
       }},
      {"AWorkersToken", "NOT_PERMITTED", [](Attack& a) { return a.SignIn(a.worker_secret); }},
      {"ASessionsSecretAsAToken", "TOKEN_INVALID", [](Attack& a) { return a.SignIn(a.session); }},
      {"ACodeASecondTime", "SIGN_IN_CODE_INVALID",
       [](Attack& a) {
         EXPECT_THAT(a.SignIn(a.code), IsOk());
         return a.SignIn(a.code);
       }},
      {"ACodeThatIsTooOld", "SIGN_IN_CODE_INVALID",
       [](Attack& a) {
         a.clock.Advance(absl::Minutes(5));
         return a.SignIn(a.code);
       }},
      {"ACodeOfARevokedToken", "SIGN_IN_CODE_INVALID",
       [](Attack& a) {
         (void)a.store.RevokeApiToken("ada", "grace", a.clock.Now());
         return a.SignIn(a.code);
       }},
      {"ACodeWithACall", "TOKEN_INVALID",
       [](Attack& a) {
         return a.gatekeeper.Admit(SecretIn({"Bearer " + a.code}), "connectors.update").status();
       }},
      {"SigningInFromAnotherSite", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.origins = {"https://evil.example.com"};
         return a.SignIn(a.secret);
       }},
      {"AFormOfAnotherSiteWithoutTheHeader", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.intentions.clear();
         return a.SignIn(a.secret);
       }},
      {"AWriteFromAnotherSiteWithTheSessionsCookie", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.origins = {"https://evil.example.com"};
         return a.Use(a.session);
       }},
      {"AWriteFromASiblingDomain", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.origins = {"https://evil.sluice.example.com"};
         return a.Use(a.session);
       }},
      {"AWriteFromAnotherPortOfTheHost", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.origins = {std::string(kOrigin) + ":8443"};
         return a.Use(a.session);
       }},
      {"AWriteFromTheSameHostInClear", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.origins = {"http://sluice.example.com"};
         return a.Use(a.session);
       }},
      {"AWriteFromASandboxedFrame", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.origins = {"null"};
         return a.Use(a.session);
       }},
      {"AWriteWithoutAnOrigin", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.origins.clear();
         return a.Use(a.session);
       }},
      {"AWriteWithAnEmptyHeader", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.intentions = {""};
         return a.Use(a.session);
       }},
      {"TwoOrigins", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.origins = {kOrigin, "https://evil.example.com"};
         return a.Use(a.session);
       }},
      {"TwoHosts", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.hosts = {kHost, "evil.example.com"};
         return a.Use(a.session);
       }},
      {"AReadFromAnotherSite", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.is_write = false;
         a.request.origins = {"https://evil.example.com"};
         return a.Use(a.session);
       }},
      {"ASessionThatSomebodyMadeUp", "SESSION_ENDED",
       [](Attack& a) { return a.Use(NewSecret(SecretKind::kSession)); }},
      {"ASessionPutIntoTheBrowserBeforeSigningIn", "SESSION_ENDED",
       [](Attack& a) {
         const std::string planted = NewSecret(SecretKind::kSession);
         a.request.cookies = {a.Cookie(planted)};
         EXPECT_THAT(a.SignIn(a.secret), IsOk());
         return a.Use(planted);
       }},
      {"ASecondCookieBesideTheSessions", "SESSION_ENDED",
       [](Attack& a) {
         a.request.cookies = {a.Cookie(a.session) + "; " +
                              a.Cookie(NewSecret(SecretKind::kSession))};
         return a.Use();
       }},
      {"TheCookieOfAConnectionInClearOverTls", "TOKEN_MISSING",
       [](Attack& a) {
         a.request.cookies = {"sluice_session=" + a.session};
         return a.Use();
       }},
      {"ATokenAsASession", "SESSION_ENDED", [](Attack& a) { return a.Use(a.secret); }},
      {"ASessionAfterSigningOut", "SESSION_ENDED",
       [](Attack& a) {
         a.request.cookies = {a.Cookie(a.session)};
         EXPECT_THAT(a.desk.SignOut(a.request).status(), IsOk());
         return a.Use();
       }},
      {"ASessionThatNobodyUsed", "SESSION_ENDED",
       [](Attack& a) {
         a.clock.Advance(absl::Hours(1));
         return a.Use(a.session);
       }},
      {"ASessionThatWasKeptBusyForTooLong", "SESSION_ENDED",
       [](Attack& a) {
         for (int i = 0; i < 12 * 2; ++i) {
           EXPECT_THAT(a.Use(a.session), IsOk());
           a.clock.Advance(absl::Minutes(30));
         }
         return a.Use(a.session);
       }},
      {"ASessionOfARevokedToken", "SESSION_ENDED",
       [](Attack& a) {
         (void)a.store.RevokeApiToken("ada", "grace", a.clock.Now());
         return a.Use(a.session);
       }},
      {"SigningAnotherOutFromAnotherSite", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         a.request.cookies = {a.Cookie(a.session)};
         a.request.origins = {"https://evil.example.com"};
         return a.desk.SignOut(a.request).status();
       }},
      {"GuessingUntilItFits", "TOO_MANY_SIGN_INS",
       [](Attack& a) {
         for (int i = 0; i < 10; ++i) (void)a.SignIn(NewSecret(SecretKind::kToken));
         return a.SignIn(a.secret);
       }},
      {"GuessingFromManyAddressesOfOneNetwork", "TOO_MANY_SIGN_INS",
       [](Attack& a) {
         for (int i = 0; i < 10; ++i) {
           a.request.client_address = "2001:db8::" + std::to_string(i + 1);
           (void)a.SignIn(NewSecret(SecretKind::kToken));
         }
         a.request.client_address = "2001:db8::ffff";
         return a.SignIn(a.secret);
       }},
      {"ANameThatLeadsHereWhereNobodyIsAsked", "CROSS_SITE_REQUEST",
       [](Attack& a) {
         Gatekeeper open(a.store, a.store, a.clock, {.asks = false});
         SignInDesk desk(a.store, a.store, open, a.clock, {});
         a.request.is_tls = false;
         a.request.hosts = {"rebound.example.com:8080"};
         a.request.origins = {"http://rebound.example.com:8080"};
         return desk.AuthorizationOf(a.request).status();
       }},
  };
  return cases;
}

class SignInAttacks : public testing::TestWithParam<size_t> {};

TEST_P(SignInAttacks, IsRefusedAndTellsNothing) {
  const Case& one = Cases()[GetParam()];
  Attack attack;
  const absl::Status answer = one.attempt(attack);
  EXPECT_EQ(ReasonOf(answer), one.reason) << answer;
  const std::string told = std::string(answer.message()) + RemedyOf(answer);
  for (const std::string* secret :
       {&attack.secret, &attack.worker_secret, &attack.code, &attack.session}) {
    EXPECT_THAT(told, Not(HasSubstr(*secret)));
    EXPECT_THAT(told, Not(HasSubstr(HashOfSecret(*secret))));
  }
}

INSTANTIATE_TEST_SUITE_P(Each, SignInAttacks, testing::Range(size_t{0}, Cases().size()),
                         [](const auto& info) { return std::string(Cases()[info.param].name); });

// The same world without an attack: everything is let in, so that no case fails by accident.
TEST(SignInWithoutAttack, IsLetIn) {
  Attack none;
  EXPECT_THAT(none.SignIn(none.secret), IsOk());
  EXPECT_THAT(none.SignIn(none.code), IsOk());
  EXPECT_THAT(none.Use(none.session), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane

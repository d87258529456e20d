#include "controlplane/rpc/access_calls.h"

#include <string>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/access/secret.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

// Somebody who was let in, and then no more, before their call was carried out.
class AccessCallsTest : public ::testing::Test {
 protected:
  AccessCallsTest() {
    ApiToken token = AToken();
    token.role_bindings = {{Role::kViewer, "*"}};
    token.expire_time = clock_.Now() + absl::Hours(2);
    EXPECT_THAT(store_.CreateApiToken(token, HashOfSecret(secret_), "").status(), IsOk());
    const absl::Time now = clock_.Now();
    EXPECT_THAT(store_.CreateSession({token.id, now, now, now + absl::Minutes(90)},
                                     HashOfSecret(session_), HashOfSecret(secret_)),
                IsOk());
  }

  Caller Admitted(const std::string& secret) {
    return gatekeeper_.Admit(secret, "signIn.create").value();
  }
  std::string RefusalOfALinkTo(const Caller& caller) {
    v1::SignInLink link;
    return ReasonOf(calls_.CreateSignInLink(caller, &link));
  }

  SimulatedClock clock_;
  InMemoryStore store_;
  const std::string secret_ = NewSecret(SecretKind::kToken);
  const std::string session_ = NewSecret(SecretKind::kSession);
  Gatekeeper gatekeeper_{store_, store_, clock_, {}};
  AccessCalls calls_{store_, store_, gatekeeper_, clock_};
};

TEST_F(AccessCallsTest, GivenTheSessionEndedMeanwhileThenThatIsSaid) {
  const Caller caller = Admitted(session_);
  ASSERT_THAT(store_.EndSession(HashOfSecret(session_)), IsOk());
  EXPECT_EQ(RefusalOfALinkTo(caller), "SESSION_ENDED");
}

TEST_F(AccessCallsTest, GivenTheTokenWasRevokedMeanwhileThenItLetsInNoMore) {
  const Caller caller = Admitted(secret_);
  ASSERT_THAT(store_.RevokeApiToken(caller.name, "", clock_.Now()).status(), IsOk());
  EXPECT_EQ(RefusalOfALinkTo(caller), "TOKEN_INVALID");
}

}  // namespace
}  // namespace sluice::controlplane

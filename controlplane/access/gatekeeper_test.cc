#include "controlplane/access/gatekeeper.h"

#include <string>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/access/refusal.h"
#include "controlplane/access/secret.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

class GatekeeperTest : public ::testing::Test {
 protected:
  GatekeeperTest() {
    ApiToken token = AToken();
    token.role_bindings = {{Role::kOperator, "*"}};
    token.expire_time = clock_.Now() + absl::Hours(2);
    EXPECT_THAT(store_.CreateApiToken(token, HashOfSecret(secret_), "").status(), IsOk());
    const absl::Time now = clock_.Now();
    EXPECT_THAT(store_.CreateSession({"ada", now, now, now + absl::Minutes(90)},
                                     HashOfSecret(session_), HashOfSecret(secret_)),
                IsOk());
  }

  absl::StatusOr<Caller> Admit(const std::string& secret,
                               absl::string_view permission = "connectors.update") {
    return gatekeeper_.Admit(secret, permission);
  }
  std::string Refusal(const std::string& secret,
                      absl::string_view permission = "connectors.update") {
    const absl::Status status = Admit(secret, permission).status();
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(secret)));
    EXPECT_THAT(RemedyOf(status), Not(HasSubstr(secret)));
    return ReasonOf(status);
  }

  SimulatedClock clock_;
  InMemoryStore store_;
  const std::string secret_ = NewSecret(SecretKind::kToken);
  const std::string session_ = NewSecret(SecretKind::kSession);
  Gatekeeper gatekeeper_{store_, store_, clock_, {.session_idle = absl::Hours(1)}};
};

TEST_F(GatekeeperTest, ATokenLetsInWithWhatItsRoleHas) {
  const auto caller = Admit(secret_);
  ASSERT_THAT(caller.status(), IsOk());
  EXPECT_EQ(caller->name, "ada");
  EXPECT_EQ(Refusal(secret_, "instances.create"), "NOT_PERMITTED");
  EXPECT_EQ(MissingPermissionOf(Admit(secret_, "instances.create").status()), "instances.create");
  EXPECT_THAT(RemedyOf(Admit(secret_, "instances.create").status()), HasSubstr("role admin"));
}

TEST_F(GatekeeperTest, WhoShowsNothingOrAStrangersSecretStaysOutside) {
  EXPECT_EQ(ReasonOf(gatekeeper_.Admit(TokenMissing(), "connectors.read").status()),
            "TOKEN_MISSING");
  EXPECT_EQ(Refusal(NewSecret(SecretKind::kToken)), "TOKEN_INVALID");
  EXPECT_EQ(Refusal(NewSecret(SecretKind::kSession)), "SESSION_ENDED");
}

TEST_F(GatekeeperTest, ATokenEndsByTimeAndByRevoking) {
  clock_.Advance(absl::Hours(2));
  EXPECT_EQ(Refusal(secret_), "TOKEN_EXPIRED");
  ASSERT_THAT(store_.RevokeApiToken("ada", "grace", clock_.Now()).status(), IsOk());
  EXPECT_EQ(Refusal(secret_), "TOKEN_REVOKED");
}

TEST_F(GatekeeperTest, ASessionIsItsTokensOwner) {
  const auto caller = Admit(session_);
  ASSERT_THAT(caller.status(), IsOk());
  EXPECT_EQ(caller->name, "ada");
  EXPECT_THAT(caller->expire_time, Optional(clock_.Now() + absl::Minutes(90)));
  EXPECT_EQ(Refusal(session_, "instances.create"), "NOT_PERMITTED");
}

TEST_F(GatekeeperTest, ASessionThatIsUsedLivesOnUntilItsTimeIsOver) {
  clock_.Advance(absl::Minutes(59));
  EXPECT_THAT(Admit(session_).status(), IsOk());
  clock_.Advance(absl::Minutes(30));
  EXPECT_THAT(Admit(session_).status(), IsOk());
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Refusal(session_), "SESSION_ENDED");
}

TEST_F(GatekeeperTest, ASessionThatNobodyUsesEnds) {
  clock_.Advance(absl::Minutes(30));
  // Who only looks on, as a page that was left open, does not use it.
  EXPECT_THAT(gatekeeper_.Admit(session_, "connectors.read", Gatekeeper::Use::kOnlyLook).status(),
              IsOk());
  clock_.Advance(absl::Minutes(30));
  EXPECT_EQ(Refusal(session_), "SESSION_ENDED");
}

TEST_F(GatekeeperTest, RevokingATokenEndsItsSessionsAtOnce) {
  ASSERT_THAT(store_.RevokeApiToken("ada", "grace", clock_.Now()).status(), IsOk());
  EXPECT_EQ(Refusal(session_), "SESSION_ENDED");
}

TEST_F(GatekeeperTest, ATokenThatIsUsedSaysWhenToTheMinute) {
  const absl::Time first = clock_.Now();
  EXPECT_THAT(Admit(secret_).status(), IsOk());
  clock_.Advance(absl::Seconds(59));
  EXPECT_THAT(Admit(secret_).status(), IsOk());
  EXPECT_THAT(store_.GetApiToken("ada")->last_used_time, Optional(first));
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(Admit(secret_).status(), IsOk());
  EXPECT_THAT(store_.GetApiToken("ada")->last_used_time, Optional(first + absl::Minutes(1)));
}

TEST_F(GatekeeperTest, WithTheDatabaseAwayNobodyIsLetIn) {
  store_.FailNext(absl::UnavailableError("away"));
  EXPECT_THAT(Admit(secret_).status(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(GatekeeperTest, WhereNobodyIsAskedEverybodyMayDoEverythingUnnamed) {
  Gatekeeper open(store_, store_, clock_, {.asks = false});
  for (const char* permission : {"apiTokens.create", "workers.connect"}) {
    const auto caller = open.Admit(TokenMissing(), permission);
    ASSERT_THAT(caller.status(), IsOk());
    EXPECT_FALSE(caller->is_known());
  }
  EXPECT_THAT(open.MayAsk(TokenMissing()), IsOk());
  EXPECT_EQ(ReasonOf(gatekeeper_.MayAsk(TokenMissing())), "TOKEN_MISSING");
}

TEST_F(GatekeeperTest, ACallShowsOneSecretOfTheRightForm) {
  EXPECT_THAT(SecretIn({"Bearer " + secret_}), IsOkAndHolds(secret_));
  EXPECT_THAT(SecretIn({"bearer " + session_}), IsOkAndHolds(session_));
  const auto reason = [](const std::vector<std::string>& shown) {
    return ReasonOf(SecretIn(shown).status());
  };
  EXPECT_EQ(reason({}), "TOKEN_MISSING");
  EXPECT_EQ(reason({secret_}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Basic " + secret_}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Bearer"}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Bearer  " + secret_}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Bearer " + secret_ + "x"}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Bearer " + secret_.substr(1)}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Bearer " + NewSecret(SecretKind::kSignInCode)}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Bearer slc_" + std::string(42, 'a') + "'"}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Bearer slc_" + std::string(1 << 20, 'a')}), "TOKEN_INVALID");
  EXPECT_EQ(reason({"Bearer " + secret_, "Bearer " + secret_}), "TOKEN_INVALID");
}

TEST(Secret, TwoAreNeverTheSameAndTheirHashTellsNothing) {
  const std::string one = NewSecret(SecretKind::kToken);
  EXPECT_NE(one, NewSecret(SecretKind::kToken));
  EXPECT_TRUE(HasFormOf(SecretKind::kToken, one));
  EXPECT_FALSE(HasFormOf(SecretKind::kSession, one));
  EXPECT_EQ(one.size(), 47);
  EXPECT_EQ(HashOfSecret("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace sluice::controlplane

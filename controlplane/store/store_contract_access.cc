#include <string>

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// Tokens, sessions and codes for signing in.
namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;

std::string HashOf(char digit) { return std::string(64, digit); }
const std::string kHash = kTokenHash;
const std::string kOther = HashOf('b');

Session ASession(absl::Time now = kT0) { return {"ada", now, now, now + absl::Hours(12)}; }

absl::Time After(int minutes) { return kT0 + absl::Minutes(minutes); }

TEST_P(StoreContract, ATokenIsFoundByTheHashOfItsSecretAndByItsName) {
  ApiTokenStore& tokens = store().api_tokens();
  ApiToken worker = AToken("worker-1");
  worker.kind = TokenKind::kWorker;
  worker.role_bindings.clear();

  EXPECT_THAT(tokens.CreateApiToken(AToken(), kHash, ""), IsOkAndHolds(AToken()));
  EXPECT_THAT(tokens.CreateApiToken(worker, kOther, ""), IsOkAndHolds(worker));

  EXPECT_THAT(tokens.FindApiToken(kHash), IsOkAndHolds(Optional(AToken())));
  EXPECT_THAT(tokens.FindApiToken(kOther), IsOkAndHolds(Optional(worker)));
  EXPECT_THAT(tokens.FindApiToken(HashOf('c')), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(tokens.GetApiToken("worker-1"), IsOkAndHolds(worker));
  EXPECT_THAT(tokens.GetApiToken("nobody"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(tokens.ListApiTokens("", 10), IsOkAndHolds(ElementsAre(AToken(), worker)));
  EXPECT_THAT(tokens.ListApiTokens("", 1), IsOkAndHolds(ElementsAre(AToken())));
  EXPECT_THAT(tokens.ListApiTokens("ada", 10), IsOkAndHolds(ElementsAre(worker)));
}

TEST_P(TokenContract, ANameBelongsToOneTokenEvenWhenThatWasRevoked) {
  EXPECT_THAT(tokens().CreateApiToken(AToken(), kOther, "").status(),
              StatusIs(absl::StatusCode::kAlreadyExists));
  ASSERT_THAT(tokens().RevokeApiToken("ada", "grace", After(1)).status(), IsOk());
  EXPECT_THAT(tokens().CreateApiToken(AToken(), kOther, "").status(),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(tokens().FindApiToken(kOther), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContract, TheRepeatOfARequestGivesItsTokenAnotherSecret) {
  ApiTokenStore& tokens = store().api_tokens();
  ASSERT_THAT(tokens.CreateApiToken(AToken(), kHash, "r1").status(), IsOk());
  ApiToken repeat = AToken();
  repeat.create_time = After(1);
  repeat.display_name = "of no account";

  SessionStore& sessions = store().sessions();
  ASSERT_THAT(sessions.CreateSession(ASession(), HashOf('1'), kHash), IsOk());

  EXPECT_THAT(tokens.CreateApiToken(repeat, kOther, "r1"), IsOkAndHolds(AToken()));

  EXPECT_THAT(sessions.FindSession(HashOf('1')), IsOkAndHolds(Eq(std::nullopt)))
      << "whoever has the first secret";
  EXPECT_THAT(tokens.FindApiToken(kHash), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(tokens.FindApiToken(kOther), IsOkAndHolds(Optional(AToken())));
}

TEST_P(StoreContract, AnotherRequestAnotherPersonOrALaterDayIsNoRepeat) {
  ApiTokenStore& tokens = store().api_tokens();
  ASSERT_THAT(tokens.CreateApiToken(AToken(), kHash, "r1").status(), IsOk());
  const auto refused = StatusIs(absl::StatusCode::kAlreadyExists);
  ApiToken of_another = AToken();
  of_another.created_by = "eve";
  ApiToken later = AToken();
  later.create_time = kT0 + kTokenRequestLife;

  EXPECT_THAT(tokens.CreateApiToken(AToken(), kOther, "r2").status(), refused);
  EXPECT_THAT(tokens.CreateApiToken(AToken(), kOther, "").status(), refused);
  EXPECT_THAT(tokens.CreateApiToken(of_another, kOther, "r1").status(), refused);
  EXPECT_THAT(tokens.CreateApiToken(later, kOther, "r1").status(), refused);
  ASSERT_THAT(tokens.RevokeApiToken("ada", "grace", After(1)).status(), IsOk());
  EXPECT_THAT(tokens.CreateApiToken(AToken(), kOther, "r1").status(), refused);
  EXPECT_THAT(tokens.FindApiToken(kOther), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(TokenContract, RevokingSaysWhoAndWhenAndASecondTimeChangesNothing) {
  const auto revoked = tokens().RevokeApiToken("ada", "grace", After(1));
  ASSERT_THAT(revoked.status(), IsOk());
  EXPECT_THAT(revoked->revoke_time, Optional(After(1)));
  EXPECT_EQ(revoked->revoked_by, "grace");
  EXPECT_THAT(tokens().RevokeApiToken("ada", "eve", After(2)), IsOkAndHolds(*revoked));
  EXPECT_THAT(tokens().FindApiToken(kHash), IsOkAndHolds(Optional(*revoked)));
  EXPECT_THAT(tokens().RevokeApiToken("nobody", "eve", After(2)).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(TokenContract, UsesAreNotedAtMostOnceAMinute) {
  const auto last = [&] { return tokens().GetApiToken("ada")->last_used_time; };
  ASSERT_THAT(tokens().NoteTokenUse("ada", kT0), IsOk());
  EXPECT_THAT(last(), Optional(kT0));
  ASSERT_THAT(tokens().NoteTokenUse("ada", After(1) - absl::Seconds(1)), IsOk());
  EXPECT_THAT(last(), Optional(kT0));
  ASSERT_THAT(tokens().NoteTokenUse("ada", After(1)), IsOk());
  EXPECT_THAT(last(), Optional(After(1)));
  EXPECT_THAT(tokens().NoteTokenUse("nobody", kT0), IsOk());
}

TEST_P(TokenContract, AReplacedTokenHasOnlyItsNewSecretAndNoSessions) {
  ASSERT_THAT(sessions().CreateSession(ASession(), HashOf('1'), kHash), IsOk());
  ASSERT_THAT(tokens().RevokeApiToken("ada", "grace", After(1)).status(), IsOk());
  ApiToken another = AToken();
  another.create_time = After(2);

  ASSERT_THAT(tokens().ReplaceApiToken(another, kOther), IsOk());

  EXPECT_THAT(tokens().FindApiToken(kHash), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(tokens().FindApiToken(kOther), IsOkAndHolds(Optional(another)));
  EXPECT_FALSE(HasSession(HashOf('1')));
  ASSERT_THAT(tokens().ReplaceApiToken(AToken("new"), HashOf('c')), IsOk());
  EXPECT_THAT(tokens().GetApiToken("new"), IsOkAndHolds(AToken("new")));
}

TEST_P(TokenContract, ATokenIsForgottenLongAfterItsEnd) {
  ApiToken long_lived = AToken("pipeline");
  long_lived.expire_time = kT0 + 10 * kDeadTokenLife;
  ASSERT_THAT(tokens().CreateApiToken(long_lived, kOther, "").status(), IsOk());
  ASSERT_THAT(tokens().RevokeApiToken("pipeline", "grace", After(1)).status(), IsOk());

  EXPECT_THAT(tokens().ForgetDeadTokens(After(0) + kDeadTokenLife), IsOkAndHolds(0));
  EXPECT_THAT(tokens().ForgetDeadTokens(After(1) + kDeadTokenLife), IsOkAndHolds(1));
  EXPECT_THAT(tokens().ForgetDeadTokens(AToken().expire_time + kDeadTokenLife), IsOkAndHolds(1));
  EXPECT_THAT(tokens().ListApiTokens("", 10), IsOkAndHolds(IsEmpty()));
}

TEST_P(TokenContract, ASessionIsFoundWithItsToken) {
  ASSERT_THAT(sessions().CreateSession(ASession(), HashOf('1'), kHash), IsOk());
  const auto found = sessions().FindSession(HashOf('1'));
  ASSERT_THAT(found.status(), IsOk());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->session, ASession());
  EXPECT_EQ((*found)->token, AToken());
  EXPECT_FALSE(HasSession(HashOf('2')));
  ASSERT_THAT(sessions().EndSession(HashOf('1')), IsOk());
  EXPECT_FALSE(HasSession(HashOf('1')));
  EXPECT_THAT(sessions().EndSession(HashOf('1')), IsOk());
}

TEST_P(TokenContract, UsesOfASessionAreNotedAtMostOnceAMinute) {
  ASSERT_THAT(sessions().CreateSession(ASession(), HashOf('1'), kHash), IsOk());
  const auto last = [&] {
    return sessions().FindSession(HashOf('1'))->value().session.last_used_time;
  };
  ASSERT_THAT(sessions().NoteSessionUse(HashOf('1'), After(1) - absl::Seconds(1)), IsOk());
  EXPECT_EQ(last(), kT0);
  ASSERT_THAT(sessions().NoteSessionUse(HashOf('1'), After(1)), IsOk());
  EXPECT_EQ(last(), After(1));
}

TEST_P(TokenContract, RevokingATokenEndsWhatWasBegunWithIt) {
  ASSERT_THAT(sessions().CreateSession(ASession(), HashOf('1'), kHash), IsOk());
  ASSERT_THAT(sessions().CreateSignInCode(HashOf('2'), "ada", kHash, After(5), kT0), IsOk());

  ASSERT_THAT(tokens().RevokeApiToken("ada", "grace", After(1)).status(), IsOk());

  EXPECT_FALSE(HasSession(HashOf('1')));
  EXPECT_THAT(sessions().FindSignInCode(HashOf('2'), After(1)), IsOkAndHolds(Eq(std::nullopt)));
  const auto refused = StatusIs(absl::StatusCode::kNotFound);
  EXPECT_THAT(sessions().CreateSession(ASession(), HashOf('3'), kHash), refused);
  EXPECT_THAT(sessions().CreateSignInCode(HashOf('4'), "ada", kHash, After(5), After(1)), refused);
  EXPECT_THAT(sessions().CreateSignInCode(HashOf('4'), "nobody", kHash, After(5), After(1)),
              refused);
}

TEST_P(TokenContract, OneSessionTooManyEndsTheOneThatWasUsedLeastLately) {
  const auto hash = [](int i) { return std::string(64 - 2, '0') + std::to_string(10 + i); };
  for (int i = 0; i < kSessionsPerTokenMax; ++i) {
    ASSERT_THAT(sessions().CreateSession(ASession(After(i)), hash(i), kHash), IsOk());
  }
  ASSERT_THAT(sessions().NoteSessionUse(hash(0), After(100)), IsOk());

  ASSERT_THAT(sessions().CreateSession(ASession(After(101)), HashOf('f'), kHash), IsOk());

  EXPECT_TRUE(HasSession(hash(0)));
  EXPECT_FALSE(HasSession(hash(1)));
  EXPECT_TRUE(HasSession(hash(2)));
  EXPECT_TRUE(HasSession(HashOf('f')));
}

TEST_P(TokenContract, ACodeIsFoundInTime) {
  ASSERT_THAT(sessions().CreateSignInCode(HashOf('1'), "ada", kHash, After(5), kT0), IsOk());

  EXPECT_THAT(sessions().FindSignInCode(HashOf('1'), After(4)), IsOkAndHolds(Optional(Eq("ada"))));
  EXPECT_THAT(sessions().FindSignInCode(HashOf('1'), After(5)), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(sessions().FindSignInCode(HashOf('2'), After(4)), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(TokenContract, ACodeBeginsOneSession) {
  ASSERT_THAT(tokens().CreateApiToken(AToken("eve"), kOther, "").status(), IsOk());
  ASSERT_THAT(sessions().CreateSignInCode(HashOf('1'), "ada", kHash, After(5), kT0), IsOk());
  const auto begin = [&](const std::string& token_id, absl::Time now, char session) {
    return sessions().CreateSession({token_id, now, now, After(60)}, HashOf(session), HashOf('1'));
  };

  const auto refused = StatusIs(absl::StatusCode::kNotFound);
  EXPECT_THAT(begin("eve", After(1), '6'), refused) << "the code is another token's";
  EXPECT_THAT(begin("ada", After(5), '7'), refused) << "the code is too old";
  EXPECT_THAT(begin("ada", After(1), '8'), IsOk());
  EXPECT_THAT(begin("ada", After(1), '9'), refused) << "the code was taken";
  EXPECT_TRUE(HasSession(HashOf('8')));
  EXPECT_FALSE(HasSession(HashOf('6')) || HasSession(HashOf('7')) || HasSession(HashOf('9')));
}

// As one does who was let in with the former secret a moment before it was replaced.
TEST_P(TokenContract, WithASecretThatWasReplacedNothingBegins) {
  ASSERT_THAT(sessions().CreateSession(ASession(), HashOf('1'), kHash), IsOk());
  ASSERT_THAT(sessions().CreateSignInCode(HashOf('2'), "ada", HashOf('1'), After(5), kT0), IsOk());

  ASSERT_THAT(tokens().ReplaceApiToken(AToken(), kOther), IsOk());

  const auto refused = StatusIs(absl::StatusCode::kNotFound);
  for (const std::string& shown : {kHash, HashOf('1'), HashOf('2')}) {
    EXPECT_THAT(sessions().CreateSession(ASession(), HashOf('3'), shown), refused) << shown;
    EXPECT_THAT(sessions().CreateSignInCode(HashOf('4'), "ada", shown, After(5), kT0), refused);
  }
  EXPECT_THAT(sessions().CreateSession(ASession(), HashOf('3'), kOther), IsOk());
  EXPECT_THAT(sessions().CreateSignInCode(HashOf('4'), "ada", kOther, After(5), kT0), IsOk());
}

TEST_P(TokenContract, OnlySoManyCodesAreOpenAtOnce) {
  for (int i = 0; i < kSignInCodesPerTokenMax; ++i) {
    ASSERT_THAT(sessions().CreateSignInCode(HashOf('0' + i), "ada", kHash, After(5), kT0), IsOk());
  }
  EXPECT_THAT(sessions().CreateSignInCode(HashOf('x'), "ada", kHash, After(5), kT0),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(sessions().CreateSignInCode(HashOf('x'), "ada", kHash, After(10), After(5)), IsOk());
}

TEST_P(TokenContract, WhatNobodyUsesIsForgotten) {
  ASSERT_THAT(sessions().CreateSession(ASession(kT0), HashOf('1'), kHash), IsOk());
  ASSERT_THAT(sessions().CreateSession(ASession(After(2)), HashOf('2'), kHash), IsOk());
  ASSERT_THAT(sessions().CreateSignInCode(HashOf('3'), "ada", kHash, After(1), kT0), IsOk());

  EXPECT_THAT(sessions().ForgetSessions(After(1), After(2)), IsOkAndHolds(2));
  EXPECT_FALSE(HasSession(HashOf('1')));
  EXPECT_TRUE(HasSession(HashOf('2')));
  EXPECT_THAT(sessions().ForgetSessions(kT0, ASession(After(2)).expire_time), IsOkAndHolds(1));
}

}  // namespace
}  // namespace sluice::controlplane

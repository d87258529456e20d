#include "dataplane/task/restart_plan.h"

#include <set>
#include <string>

#include "base/status/reason.h"
#include "dataplane/task/restart_pacer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::Le;

absl::Status Error(absl::StatusCode code, const char* reason) {
  return WithReason(absl::Status(code, "something"), reason);
}
const absl::Status kBrokersAway = Error(absl::StatusCode::kUnavailable, "KAFKA_UNAVAILABLE");
const absl::Status kNoTable = Error(absl::StatusCode::kNotFound, "TABLE_NOT_FOUND");
const absl::Status kRejoin = Error(absl::StatusCode::kUnavailable, "KAFKA_REJOIN");

TEST(RestartPlan, EveryCauseHasOneRule) {
  std::set<RestartCause> causes;
  for (const RestartRule& rule : RestartRules()) causes.insert(rule.cause);
  EXPECT_EQ(causes.size(), static_cast<size_t>(RestartCause::kUser) + 1);
  EXPECT_EQ(causes.size(), RestartRules().size());
}

struct Example {
  const char* name;
  absl::Status why;
  RestartCause cause;
  std::vector<int> pauses_s;  // Of the first, the second, … attempt, without jitter.
};

class RestartRuleTest : public testing::TestWithParam<Example> {};

TEST_P(RestartRuleTest, IsTriedAgainForEverAtItsPace) {
  EXPECT_EQ(CauseOf(GetParam().why), GetParam().cause);
  for (size_t i = 0; i < GetParam().pauses_s.size(); ++i) {
    const RestartPlan plan =
        PlanRestart(GetParam().cause, {.attempts = static_cast<int>(i)}, /*chance=*/0);
    EXPECT_EQ(absl::Trunc(plan.pause, absl::Seconds(1)), absl::Seconds(GetParam().pauses_s[i]))
        << i;
    EXPECT_FALSE(plan.slowed);
  }
  const RestartPlan at_last = PlanRestart(GetParam().cause, {.attempts = 100'000}, 0);
  EXPECT_EQ(absl::Trunc(at_last.pause, absl::Seconds(1)),
            absl::Seconds(GetParam().pauses_s.back()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, RestartRuleTest,
    testing::Values(
        Example{
            "ABrokerThatIsAway", kBrokersAway, RestartCause::kSystem, {1, 2, 4, 8, 16, 32, 60, 60}},
        Example{"MaxComputeThatFails",
                Error(absl::StatusCode::kUnavailable, "MAXCOMPUTE_FAILED"),
                RestartCause::kDestination,
                {1, 2, 4, 8, 16, 32, 60, 60}},
        Example{"ALimit",
                Error(absl::StatusCode::kResourceExhausted, "QUOTA_EXCEEDED"),
                RestartCause::kQuota,
                {60, 60, 60}},
        Example{"ATableThatIsGone",
                kNoTable,
                RestartCause::kUser,
                {30, 45, 67, 101, 151, 227, 300, 300}},
        Example{
            "AGroupToBeJoinedAnew", kRejoin, RestartCause::kPasses, {0, 0, 0, 1, 3, 6, 12, 25, 30}},
        Example{"AnotherOwner",
                Error(absl::StatusCode::kAborted, "KAFKA_FENCED"),
                RestartCause::kFenced,
                {3, 6, 12, 24, 30}}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(RestartPlan, ALimitThatNamesATimeIsTriedThenAndNotEarlier) {
  for (double chance : {0.0, 1.0}) {
    EXPECT_EQ(PlanRestart(RestartCause::kQuota, {.hold = absl::Seconds(7)}, chance).pause,
              absl::Seconds(7));
  }
}

TEST(RestartPlan, ChanceShortensAWaitByAFifthAtMost) {
  EXPECT_EQ(PlanRestart(RestartCause::kUser, {}, 1).pause, absl::Seconds(24));
}

TEST(RestartPlan, ATaskThatFallsAgainAndAgainIsBegunSlowlyForItsClassAllTheSame) {
  const RestartPlan slow = PlanRestart(RestartCause::kSystem, {.falls = kFallsMax}, 0);
  EXPECT_TRUE(slow.slowed);
  EXPECT_EQ(slow.pause, kSlowPace);
  EXPECT_FALSE(PlanRestart(RestartCause::kPasses, {.falls = kFallsMax}, 0).slowed);
}

TEST(RestartPacer, AGoodRunForgetsTheWaitsBeforeIt) {
  RestartPacer pacer;
  absl::Duration now = absl::ZeroDuration();
  for (int i = 0; i < 5; ++i) pacer.Next(kBrokersAway, absl::Seconds(1), now += absl::Minutes(1));
  EXPECT_THAT(pacer.Next(kBrokersAway, absl::Seconds(1), now).pause, Ge(absl::Seconds(25)));
  EXPECT_THAT(pacer.Next(kBrokersAway, absl::Minutes(2), now).pause, Le(absl::Seconds(1)));
}

TEST(RestartPacer, AnotherCauseBeginsWithItsOwnFirstWait) {
  RestartPacer pacer;
  for (int i = 0; i < 5; ++i) pacer.Next(kBrokersAway, absl::Seconds(1), absl::ZeroDuration());
  EXPECT_THAT(pacer.Next(kNoTable, absl::Seconds(1), absl::ZeroDuration()).pause,
              AllOf(Ge(absl::Seconds(24)), Le(absl::Seconds(30))));
}

TEST(RestartPacer, GivenGoodRunsThatFallThenItSlowsDownUntilTheyAreLongAgo) {
  RestartPacer pacer;
  absl::Duration now = absl::ZeroDuration();
  std::vector<bool> slowed;
  for (int i = 0; i < kFallsMax; ++i) {
    now += absl::Minutes(1);
    slowed.push_back(pacer.Next(kBrokersAway, absl::Seconds(40), now).slowed);
  }
  EXPECT_THAT(slowed, ElementsAre(false, false, false, false, true));
  now += kFallWindow + absl::Minutes(1);
  EXPECT_FALSE(pacer.Next(kBrokersAway, absl::Minutes(6), now).slowed);
}

TEST(RestartPacer, JoiningAnewIsNoFall) {
  RestartPacer pacer;
  for (int i = 0; i < 20; ++i) {
    EXPECT_FALSE(pacer.Next(kRejoin, absl::Seconds(40), absl::Seconds(i * 40)).slowed);
  }
}

}  // namespace
}  // namespace sluice::dataplane

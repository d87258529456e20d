#include "controlplane/lifecycle/observed_values.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;

TEST(ObservedValues, EveryStateHasASeverityAndIsReadBackByItsName) {
  for (int i = 0; i <= static_cast<int>(ObservedState::kDeleted); ++i) {
    const auto state = static_cast<ObservedState>(i);
    EXPECT_GT(SeverityOf(state), 0) << NameOf(state);
    EXPECT_THAT(ParseObservedState(NameOf(state)), Optional(Eq(state)));
  }
  EXPECT_THAT(ParseObservedState("running"), Eq(std::nullopt));
}

TEST(ObservedValues, WhatIsWrongFirstOfAllIsNoted) {
  Observation observation;
  EXPECT_THAT(ValuesOf(observation).trouble_reason, IsEmpty());
  const absl::Time since = absl::FromUnixSeconds(1'700'000'000);
  observation.trouble = {.problem = {ErrorClass::kUser, "TABLE_NOT_FOUND", "message", "remedy"},
                         .since = since};
  EXPECT_THAT(ValuesOf(observation).trouble_reason, Eq("TABLE_NOT_FOUND"));
  EXPECT_THAT(ValuesOf(observation).trouble_class, Eq(ErrorClass::kUser));
  EXPECT_THAT(ValuesOf(observation).trouble_since, Eq(since));
}

TEST(ObservedValues, ATableWithoutLagIsFreshWhateverTheTimeOfItsNewestRecord) {
  Observation observation;
  EXPECT_THAT(ValuesOf(observation).fresh_until, Eq(absl::InfinitePast()));
  const absl::Time until = absl::FromUnixSeconds(1'700'000'000);
  observation.progress.freshness = {.until = until, .age = absl::Minutes(5)};
  EXPECT_THAT(ValuesOf(observation).fresh_until, Eq(until));
  observation.progress.freshness.age = absl::ZeroDuration();
  EXPECT_THAT(ValuesOf(observation).fresh_until, Eq(absl::InfiniteFuture()));
}

TEST(ObservedValues, TheStalerATableTheHigherItsRankAndTheUnknownIsLowest) {
  const absl::Time times[] = {absl::InfinitePast(), absl::InfiniteFuture(),
                              absl::FromUnixSeconds(1'700'000'001),
                              absl::FromUnixSeconds(1'700'000'000)};
  for (int i = 0; i < 4; ++i) {
    EXPECT_THAT(FreshUntilOf(StaleRankOf(times[i])), Eq(times[i]));
    if (i > 0) {
      EXPECT_LT(StaleRankOf(times[i - 1]), StaleRankOf(times[i]));
    }
  }
}

}  // namespace
}  // namespace sluice::controlplane

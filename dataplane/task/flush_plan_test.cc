#include "dataplane/task/flush_plan.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr BatchLimits kLimits = {.age_min = absl::Seconds(1), .batch_bytes_max = 1000};
constexpr FlushConditions kShort = {.memory_short = true, .held_bytes_max = 100};

// Too young to be due by itself.
OpenBatch Holding(int32_t partition, int64_t bytes) {
  return {.partition = partition, .sessions = 1, .bytes = bytes, .held_bytes = bytes};
}

OpenBatch Aged(int32_t partition, absl::Duration age) {
  return {.partition = partition, .age = age, .sessions = 1};
}

TEST(FlushPlan, WhatIsOldEnoughIsDueTheOldestFirst) {
  EXPECT_THAT(
      PlanFlushes({Aged(0, absl::Seconds(3)), Aged(1, absl::Seconds(2)), Aged(2, absl::Seconds(4))},
                  {}, kLimits),
      ElementsAre(2, 0));
}

TEST(FlushPlan, WhatIsFullOrCompleteIsDueAtAnyAge) {
  OpenBatch full = Holding(0, 1000);
  OpenBatch complete = Holding(1, 10);
  complete.complete = true;

  EXPECT_THAT(PlanFlushes({full, complete, Holding(2, 999)}, {}, kLimits), ElementsAre(0, 1));
}

TEST(FlushPlan, ASourcePartitionWaitsForItsOwnBatchThatIsUnderWay) {
  OpenBatch old = Aged(0, absl::Hours(1));
  old.ready = false;
  EXPECT_THAT(PlanFlushes({old}, {}, kLimits), IsEmpty());
}

TEST(FlushPlan, WhenMemoryIsShortThoseThatHoldMostGoUntilTheRestIsLittleEnough) {
  EXPECT_THAT(PlanFlushes({Holding(0, 40), Holding(1, 300), Holding(2, 50), Holding(3, 60)}, kShort,
                          kLimits),
              ElementsAre(1, 3));
}

// Then only uploads that go on help; flushing small batches would cost sessions for nothing.
TEST(FlushPlan, WhenWhatIsOnItsWayHoldsTheMemoryNothingElseIsDue) {
  EXPECT_THAT(PlanFlushes({Holding(0, 40), Holding(1, 50)}, kShort, kLimits), IsEmpty());
}

TEST(FlushPlan, WhenMemoryIsShortTheLargestOfThoseThatAreDueAnywayGoesFirst) {
  OpenBatch old = Aged(0, absl::Hours(1));
  old.held_bytes = 10;
  OpenBatch large = Aged(1, absl::Minutes(2));
  large.held_bytes = 80;

  EXPECT_THAT(PlanFlushes({old, large}, kShort, kLimits), ElementsAre(1, 0));
}

TEST(FlushPlan, OneThatCannotGoNowIsNoReasonNotToFlushTheNextLargest) {
  OpenBatch under_way = Holding(0, 300);
  under_way.ready = false;

  EXPECT_THAT(PlanFlushes({under_way, Holding(1, 200)}, kShort, kLimits), ElementsAre(1));
}

}  // namespace
}  // namespace sluice::dataplane

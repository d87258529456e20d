#include "tests/bench/spread.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::bench {
namespace {

using ::testing::Eq;

TEST(Spread, TheMedianOfAnOddNumberIsTheMiddleOneWhateverTheOrder) {
  const Spread spread = SpreadOf({3, 1, 100});

  EXPECT_THAT(spread.median, Eq(3));
  EXPECT_THAT(spread.least, Eq(1));
  EXPECT_THAT(spread.most, Eq(100));
}

TEST(Spread, TheMedianOfAnEvenNumberLiesBetweenTheMiddleTwo) {
  EXPECT_THAT(SpreadOf({4, 1, 2, 100}).median, Eq(3));
}

TEST(Spread, IsPrintedWithItsRange) {
  EXPECT_THAT(SpreadOf({0.5, 0.25, 1}).ToString(2), Eq("0.50 (0.25 to 1.00)"));
}

}  // namespace
}  // namespace sluice::bench

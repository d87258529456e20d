#include "dataplane/upload/memory_budget.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using ::testing::Eq;

TEST(MemoryBudget, IsShortFromItsBoundOnUntilAQuarterIsFreeAgain) {
  MemoryBudget budget(100);
  MemoryLease lease(budget, 99);
  EXPECT_FALSE(budget.above_high_mark());

  lease.Set(100);
  EXPECT_TRUE(budget.above_high_mark());

  lease.Set(75);
  EXPECT_FALSE(budget.below_low_mark());
  lease.Set(74);
  EXPECT_TRUE(budget.below_low_mark());
}

TEST(MemoryBudget, ALeaseIsGivenBackOnceHoweverOftenItIsMoved) {
  MemoryBudget budget(100);
  {
    MemoryLease first(budget, 10);
    MemoryLease second = std::move(first);
    MemoryLease third(budget, 5);
    third = std::move(second);

    EXPECT_THAT(third.bytes(), Eq(10));
    EXPECT_THAT(budget.used(), Eq(15));
  }
  EXPECT_THAT(budget.used(), Eq(0));
}

}  // namespace
}  // namespace sluice::dataplane

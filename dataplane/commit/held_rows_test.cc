#include "dataplane/commit/held_rows.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

TEST(HeldRows, KnowsItsRunsAndTheGapsBetweenThem) {
  HeldRows held;
  EXPECT_TRUE(held.empty());
  held.Add(5, 8);
  held.Add(8, 9);
  held.Add(20, 21);

  for (int64_t offset = 0; offset < 30; ++offset) {
    EXPECT_EQ(held.Contains(offset), (offset >= 5 && offset < 9) || offset == 20) << offset;
  }
  EXPECT_EQ(held.size(), 5);
}

TEST(HeldRows, ARowThatIsThereTwiceCountsOnce) {
  HeldRows held;
  held.Add(5, 6);
  held.Add(5, 6);
  held.Add(5, 8);

  EXPECT_EQ(held.size(), 3);
  EXPECT_TRUE(held.Contains(7));
}

}  // namespace
}  // namespace sluice::dataplane

#include "dataplane/commit/redo_plan.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

// Offsets 10 to 19: one session is closed, the other one, from offset 13 on, is dead.
RedoPlan HalfDead() {
  return PlanRedo({.partition = 3,
                   .first_offset = 10,
                   .intent = {.connector_revision = 7,
                              .next_offset = 20,
                              .sessions = {{"a", "pt=a", 1, 6, 10}, {"b", "pt=b", 1, 3, 13}}},
                   .fates = {SessionFate::kClosed, SessionFate::kDead}});
}

TEST(RedoPlan, IsABatchOverTheSameRangeByTheRevisionOfTheIntent) {
  const RedoPlan plan = HalfDead();
  EXPECT_EQ(plan.first_offset, 10);
  EXPECT_EQ(plan.next_offset, 20);
  EXPECT_EQ(plan.revision, 7);
  EXPECT_EQ(plan.rows, 3);
}

TEST(RedoPlan, TakesRowsOfDeadSessionsOnly) {
  const RedoPlan plan = HalfDead();
  EXPECT_TRUE(plan.Takes("pt=b", 13));
  EXPECT_TRUE(plan.Takes("pt=b", 19));
  EXPECT_FALSE(plan.Takes("pt=a", 13));
  EXPECT_FALSE(plan.Takes("pt=c", 13));
}

TEST(RedoPlan, TakesNothingBeforeTheSessionsFirstRowNorBeyondTheRange) {
  const RedoPlan plan = HalfDead();
  EXPECT_FALSE(plan.Takes("pt=b", 12));
  EXPECT_FALSE(plan.Takes("pt=b", 20));
}

TEST(RedoPlan, EndsWhereReadingStandsNotAtARecord) {
  EXPECT_FALSE(HalfDead().EndsAt(19));
  EXPECT_TRUE(HalfDead().EndsAt(20));
  EXPECT_TRUE(HalfDead().EndsAt(25));
}

}  // namespace
}  // namespace sluice::dataplane

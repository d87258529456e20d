#include "tests/faults/tally.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::faults {
namespace {

class TallyTest : public testing::Test {
 protected:
  TallyTest() {
    // Offset 2 is a marker of a transaction.
    for (const int64_t offset : {0, 1, 3}) tally_.Committed({0, offset}, /*fits=*/true);
    tally_.Committed({1, 0}, /*fits=*/false);
    tally_.Holds("pt=a", {{0, 0}, {0, 1}});
    tally_.Holds("pt=b", {{0, 3}});
    tally_.DeadLetter({1, 0});
  }
  Tally tally_;
};

TEST_F(TallyTest, EveryRecordOnceIsWell) {
  const Verdict verdict = tally_.Compare();

  EXPECT_TRUE(verdict.ok()) << verdict.first;
  EXPECT_EQ(verdict.records, 4);
  EXPECT_EQ(verdict.rows, 3);
  EXPECT_EQ(verdict.dead, 1);
  EXPECT_EQ(tally_.fitting(), 3);
}

TEST_F(TallyTest, FindsALostOne) {
  tally_.Holds("pt=a", {{0, 1}});

  EXPECT_EQ(tally_.Compare().lost, 1);
  EXPECT_EQ(tally_.Compare().first, "partition 0 offset 0: lost");
}

TEST_F(TallyTest, FindsRepeatedOnesAlsoInAnotherPartitionOfTheTable) {
  tally_.Holds("pt=b", {{0, 3}, {0, 3}, {0, 1}});

  EXPECT_EQ(tally_.Compare().repeated, 2);
  EXPECT_EQ(tally_.Compare().first, "partition 0 offset 1: repeated");
}

TEST_F(TallyTest, FindsRowsOfNoRecordOfOnesThatAreNoRowsAndOfPartitionsThatAreNot) {
  tally_.Holds("pt=c", {{0, 2}, {1, 0}, {0, 9}, {7, 0}});

  EXPECT_EQ(tally_.Compare().foreign, 4);
}

TEST_F(TallyTest, FindsABadRecordWithoutDeadLetter) {
  tally_.Committed({1, 5}, /*fits=*/false);

  EXPECT_EQ(tally_.Compare().vanished, 1);
}

TEST_F(TallyTest, FindsThatTheTopicWasNotReadWhole) {
  tally_.Acknowledged({0, 4});

  EXPECT_EQ(tally_.Compare().unread, 1);
  EXPECT_FALSE(tally_.Compare().ok());
}

TEST_F(TallyTest, WhatATablePartitionHoldsTakesTheFormersPlace) {
  tally_.Holds("pt=a", {{0, 0}});
  tally_.Holds("pt=a", {{0, 0}, {0, 1}});

  EXPECT_TRUE(tally_.Compare().ok());
  EXPECT_EQ(tally_.RowsOf("pt=a"), 2);
  EXPECT_EQ(tally_.RowsOf("pt=z"), -1);
}

}  // namespace
}  // namespace sluice::faults

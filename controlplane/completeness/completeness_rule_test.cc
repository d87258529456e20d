#include "controlplane/completeness/completeness_rule.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kGrace = absl::Minutes(10);

// The hours of 17 November 2020 in GMT.
absl::Time At(int hour, int minute = 0) {
  return absl::FromCivil(absl::CivilMinute(2020, 11, 17, hour, minute), absl::UTCTimeZone());
}

class CompletenessTest : public ::testing::Test {
 protected:
  CompletenessTest() {
    SetEnds({{0, 100}, {1, 100}});
    facts_.sources = {{.partition = 0, .next_offset = 50}, {.partition = 1, .next_offset = 50}};
    // The first judgement only says where judging begins.
    Lag(At(11, 30), At(11, 30));
    Judge(At(11, 30));
  }

  // Both source partitions hold unread records; they have committed those of these times.
  void Lag(absl::Time first, absl::Time second) {
    facts_.sources[0].next_offset = 50;
    facts_.sources[1].next_offset = 50;
    facts_.sources[0].watermark = first;
    facts_.sources[1].watermark = second;
  }

  void SetEnds(const std::map<int32_t, int64_t>& ends) {
    facts_.ends = ends;
    facts_.later_ends = ends;
  }

  // As if nothing had been judged yet.
  void BeginAnew() {
    state_ = {};
    known_.clear();
  }

  void Commit(const std::string& table_partition, absl::Time time) {
    facts_.table_partitions.push_back({.value = table_partition, .rows = 1, .commit_time = time});
  }

  // What changes; the store keeps it, as the next judgement finds it.
  std::vector<Completion> Judge(absl::Time now) {
    facts_.now = now;
    facts_.ends_time = now;
    const CompletenessVerdict verdict = JudgeCompleteness(state_, known_, facts_,
                                                          {.table_partition = hours_,
                                                           .grace = kGrace,
                                                           .reads_everything = reads_everything_,
                                                           .announces = announces_});
    state_ = verdict.state;
    for (const Completion& change : verdict.changes) {
      std::erase_if(known_, [&](const Completion& one) {
        return one.table_partition == change.table_partition;
      });
      known_.push_back(change);
    }
    return verdict.changes;
  }

  conversion::TablePartition hours_{conversion::Granularity::kHour, absl::UTCTimeZone()};
  CompletenessFacts facts_;
  CompletenessState state_;
  std::vector<Completion> known_;
  bool announces_ = true;
  bool reads_everything_ = false;
};

TEST_F(CompletenessTest, ATablePartitionIsCompleteWhenAllSourcePartitionsHavePassedItsEndAndGrace) {
  Lag(At(13, 20), At(13, 9));
  EXPECT_THAT(Judge(At(13, 30)), IsEmpty());

  Lag(At(13, 20), At(13, 10));
  const std::vector<Completion> complete = Judge(At(13, 31));

  ASSERT_THAT(complete, SizeIs(1));
  EXPECT_EQ(complete[0].table_partition, "11-17-2020 12");
  EXPECT_EQ(complete[0].begin, At(12));
  EXPECT_EQ(complete[0].end, At(13));
  EXPECT_EQ(complete[0].state, Completion::State::kComplete);
  EXPECT_FALSE(complete[0].announced);
  EXPECT_EQ(state_.complete_until, At(13));
  EXPECT_THAT(Judge(At(13, 40)), IsEmpty());  // Once.
}

TEST_F(CompletenessTest, AnIdleSourcePartitionHoldsUpNobody) {
  Lag(At(13, 20), At(12, 40));
  EXPECT_THAT(Judge(At(13, 30)), IsEmpty());

  facts_.sources[1].next_offset = 100;  // Its last record was of 12:40.

  EXPECT_THAT(Judge(At(13, 31)), SizeIs(1));
}

TEST_F(CompletenessTest, APartitionOfWhichNobodyHasToldAnythingHoldsUpAll) {
  Lag(At(15), At(15));
  SetEnds({{0, 100}, {1, 100}, {2, 7}});  // It was added to the topic.
  EXPECT_THAT(Judge(At(15)), IsEmpty());

  facts_.sources.push_back({.partition = 2, .next_offset = 7});
  EXPECT_THAT(Judge(At(15, 1)), SizeIs(2));
}

TEST_F(CompletenessTest, ARecordFromTheFutureProvesNothing) {
  Lag(At(12, 40), At(23));  // The second one may lag by hours.

  EXPECT_THAT(Judge(At(13, 30)), IsEmpty());
  EXPECT_EQ(state_.watermark, At(11, 30));
}

TEST_F(CompletenessTest, AWorkersClockMayBeAheadByTheGrace) {
  Lag(At(13, 20), At(13, 20));

  EXPECT_THAT(Judge(At(13, 15)), SizeIs(1));
  EXPECT_EQ(state_.watermark, At(13, 15));
}

TEST_F(CompletenessTest, WhatHadBegunWhenAConnectorOfTheLatestRecordsCameIsNotJudged) {
  BeginAnew();
  Lag(At(9, 15), At(12, 30));  // A record that is late by hours was the first to come.
  EXPECT_THAT(Judge(At(12, 30)), IsEmpty());
  EXPECT_EQ(state_.complete_until, At(13));

  Lag(At(14, 10), At(14, 10));
  const std::vector<Completion> complete = Judge(At(14, 10));

  ASSERT_THAT(complete, SizeIs(1));
  EXPECT_EQ(complete[0].begin, At(13));
}

TEST_F(CompletenessTest, AConnectorThatReadsEverythingIsJudgedBehindWhatItHasReached) {
  BeginAnew();
  reads_everything_ = true;
  Lag(At(9, 15), At(9, 45));
  EXPECT_THAT(Judge(At(12, 30)), IsEmpty());
  EXPECT_EQ(state_.complete_until, At(10));

  Lag(At(11, 10), At(11, 10));

  EXPECT_THAT(Judge(At(12, 31)), SizeIs(1));
}

TEST_F(CompletenessTest, OffsetsBeyondTheEndOfATopicThatWasMadeAnewProveNothing) {
  Lag(At(13, 20), At(12, 40));
  facts_.sources[1].next_offset = 100;
  SetEnds({{0, 100}, {1, 40}});

  EXPECT_THAT(Judge(At(13, 30)), IsEmpty());
  EXPECT_EQ(state_.watermark, At(12, 40));
}

TEST_F(CompletenessTest, RecordsThatCameWhileItWasAskedHoldUpNobody) {
  Lag(At(13, 20), At(12, 40));
  facts_.sources[1].next_offset = 103;
  facts_.later_ends[1] = 105;

  EXPECT_THAT(Judge(At(13, 30)), SizeIs(1));
}

TEST_F(CompletenessTest, WhatIsCompleteStaysSoWhenTasksBeginAnew) {
  Lag(At(14, 30), At(14, 30));
  EXPECT_THAT(Judge(At(14, 30)), SizeIs(2));

  facts_.sources.clear();

  EXPECT_THAT(Judge(At(14, 40)), IsEmpty());
  EXPECT_EQ(state_.complete_until, At(14));
}

TEST_F(CompletenessTest, LateRowsReopenATablePartitionUntilNoneHaveComeForTheGrace) {
  Commit("11-17-2020 12", At(12, 50));
  Lag(At(13, 30), At(13, 30));
  ASSERT_THAT(Judge(At(13, 30)), SizeIs(1));

  Commit("11-17-2020 12", At(13, 35));
  const std::vector<Completion> reopened = Judge(At(13, 36));
  ASSERT_THAT(reopened, SizeIs(1));
  EXPECT_EQ(reopened[0].state, Completion::State::kReopened);
  EXPECT_EQ(reopened[0].version, 1);
  EXPECT_FALSE(reopened[0].announced);

  Commit("11-17-2020 12", At(13, 40));
  Judge(At(13, 41));  // More of them.
  EXPECT_THAT(Judge(At(13, 50)), IsEmpty());
  const std::vector<Completion> again = Judge(At(13, 51));

  ASSERT_THAT(again, SizeIs(1));
  EXPECT_EQ(again[0].state, Completion::State::kComplete);
  EXPECT_EQ(again[0].version, 2);
  EXPECT_FALSE(again[0].announced);
}

TEST_F(CompletenessTest, WhereNobodyWantsToBeToldEverythingCountsAsAnnounced) {
  announces_ = false;
  Lag(At(13, 30), At(13, 30));

  const std::vector<Completion> complete = Judge(At(13, 30));

  ASSERT_THAT(complete, SizeIs(1));
  EXPECT_TRUE(complete[0].announced);
}

TEST_F(CompletenessTest, AfterALongTimeOneVerdictIsBoundedAndTheNextGoesOn) {
  const absl::Time later = At(12) + absl::Hours(1500);
  Lag(later, later);
  EXPECT_THAT(Judge(later), SizeIs(1000));
  EXPECT_THAT(Judge(later), SizeIs(499));
  EXPECT_EQ(state_.complete_until, later - absl::Hours(1));
}

}  // namespace
}  // namespace sluice::controlplane

#include "dataplane/task/task_progress.h"

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

absl::Status Error(const char* reason, const char* message) {
  return WithReason(absl::FailedPreconditionError(message), reason);
}

TEST(TaskProgress, OfOneCauseTheFirstWordsStay) {
  SimulatedClock clock;
  TaskProgress progress(clock, nullptr);
  progress.SetError(TaskState::kFailed, Error("TABLE_NOT_FOUND", "first"), {.retrying = true});

  progress.SetError(TaskState::kFailed, Error("TABLE_NOT_FOUND", "second"), {.retrying = true});

  EXPECT_EQ(progress.Snapshot().error.message(), "first");
}

TEST(TaskProgress, OfOneCauseWithAnotherRemedyTheLastIsTold) {
  SimulatedClock clock;
  TaskProgress progress(clock, nullptr);
  progress.SetError(TaskState::kFailed, WithRemedy(Error("LEDGER_LOST", "too early"), "wait"),
                    {.retrying = true});

  progress.SetError(TaskState::kFailed, WithRemedy(Error("LEDGER_LOST", "may not ask"), "grant"),
                    {.retrying = true});

  EXPECT_EQ(RemedyOf(progress.Snapshot().error), "grant");
  EXPECT_EQ(progress.Snapshot().error.message(), "may not ask");
}

TEST(TaskProgress, AnotherCauseTakesThePlaceOfTheFirstAndTheTaskIsFailedSinceThen) {
  SimulatedClock clock;
  int changes = 0;
  TaskProgress progress(clock, [&] { ++changes; });
  progress.SetError(TaskState::kFailed, Error("TABLE_NOT_FOUND", "missing"), {.retrying = true});
  const absl::Time since = progress.Snapshot().state_time;
  clock.Advance(absl::Minutes(1));

  progress.SetError(TaskState::kFailed, Error("TABLE_UNFIT", "no such column"), {.retrying = true});

  EXPECT_THAT(progress.Snapshot().error, HasReason("TABLE_UNFIT"));
  EXPECT_EQ(progress.Snapshot().state_time, since);
  EXPECT_EQ(changes, 2);
}

TEST(TaskProgress, ARetryDoesNotBreakATroubleAndIsCounted) {
  SimulatedClock clock;
  TaskProgress progress(clock, nullptr);
  const absl::Time began = clock.Now();
  for (int i = 0; i < 3; ++i) {
    progress.SetError(TaskState::kFailed, Error("TABLE_NOT_FOUND", "missing"),
                      {.retrying = true, .next_attempt = clock.Now() + absl::Seconds(30)});
    progress.SetError(TaskState::kFailed, Error("TABLE_NOT_FOUND", "missing"),
                      {.retrying = true, .times = 0});
    clock.Advance(absl::Minutes(5));
  }

  EXPECT_EQ(progress.Snapshot().since, began);
  EXPECT_EQ(progress.Snapshot().times, 3);
  EXPECT_EQ(progress.Snapshot().next_attempt, absl::InfinitePast());
}

TEST(TaskProgress, AMomentOfRunningIsNoBreakAndAMinuteIs) {
  SimulatedClock clock;
  TaskProgress progress(clock, nullptr);
  const absl::Time began = clock.Now();
  const auto fail = [&] {
    progress.SetError(TaskState::kFailed, Error("PERMISSION_MISSING", "no"), {.retrying = true});
  };
  fail();
  progress.SetState(TaskState::kRunning);
  EXPECT_EQ(progress.Snapshot().times, 0);
  EXPECT_EQ(progress.Snapshot().since, absl::InfinitePast());
  clock.Advance(kNoBreak / 2);
  fail();
  EXPECT_EQ(progress.Snapshot().since, began);
  EXPECT_EQ(progress.Snapshot().times, 2);

  progress.SetState(TaskState::kRunning);
  clock.Advance(kNoBreak);
  fail();
  EXPECT_EQ(progress.Snapshot().since, clock.Now());
  EXPECT_EQ(progress.Snapshot().times, 1);
}

TEST(TaskProgress, WhatIsCommittedAndReadIsCountedByPartition) {
  SimulatedClock clock;
  TaskProgress progress(clock, nullptr);
  progress.Owns(3, 10);
  progress.Advanced(3, {.next_offset = 12, .rows = 2, .bytes = 100});
  progress.Advanced(3, {.next_offset = 13, .rows = 1, .bytes = 50});
  progress.SawRecord(3, absl::FromUnixSeconds(9));
  progress.SawRecord(3, absl::FromUnixSeconds(8));
  progress.SawRecord(4, absl::FromUnixSeconds(8));

  const TaskSnapshot snapshot = progress.Snapshot();
  EXPECT_EQ(snapshot.partitions.size(), 1);
  EXPECT_EQ(snapshot.partitions.at(3).bytes_committed, 150);
  EXPECT_EQ(snapshot.partitions.at(3).newest_record_time, absl::FromUnixSeconds(9));
}

class WaitingTest : public ::testing::Test {
 protected:
  // One membership in which the source partition is given, is lagging, and does not move.
  void LiveInVain() {
    progress_.BeginLife();
    progress_.Owns(4, 10);
    progress_.HasOnly({4});
    progress_.SawEnd(4, 25);
    progress_.SetState(TaskState::kRunning);
    clock_.Advance(absl::Seconds(40));
    progress_.Leaves(4);
    progress_.HeldUp(Error("KAFKA_REJOIN", "no clear answer"));
    progress_.SetState(TaskState::kStarting);
    clock_.Advance(absl::Seconds(5));
  }

  SimulatedClock clock_;
  TaskProgress progress_{clock_, nullptr};
};

TEST_F(WaitingTest, RegainingASourcePartitionIsNoProgressHoweverOften) {
  const absl::Time began = clock_.Now();
  for (int i = 0; i < 4; ++i) LiveInVain();

  const TaskSnapshot between = progress_.Snapshot();
  ASSERT_TRUE(between.waiting.has_value()) << "also while it joins";
  EXPECT_EQ(between.waiting->since, began);
  EXPECT_EQ(between.waiting->partition, 4);
  EXPECT_EQ(between.waiting->records, 15);
  EXPECT_EQ(between.held_up.message(), "no clear answer");
  EXPECT_EQ(between.held_up_times, 4);

  progress_.Owns(4, 10);
  EXPECT_EQ(progress_.Snapshot().partitions.at(4).progress_time, began);
}

TEST_F(WaitingTest, ItEndsWhenTheOffsetMovesWhoeverMovesIt) {
  LiveInVain();
  progress_.Owns(4, 12);
  EXPECT_EQ(progress_.Snapshot().waiting->since, clock_.Now());
  EXPECT_EQ(progress_.Snapshot().partitions.at(4).progress_time, clock_.Now());
  EXPECT_TRUE(progress_.Snapshot().held_up.ok());

  clock_.Advance(absl::Seconds(5));
  progress_.Advanced(4, {.next_offset = 25});
  EXPECT_FALSE(progress_.Snapshot().waiting.has_value());
}

TEST_F(WaitingTest, RecordsThatComeAfterALongSilenceWaitFromThenOn) {
  progress_.Owns(4, 10);
  progress_.SawEnd(4, 10);
  progress_.HeldUp(Error("KAFKA_REJOIN", "of long ago"));
  clock_.Advance(absl::Hours(1));
  EXPECT_FALSE(progress_.Snapshot().waiting.has_value());

  progress_.SawEnd(4, 11);

  EXPECT_EQ(progress_.Snapshot().waiting->since, clock_.Now());
  EXPECT_TRUE(progress_.Snapshot().held_up.ok());
}

TEST_F(WaitingTest, WhatTheGroupGaveToOthersDoesNotWaitHere) {
  LiveInVain();
  progress_.HasOnly({3});
  EXPECT_FALSE(progress_.Snapshot().waiting.has_value());

  LiveInVain();
  progress_.Lets(4);
  EXPECT_FALSE(progress_.Snapshot().waiting.has_value());
}

TEST_F(WaitingTest, WhatWaitsElsewhereKeepsNoOldCauseHere) {
  LiveInVain();
  progress_.Lets(4);
  clock_.Advance(absl::Hours(1));
  progress_.Owns(5, 1);
  progress_.SawEnd(5, 2);

  EXPECT_EQ(progress_.Snapshot().waiting->partition, 5);
  EXPECT_TRUE(progress_.Snapshot().held_up.ok());
}

TEST_F(WaitingTest, NothingWaitsWhileItIsPaused) {
  LiveInVain();
  progress_.SetPaused(true);
  progress_.SetError(TaskState::kDegraded, Error("KAFKA_UNAVAILABLE", "no broker"), {});
  progress_.Owns(4, 10);
  progress_.SawEnd(4, 30);
  EXPECT_FALSE(progress_.Snapshot().waiting.has_value()) << "whatever else is wrong with it";

  clock_.Advance(absl::Hours(1));
  progress_.SetPaused(false);
  progress_.SawEnd(4, 30);
  EXPECT_EQ(progress_.Snapshot().waiting->since, clock_.Now());
}

TEST(TaskProgress, ItRanWhileItWasRunningOrPausedAndNotWhileItBegan) {
  SimulatedClock clock;
  TaskProgress progress(clock, nullptr);
  progress.BeginLife();
  clock.Advance(absl::Minutes(10));
  EXPECT_EQ(progress.Ran(), absl::ZeroDuration());

  progress.SetState(TaskState::kRunning);
  clock.Advance(absl::Seconds(20));
  progress.SetError(TaskState::kDegraded, Error("R", "m"), {.retrying = true});
  clock.Advance(absl::Minutes(5));
  progress.SetState(TaskState::kPaused);
  clock.Advance(absl::Seconds(3));
  EXPECT_EQ(progress.Ran(), absl::Seconds(23));

  progress.SetState(TaskState::kStarting);
  progress.BeginLife();
  clock.Advance(absl::Minutes(1));
  EXPECT_EQ(progress.Ran(), absl::ZeroDuration());
}

}  // namespace
}  // namespace sluice::dataplane

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

}  // namespace
}  // namespace sluice::dataplane

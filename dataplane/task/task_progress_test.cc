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
  progress.SetError(TaskState::kFailed, Error("TABLE_NOT_FOUND", "first"), /*retrying=*/true);

  progress.SetError(TaskState::kFailed, Error("TABLE_NOT_FOUND", "second"), /*retrying=*/true);

  EXPECT_EQ(progress.Snapshot().error.message(), "first");
}

TEST(TaskProgress, OfOneCauseWithAnotherRemedyTheLastIsTold) {
  SimulatedClock clock;
  TaskProgress progress(clock, nullptr);
  progress.SetError(TaskState::kFailed, WithRemedy(Error("LEDGER_LOST", "too early"), "wait"),
                    /*retrying=*/true);

  progress.SetError(TaskState::kFailed, WithRemedy(Error("LEDGER_LOST", "may not ask"), "grant"),
                    /*retrying=*/true);

  EXPECT_EQ(RemedyOf(progress.Snapshot().error), "grant");
  EXPECT_EQ(progress.Snapshot().error.message(), "may not ask");
}

TEST(TaskProgress, AnotherCauseTakesThePlaceOfTheFirstAndTheTaskIsFailedSinceThen) {
  SimulatedClock clock;
  int changes = 0;
  TaskProgress progress(clock, [&] { ++changes; });
  progress.SetError(TaskState::kFailed, Error("TABLE_NOT_FOUND", "missing"), /*retrying=*/true);
  const absl::Time since = progress.Snapshot().state_time;
  clock.Advance(absl::Minutes(1));

  progress.SetError(TaskState::kFailed, Error("TABLE_UNFIT", "no such column"), /*retrying=*/true);

  EXPECT_THAT(progress.Snapshot().error, HasReason("TABLE_UNFIT"));
  EXPECT_EQ(progress.Snapshot().state_time, since);
  EXPECT_EQ(changes, 2);
}

}  // namespace
}  // namespace sluice::dataplane

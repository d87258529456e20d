#include "dataplane/task/task_troubles.h"

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"

namespace sluice::dataplane {
namespace {

using ::testing::Eq;

class TaskTroublesTest : public ::testing::Test {
 protected:
  TaskState StateOf(bool joined, bool paused) {
    TaskProgress progress(clock_, nullptr);
    troubles_.Tell(sources_, joined, paused, clock_, progress);
    return progress.Snapshot().state;
  }

  SimulatedClock clock_;
  TaskTroubles troubles_;
  std::map<int32_t, SourcePartition> sources_;
};

TEST_F(TaskTroublesTest, AMemberThatIsGivenNothingRunsOnceTheGroupHasSaidSo) {
  EXPECT_THAT(StateOf(/*joined=*/false, /*paused=*/false), Eq(TaskState::kStarting));
  EXPECT_THAT(StateOf(/*joined=*/true, /*paused=*/false), Eq(TaskState::kRunning));
  EXPECT_THAT(StateOf(/*joined=*/true, /*paused=*/true), Eq(TaskState::kPaused));
}

TEST_F(TaskTroublesTest, ItStartsUntilEveryPartitionThatItIsGivenIsSettled) {
  sources_[0].phase = SourcePartition::Phase::kReading;
  sources_[1].phase = SourcePartition::Phase::kSettling;
  EXPECT_THAT(StateOf(/*joined=*/true, /*paused=*/false), Eq(TaskState::kStarting));
  sources_[1].phase = SourcePartition::Phase::kReading;
  EXPECT_THAT(StateOf(/*joined=*/true, /*paused=*/false), Eq(TaskState::kRunning));
}

TEST_F(TaskTroublesTest, ATroubleIsCountedEachTimeItHappensAndNotEachTimeItIsTold) {
  TaskProgress progress(clock_, nullptr);
  const absl::Status away = WithReason(absl::UnavailableError("503"), "MAXCOMPUTE_FAILED");
  for (int i = 0; i < 3; ++i) {
    troubles_.OnTrouble(away, clock_.Now() + absl::Seconds(4));
    for (int told = 0; told < 5; ++told)
      troubles_.Tell(sources_, /*joined=*/true, /*paused=*/false, clock_, progress);
  }

  EXPECT_THAT(progress.Snapshot().state, Eq(TaskState::kDegraded));
  EXPECT_THAT(progress.Snapshot().times, Eq(3));
  EXPECT_THAT(progress.Snapshot().next_attempt, Eq(clock_.Now() + absl::Seconds(4)));

  troubles_.OnRelief();
  troubles_.Tell(sources_, /*joined=*/true, /*paused=*/false, clock_, progress);
  EXPECT_THAT(progress.Snapshot().state, Eq(TaskState::kRunning));
}

TEST_F(TaskTroublesTest, OfAnotherCauseTheLastIsTold) {
  TaskProgress progress(clock_, nullptr);
  troubles_.OnTrouble(WithReason(absl::NotFoundError("gone"), "TABLE_NOT_FOUND"), clock_.Now());
  troubles_.OnTrouble(WithReason(absl::PermissionDeniedError("no"), "PERMISSION_MISSING"),
                      clock_.Now());
  troubles_.Tell(sources_, /*joined=*/true, /*paused=*/false, clock_, progress);
  EXPECT_THAT(progress.Snapshot().error, HasReason("PERMISSION_MISSING"));
}

TEST_F(TaskTroublesTest, AStoppedPartitionSaysWhenItIsLookedAtAgain) {
  TaskProgress progress(clock_, nullptr);
  sources_[0].phase = SourcePartition::Phase::kStopped;
  sources_[0].error = WithReason(absl::OutOfRangeError("gone"), "RECORDS_EXPIRED");
  sources_[0].not_before = clock_.Monotonic() + absl::Minutes(1);
  troubles_.OnStop();

  troubles_.Tell(sources_, /*joined=*/true, /*paused=*/false, clock_, progress);

  EXPECT_THAT(progress.Snapshot().state, Eq(TaskState::kFailed));
  EXPECT_THAT(progress.Snapshot().next_attempt, Eq(clock_.Now() + absl::Minutes(1)));
  EXPECT_THAT(progress.Snapshot().times, Eq(1));
}

}  // namespace
}  // namespace sluice::dataplane

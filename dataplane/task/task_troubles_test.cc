#include "dataplane/task/task_troubles.h"

#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"

namespace sluice::dataplane {
namespace {

using ::testing::Eq;

class TaskTroublesTest : public ::testing::Test {
 protected:
  TaskState StateOf(bool joined, bool paused) {
    TaskProgress progress(clock_, nullptr);
    troubles_.Tell(sources_, joined, paused, clock_.Monotonic(), progress);
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

}  // namespace
}  // namespace sluice::dataplane

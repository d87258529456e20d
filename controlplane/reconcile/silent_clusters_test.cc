#include "controlplane/reconcile/silent_clusters.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;

absl::Status Unreachable() {
  return WithReason(absl::UnavailableError("nobody answers"), kafka::reason::kUnreachable);
}

class SilentClustersTest : public ::testing::Test {
 protected:
  SilentClustersTest() { instance_.uid = "uid-i"; }

  absl::Status Ask(const Instance& instance, const absl::Status& answer) {
    return clusters_.Ask(instance, [&] {
      ++asked_;
      return answer;
    });
  }

  SimulatedClock clock_;
  SilentClusters clusters_{clock_, absl::Seconds(15)};
  Instance instance_;
  int asked_ = 0;
};

TEST_F(SilentClustersTest, ManyQuestionsToAClusterThatIsAwayWaitForItOnce) {
  EXPECT_THAT(Ask(instance_, Unreachable()), HasReason(kafka::reason::kUnreachable));
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(Ask(instance_, absl::OkStatus()), HasReason(kafka::reason::kUnreachable));
  }
  EXPECT_THAT(asked_, Eq(1));
  Instance other;
  other.uid = "uid-other";
  EXPECT_THAT(Ask(other, absl::OkStatus()), IsOk()) << "of another it says nothing";
}

TEST_F(SilentClustersTest, AfterAWhileOneAsksAgainAndUntilItKnowsTheOthersDoNot) {
  EXPECT_THAT(Ask(instance_, Unreachable()), HasReason(kafka::reason::kUnreachable));
  clock_.Advance(absl::Seconds(15));
  const absl::Status status = clusters_.Ask(instance_, [&] {
    EXPECT_THAT(Ask(instance_, absl::OkStatus()), HasReason(kafka::reason::kUnreachable));
    return absl::OkStatus();
  });
  EXPECT_THAT(status, IsOk());
  EXPECT_THAT(Ask(instance_, absl::OkStatus()), IsOk());
  EXPECT_THAT(asked_, Eq(2));
}

TEST_F(SilentClustersTest, AnyAnswerIsOneAndAChangedInstanceIsAskedAtOnce) {
  EXPECT_THAT(Ask(instance_, Unreachable()), HasReason(kafka::reason::kUnreachable));
  ++instance_.generation;
  EXPECT_THAT(Ask(instance_, absl::PermissionDeniedError("no")),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(Ask(instance_, absl::OkStatus()), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane

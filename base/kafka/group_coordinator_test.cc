#include "base/kafka/group_coordinator.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::Ge;

const absl::Status kBusy =
    WithReason(absl::UnavailableError("coordinator load in progress"), reason::kBusy);

// Gives one answer after the other, the last one again and again.
class Coordinator {
 public:
  explicit Coordinator(std::vector<absl::StatusOr<int>> answers) : answers_(std::move(answers)) {}

  absl::StatusOr<int> AskUntilReady(absl::Duration patience) {
    return kafka::AskUntilReady<int>(absl::Now() + patience, [this] {
      return answers_[std::min(asked++, answers_.size() - 1)];
    });
  }

  size_t asked = 0;

 private:
  const std::vector<absl::StatusOr<int>> answers_;
};

TEST(AskUntilReady, GivenACoordinatorThatIsBusyThenItIsAskedUntilItAnswers) {
  Coordinator coordinator({kBusy, kBusy, 7});
  EXPECT_THAT(coordinator.AskUntilReady(absl::Minutes(1)), IsOkAndHolds(7));
  EXPECT_EQ(coordinator.asked, 3);
}

TEST(AskUntilReady, GivenItStaysBusyThenThatIsToldAtTheDeadline) {
  Coordinator coordinator({kBusy});
  EXPECT_THAT(coordinator.AskUntilReady(absl::Milliseconds(300)).status(),
              HasReason(reason::kBusy));
  EXPECT_THAT(coordinator.asked, Ge(2));
}

TEST(AskUntilReady, AnyOtherErrorIsToldAtOnce) {
  Coordinator coordinator(
      {WithReason(absl::PermissionDeniedError("no"), reason::kAuthorizationFailed), 7});
  EXPECT_THAT(coordinator.AskUntilReady(absl::Minutes(1)).status(),
              HasReason(reason::kAuthorizationFailed));
  EXPECT_EQ(coordinator.asked, 1);
}

}  // namespace
}  // namespace sluice::kafka

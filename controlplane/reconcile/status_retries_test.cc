#include "controlplane/reconcile/status_retries.h"

#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;

constexpr Pace kPace = {.first = absl::Seconds(30), .longest = absl::Minutes(5)};

class StatusRetriesTest : public ::testing::Test {
 protected:
  absl::Duration Fail(const std::string& connector_uid = "uid-a") {
    const absl::Duration delay = retries_.DelayAfterFailure(connector_uid);
    clock_.Advance(delay);
    return delay;
  }

  SimulatedClock clock_;
  StatusRetries retries_{clock_, kPace};
};

TEST_F(StatusRetriesTest, ThePausesDoubleUpToABoundForEachConnector) {
  for (int seconds : {30, 60, 120, 240, 300, 300}) EXPECT_THAT(Fail(), Eq(absl::Seconds(seconds)));
  EXPECT_THAT(Fail("uid-b"), Eq(absl::Seconds(30)));
}

TEST_F(StatusRetriesTest, GivenItWasPublishedThenTheNextFailureIsTheFirst) {
  Fail();
  Fail();
  retries_.Forget("uid-a");
  EXPECT_THAT(Fail(), Eq(absl::Seconds(30)));
}

TEST_F(StatusRetriesTest, GivenAnotherReplicaLookedForLongThenItBeginsAnew) {
  Fail();
  Fail();
  clock_.Advance(2 * kPace.longest);
  EXPECT_THAT(Fail(), Eq(absl::Seconds(30)));
}

}  // namespace
}  // namespace sluice::controlplane

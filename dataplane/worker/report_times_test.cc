#include "dataplane/worker/report_times.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kInterval = absl::Seconds(2);

absl::Duration Wait(int tasks, bool news, absl::Duration age) {
  return UntilNextReport({.age = age, .interval = kInterval, .tasks = tasks, .news = news});
}

TEST(UntilNextReport, WithoutNewsTheIntervalIsWaitedFor) {
  EXPECT_EQ(Wait(1, false, absl::ZeroDuration()), kInterval);
  EXPECT_EQ(Wait(1, false, absl::Milliseconds(500)), absl::Milliseconds(1500));
  EXPECT_LE(Wait(1, false, kInterval), absl::ZeroDuration());
}

TEST(UntilNextReport, NewsOfAFewTasksAreToldAtOnce) {
  EXPECT_LE(Wait(0, true, absl::ZeroDuration()), absl::ZeroDuration());
  EXPECT_LE(Wait(1, true, absl::Milliseconds(2)), absl::ZeroDuration());
}

TEST(UntilNextReport, NewsOfManyTasksAreCollectedForAWhile) {
  EXPECT_EQ(Wait(100, true, absl::ZeroDuration()), absl::Milliseconds(200));
  EXPECT_EQ(Wait(100, true, absl::Milliseconds(150)), absl::Milliseconds(50));
  EXPECT_LE(Wait(100, true, absl::Seconds(1)), absl::ZeroDuration());
}

TEST(UntilNextReport, NewsNeverWaitLongerThanTheInterval) {
  EXPECT_EQ(Wait(1000, true, absl::ZeroDuration()), kInterval);
  EXPECT_EQ(Wait(100000, true, absl::ZeroDuration()), kInterval);
}

}  // namespace
}  // namespace sluice::dataplane

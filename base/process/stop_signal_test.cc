#include "base/process/stop_signal.h"

#include <signal.h>

#include "gtest/gtest.h"

namespace sluice {
namespace {

TEST(StopSignal, ASignalThatWasWaitedForIsKnownByItsName) {
  StopSignal stop;
  EXPECT_FALSE(stop.WaitFor(absl::ZeroDuration()));
  EXPECT_EQ(stop.name(), "");

  raise(SIGTERM);

  EXPECT_TRUE(stop.WaitFor(absl::Seconds(10)));
  EXPECT_EQ(stop.name(), "SIGTERM");
  EXPECT_TRUE(stop.WaitFor(absl::ZeroDuration()));
  EXPECT_EQ(stop.Wait(), "SIGTERM");
}

TEST(StopSignalDeathTest, ASecondSignalEndsTheProcess) {
  EXPECT_EXIT(
      {
        StopSignal stop;
        raise(SIGINT);
        stop.Wait();
        raise(SIGINT);
      },
      testing::KilledBySignal(SIGINT), "");
}

}  // namespace
}  // namespace sluice

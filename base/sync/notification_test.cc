#include "base/sync/notification.h"

#include <thread>

#include "gtest/gtest.h"

namespace sluice {
namespace {

TEST(Notification, AThreadThatWaitsGoesOnOnceItHappens) {
  Notification ready;
  int value = 0;
  std::thread other([&] {
    value = 7;
    ready.Notify();
  });

  ready.Wait();

  EXPECT_EQ(value, 7);
  other.join();
}

TEST(Notification, AWaitEndsWhenItsTimeIsOver) {
  Notification never;

  EXPECT_FALSE(never.WaitFor(absl::Milliseconds(5)));
  EXPECT_FALSE(never.HasBeenNotified());
}

}  // namespace
}  // namespace sluice

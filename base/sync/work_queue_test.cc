#include "base/sync/work_queue.h"

#include <atomic>
#include <thread>

#include "absl/time/time.h"
#include "base/sync/notification.h"
#include "gmock/gmock.h"

namespace sluice {
namespace {

TEST(WorkQueue, RunsWhatItIsGiven) {
  WorkQueue queue(2, 10);
  Notification first, second;

  EXPECT_TRUE(queue.Run([&] { first.Notify(); }));
  EXPECT_TRUE(queue.Run([&] { second.Notify(); }));

  EXPECT_TRUE(first.WaitFor(absl::Seconds(10)));
  EXPECT_TRUE(second.WaitFor(absl::Seconds(10)));
}

TEST(WorkQueue, GivenAsManyJobsWaitAsMayThenAnotherIsRefused) {
  Notification running, go_on;
  WorkQueue queue(1, 1);
  ASSERT_TRUE(queue.Run([&] {
    running.Notify();
    go_on.Wait();
  }));
  running.Wait();
  EXPECT_TRUE(queue.Run([] {}));

  EXPECT_FALSE(queue.Run([] {}));
  go_on.Notify();
}

TEST(WorkQueue, GivenItStopsThenWhatRunsEndsAndWhatWaitsIsDropped) {
  std::atomic<bool> ran = false;
  Notification running, go_on;
  WorkQueue queue(1, 1 << 30);
  ASSERT_TRUE(queue.Run([&] {
    running.Notify();
    go_on.Wait();
  }));
  running.Wait();
  ASSERT_TRUE(queue.Run([&] { ran = true; }));

  std::thread stopper([&] { queue.Stop(); });
  while (queue.Run([] {})) std::this_thread::yield();  // Refused: it is stopping.
  go_on.Notify();
  stopper.join();

  EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace sluice

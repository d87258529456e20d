#include "base/sync/worker_pool.h"

#include <atomic>
#include <vector>

#include "gtest/gtest.h"

namespace sluice {
namespace {

TEST(WorkerPool, DoesEachPieceOnceAndReturnsWhenAllAreDone) {
  WorkerPool pool(3);
  for (int round = 0; round < 50; ++round) {
    std::vector<int> done(17, 0);

    pool.ForEach(17, [&](int i) { done[i] += i + 1; });

    for (int i = 0; i < 17; ++i) EXPECT_EQ(done[i], i + 1);
  }
}

TEST(WorkerPool, WithNothingToDoItReturns) {
  WorkerPool pool(2);
  pool.ForEach(0, [](int) { FAIL(); });
}

TEST(WorkerPool, WithoutThreadsTheCallerDoesItAll) {
  WorkerPool pool(0);
  int sum = 0;
  pool.ForEach(4, [&](int i) { sum += i; });
  EXPECT_EQ(sum, 6);
}

}  // namespace
}  // namespace sluice

#include "dataplane/upload/session_budget.h"

#include <deque>
#include <random>

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

TEST(SessionBudget, AfterSilenceTheFirstSessionIsThereAtOnce) {
  SessionBudget budget(64);
  EXPECT_TRUE(budget.TryTake(1, absl::Seconds(1000)));
}

TEST(SessionBudget, WithoutALimitSessionsAreAlwaysThere) {
  SessionBudget budget = SessionBudget::Unlimited();
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(budget.TryTake(24, absl::Milliseconds(i)));
}

TEST(SessionBudget, UnderLoadSessionsComeAtASteadyRate) {
  SessionBudget budget(1);
  int given = 0;
  for (int second = 0; second < 1000; ++second) {
    while (budget.TryTake(1, absl::Seconds(second))) ++given;
  }
  EXPECT_NEAR(given, 100 + 1000, 2);
}

// Whatever the arrivals, no 5 minutes see more than the limit.
TEST(SessionBudget, TheTablesLimitIsNeverExceeded) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 random(seed);
    const int tasks = 1 + static_cast<int>(random() % 8);
    std::vector<SessionBudget> budgets(tasks, SessionBudget(tasks));
    std::deque<std::pair<absl::Duration, int>> window;
    int in_window = 0;
    absl::Duration now;
    for (int i = 0; i < 20'000; ++i) {
      now += absl::Milliseconds(random() % (random() % 50 == 0 ? 60'000 : 200));
      const int sessions = 1 + static_cast<int>(random() % 12);
      if (!budgets[random() % tasks].TryTake(sessions, now)) continue;
      window.emplace_back(now, sessions);
      in_window += sessions;
      while (window.front().first <= now - absl::Minutes(5)) {
        in_window -= window.front().second;
        window.pop_front();
      }
      ASSERT_LE(in_window, 500) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace sluice::dataplane

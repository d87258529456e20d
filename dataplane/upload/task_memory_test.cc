// How the tasks of a worker share its memory.

#include "dataplane/upload/task_memory.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "dataplane/upload/fetch_lease.h"
#include "dataplane/upload/memory_lease.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using ::testing::Eq;
using ::testing::Ge;
using ::testing::Gt;
using ::testing::Le;
using ::testing::Lt;

constexpr int64_t kMiB = 1 << 20;

TEST(TaskMemory, ATaskAloneIsShortFromThreeQuartersOfAllOnUntilAQuarterOfThatIsFreeAgain) {
  MemoryBudget budget(1600);
  TaskMemory task(budget);
  MemoryLease lease(task, 1199);
  EXPECT_FALSE(task.above_high_mark());

  lease.Set(1200);
  EXPECT_TRUE(task.above_high_mark());

  lease.Set(900);
  EXPECT_FALSE(task.below_low_mark());
  lease.Set(899);
  EXPECT_TRUE(task.below_low_mark());
}

TEST(TaskMemory, WhatOneHoldsIsNotShortForTheOther) {
  MemoryBudget budget(1600);
  TaskMemory hog(budget);
  TaskMemory newcomer(budget);
  MemoryLease all_it_gets(hog, 1200);

  EXPECT_TRUE(hog.above_high_mark());
  EXPECT_FALSE(newcomer.above_high_mark());
  EXPECT_THAT(newcomer.allowance(), Eq(300));
}

TEST(TaskMemory, AQuarterOfAnEqualShareIsATasksOwnWhateverTheOthersHold) {
  MemoryBudget budget(1600);
  TaskMemory hog(budget);
  TaskMemory newcomer(budget);
  MemoryLease far_too_much(hog, 5000);

  EXPECT_THAT(newcomer.allowance(), Eq(200));
  EXPECT_FALSE(newcomer.above_high_mark());
}

TEST(TaskMemory, ALeaseIsGivenBackOnceHoweverOftenItIsMoved) {
  MemoryBudget budget(100);
  TaskMemory task(budget);
  {
    MemoryLease first(task, 10);
    MemoryLease second = std::move(first);
    MemoryLease third(task, 5);
    third = std::move(second);

    EXPECT_THAT(third.bytes(), Eq(10));
    EXPECT_THAT(task.used(), Eq(15));
    EXPECT_THAT(budget.used(), Eq(15));
  }
  EXPECT_THAT(task.used(), Eq(0));
  EXPECT_THAT(budget.used(), Eq(0));
}

// ---- what Kafka clients fetch ahead

TEST(FetchLease, TasksThatAreThereTogetherGetAboutTheSame) {
  MemoryBudget budget(160 * kMiB);
  std::deque<TaskMemory> tasks;
  for (int i = 0; i < 4; ++i) tasks.emplace_back(budget);
  std::deque<FetchLease> leases;
  for (const TaskMemory& task : tasks) leases.emplace_back(task);

  EXPECT_THAT(leases.front().queue_bytes(), Eq(5 * kMiB));
  EXPECT_THAT(leases.back().queue_bytes(), Ge(2 * kMiB));
  EXPECT_THAT(budget.fetched(), Le(40 * kMiB));
  EXPECT_THAT(budget.rows_max(), Eq(160 * kMiB - budget.fetched()));
}

TEST(FetchLease, OneThatComesLaterFindsSomethingLeft) {
  MemoryBudget budget(160 * kMiB);
  TaskMemory first(budget);
  const FetchLease all_it_gets(first);
  TaskMemory second(budget);
  const FetchLease what_is_left(second);

  EXPECT_THAT(all_it_gets.queue_bytes(), Eq(10 * kMiB));
  EXPECT_THAT(what_is_left.queue_bytes(), Eq(5 * kMiB));
}

TEST(FetchLease, HoweverManyTasksThereAreAtLeastHalfOfAllIsForRows) {
  MemoryBudget budget(16 * kMiB);
  std::deque<TaskMemory> tasks;
  std::deque<FetchLease> leases;
  for (int i = 0; i < 100; ++i) leases.emplace_back(tasks.emplace_back(budget));

  EXPECT_THAT(leases.back().queue_bytes(), Gt(0));
  EXPECT_THAT(budget.rows_max(), Eq(8 * kMiB));
}

TEST(FetchLease, WhatEndsIsGivenBack) {
  MemoryBudget budget(160 * kMiB);
  TaskMemory task(budget);
  { const FetchLease lease(task); }
  EXPECT_THAT(budget.fetched(), Eq(0));
  EXPECT_THAT(budget.rows_max(), Eq(160 * kMiB));
}

// ---- over many patterns of reading and uploading

// Tasks as their polling loops treat the budget: while a task is not short it reads what there is,
// at most a poll's worth; what it has read goes away as its uploads go on, or stays while they
// hang.
class Simulation {
 public:
  static constexpr int64_t kPoll = kMiB;

  struct Task {
    explicit Task(MemoryBudget& budget) : memory(budget) {}

    TaskMemory memory;
    std::deque<MemoryLease> rows;
    int64_t poll_bytes = kPoll;  // That there are for it each time.
    int64_t sent_per_step = 0;   // Bytes; 0: its uploads hang.
    bool is_short = false;
    int64_t read = 0;
    int short_for = 0;  // Steps in a row, holding nothing.
    int shut_out_most = 0;
  };

  Simulation(int64_t bytes_max, uint32_t seed) : budget_(bytes_max), random_(seed) {}

  Task& Add(int64_t poll_bytes, int64_t sent_per_step) {
    Task& task = tasks_.emplace_back(budget_);
    task.poll_bytes = poll_bytes;
    task.sent_per_step = sent_per_step;
    return task;
  }
  // Somebody whose manner is left to chance.
  void AddAny() { Change(tasks_.emplace_back(budget_)); }
  void ChangeAny() { Change(tasks_[random_() % tasks_.size()]); }

  void Step() {
    std::vector<Task*> turns;
    for (Task& task : tasks_) turns.push_back(&task);
    std::shuffle(turns.begin(), turns.end(), random_);
    for (Task* task : turns) {
      Read(*task);
      Send(*task);
      most_used_ = std::max(most_used_, budget_.used());
    }
  }

  MemoryBudget& budget() { return budget_; }
  std::deque<Task>& tasks() { return tasks_; }
  int64_t most_used() const { return most_used_; }

 private:
  void Change(Task& task) {
    constexpr int64_t kPolls[] = {0, 1000, kPoll / 10, kPoll};
    constexpr int64_t kSent[] = {0, 10'000, kPoll / 4, 4 * kPoll};
    task.poll_bytes = kPolls[random_() % 4];
    task.sent_per_step = kSent[random_() % 4];
  }

  void Read(Task& task) {
    if (task.memory.above_high_mark()) task.is_short = true;
    if (task.memory.below_low_mark()) task.is_short = false;
    if (task.is_short) {
      task.short_for = task.memory.used() == 0 ? task.short_for + 1 : 0;
      task.shut_out_most = std::max(task.shut_out_most, task.short_for);
      return;
    }
    task.short_for = 0;
    if (task.poll_bytes > 0) task.rows.emplace_back(task.memory, task.poll_bytes);
    task.read += task.poll_bytes;
  }

  static void Send(Task& task) {
    for (int64_t left = task.sent_per_step; left > 0 && !task.rows.empty();) {
      const int64_t part = std::min(left, task.rows.front().bytes());
      task.rows.front().Set(task.rows.front().bytes() - part);
      if (task.rows.front().bytes() == 0) task.rows.pop_front();
      left -= part;
    }
  }

  MemoryBudget budget_;
  std::mt19937 random_;
  std::deque<Task> tasks_;
  int64_t most_used_ = 0;
};

TEST(SharedMemory, WhateverTasksDoTheBudgetHoldsAndNobodyIsShutOut) {
  for (uint32_t seed = 0; seed < 30; ++seed) {
    Simulation world(/*bytes_max=*/64 * kMiB, seed);
    std::mt19937 random(seed);
    for (int step = 0; step < 3'000; ++step) {
      if (world.tasks().size() < 20 && random() % 50 == 0) world.AddAny();
      if (!world.tasks().empty() && random() % 20 == 0) world.ChangeAny();
      world.Step();
    }

    // Nobody is stopped in the middle of a poll, and everybody has a little of its own.
    const auto tasks = static_cast<int64_t>(world.tasks().size());
    EXPECT_THAT(world.most_used(), Lt(80 * kMiB + tasks * Simulation::kPoll)) << "seed " << seed;
    for (const Simulation::Task& task : world.tasks())
      EXPECT_THAT(task.shut_out_most, Eq(0)) << "seed " << seed;
  }
}

TEST(SharedMemory, ThoseWhoseUploadsHangDoNotHoldUpOneThatGoesOn) {
  for (const int hanging : {1, 5, 20, 60}) {
    Simulation world(/*bytes_max=*/128 * kMiB, /*seed=*/1);
    for (int i = 0; i < hanging; ++i) world.Add(Simulation::kPoll, /*sent_per_step=*/0);
    for (int step = 0; step < 500; ++step) world.Step();
    const Simulation::Task& live = world.Add(/*poll_bytes=*/100'000, /*sent_per_step=*/100'000);

    for (int step = 0; step < 1'000; ++step) world.Step();

    // As if it were alone.
    EXPECT_THAT(live.read, Ge(990 * 100'000)) << hanging << " hang";
    EXPECT_THAT(world.most_used(), Lt(160 * kMiB + hanging * Simulation::kPoll));
  }
}

TEST(SharedMemory, ThoseThatWantAllGetAboutTheSame) {
  for (const int tasks : {2, 5, 16}) {
    Simulation world(/*bytes_max=*/128 * kMiB, /*seed=*/2);
    for (int i = 0; i < tasks; ++i) world.Add(Simulation::kPoll / 4, Simulation::kPoll / 8);
    for (int step = 0; step < 20'000; ++step) world.Step();

    int64_t least = INT64_MAX;
    int64_t most = 0;
    for (const Simulation::Task& task : world.tasks()) {
      least = std::min(least, task.read);
      most = std::max(most, task.read);
    }
    EXPECT_THAT(most, Le(least / 10 * 12)) << tasks << " tasks";
  }
}

}  // namespace
}  // namespace sluice::dataplane

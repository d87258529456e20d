// How flush age and session budget work together, over many patterns of arrival.

#include "dataplane/upload/flush_age.h"

#include <algorithm>
#include <deque>
#include <random>
#include <vector>

#include "dataplane/upload/session_budget.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kLeast = absl::Seconds(1);

TEST(FlushAge, AfterAMinuteOfSilenceTheFirstRecordGoesOutAtOnce) {
  const FlushLoad busy = {.sessions_open = 50, .sessions_per_second = 1, .silence = kSilence};
  EXPECT_EQ(FlushAge(busy, kLeast), kLeast);
}

TEST(FlushAge, OtherwiseARoundOfFlushesCostsNoMoreThanTheShare) {
  EXPECT_EQ(FlushAge({.sessions_open = 1, .sessions_per_second = 1}, kLeast), absl::Seconds(1));
  EXPECT_EQ(FlushAge({.sessions_open = 20, .sessions_per_second = 1}, kLeast), absl::Seconds(20));
  EXPECT_EQ(FlushAge({.sessions_open = 20, .sessions_per_second = 0.5}, kLeast), absl::Seconds(40));
  EXPECT_EQ(FlushAge({.sessions_open = 500, .sessions_per_second = 1}, kLeast), absl::Minutes(1));
}

TEST(FlushAge, WhatOpensNoSessionsIsAsOldAsTheLeastHoweverMuchIsOpen) {
  const SessionBudget streams = SessionBudget::Unlimited();
  for (const int open : {1, 24, 100 * 24, 1'000'000}) {
    const FlushLoad load = {.sessions_open = open, .sessions_per_second = streams.per_second()};
    EXPECT_EQ(FlushAge(load, kLeast), kLeast) << open;
  }
}

// One task's source partitions, as its polling loop treats them: a batch each, flushed when it is
// old enough and the budget has its sessions, the oldest first.
class Simulation {
 public:
  struct Source {
    int sessions = 0;  // Of the batch that takes rows; 0: there is none.
    absl::Duration begun;
    absl::Duration silence;
    absl::Duration last_record = -absl::InfiniteDuration();
  };

  Simulation(int sources, SessionBudget budget, uint32_t seed)
      : random_(seed), budget_(budget), sources_(sources) {
    busy_.resize(sources);
    Change();
  }

  // A tenth of a second.
  void Step() {
    now_ += absl::Milliseconds(100);
    if (random_() % 600 == 0) Change();  // Another pattern, once in a minute.
    for (size_t i = 0; i < sources_.size(); ++i) {
      if (random_() % 1000 < busy_[i]) Receive(sources_[i]);
    }
    Flush();
  }

  // The most sessions in any five minutes so far.
  int most_in_window() const { return most_in_window_; }
  // The oldest that a batch became which was begun after a silence, with the budget at hand.
  absl::Duration oldest_after_silence() const { return oldest_after_silence_; }
  // The oldest that any batch became.
  absl::Duration oldest() const { return oldest_; }
  int flushes() const { return flushes_; }

 private:
  void Change() {
    for (uint32_t& busy : busy_) {
      constexpr uint32_t kBusy[] = {0, 0, 1, 100, 1000};
      busy = kBusy[random_() % 5];
    }
    // As many as an entry of the ledger names, if the budget ever has them.
    partitions_max_ = 1 + static_cast<int>(random_() % std::min(24, budget_.sessions_max()));
  }

  void Receive(Source& source) {
    if (source.sessions == 0) {
      source.begun = now_;
      source.silence = now_ - source.last_record;
    }
    source.last_record = now_;
    source.sessions = std::max<int>(source.sessions, 1 + random_() % partitions_max_);
  }

  void Flush() {
    int open = 0;
    std::vector<Source*> due;
    for (const Source& source : sources_) open += source.sessions;
    for (Source& source : sources_) {
      const absl::Duration age = FlushAge({.sessions_open = open,
                                           .sessions_per_second = budget_.per_second(),
                                           .silence = source.silence},
                                          kLeast);
      if (source.sessions > 0 && now_ - source.begun >= age) due.push_back(&source);
    }
    std::sort(due.begin(), due.end(),
              [](const Source* a, const Source* b) { return a->begun < b->begun; });
    const bool alone = due.size() == 1;
    for (Source* source : due) {
      if (!budget_.TryTake(source->sessions, now_)) return;
      Count(source->sessions);
      oldest_ = std::max(oldest_, now_ - source->begun);
      if (alone && source->silence >= kSilence)
        oldest_after_silence_ = std::max(oldest_after_silence_, now_ - source->begun);
      source->sessions = 0;
    }
  }

  void Count(int sessions) {
    ++flushes_;
    window_.push_back({now_, sessions});
    in_window_ += sessions;
    while (window_.front().first <= now_ - absl::Minutes(5)) {
      in_window_ -= window_.front().second;
      window_.pop_front();
    }
    most_in_window_ = std::max(most_in_window_, in_window_);
  }

  std::mt19937 random_;
  SessionBudget budget_;
  std::vector<Source> sources_;
  std::vector<uint32_t> busy_;  // Chance of a record in a step, of 1000.
  int partitions_max_ = 1;
  absl::Duration now_ = absl::Hours(1);
  std::deque<std::pair<absl::Duration, int>> window_;
  int in_window_ = 0;
  int most_in_window_ = 0;
  int flushes_ = 0;
  absl::Duration oldest_after_silence_;
  absl::Duration oldest_;
};

constexpr int kSteps = 6'000;  // Ten minutes: two of the windows that the limit is for.

TEST(FlushAge, WhateverArrivesTheTablesLimitIsNeverExceeded) {
  for (const int tasks : {1, 2, 8, 64}) {
    for (uint32_t seed = 0; seed < 6; ++seed) {
      Simulation simulation(/*sources=*/1 + static_cast<int>(seed) * 10, SessionBudget(tasks),
                            seed);
      for (int step = 0; step < kSteps; ++step) simulation.Step();

      // MaxCompute takes 500 sessions of a table in 5 minutes; all tasks may do as this one does.
      EXPECT_LE(simulation.most_in_window() * tasks, 500) << "tasks " << tasks << " seed " << seed;
      EXPECT_GT(simulation.flushes(), 0);
    }
  }
}

TEST(FlushAge, WhateverArrivesStreamsAreFlushedAsSoonAsTheyAreOldEnough) {
  for (uint32_t seed = 0; seed < 6; ++seed) {
    Simulation simulation(/*sources=*/1 + static_cast<int>(seed) * 10, SessionBudget::Unlimited(),
                          seed);
    for (int step = 0; step < kSteps; ++step) simulation.Step();

    EXPECT_EQ(simulation.oldest(), kLeast) << seed;
  }
}

TEST(FlushAge, ALoneRecordAfterASilenceIsInTheTableWithinASecondOrTwo) {
  for (uint32_t seed = 0; seed < 6; ++seed) {
    Simulation simulation(/*sources=*/1, SessionBudget(/*tasks=*/1), seed);
    for (int step = 0; step < 20'000; ++step) simulation.Step();
    EXPECT_LE(simulation.oldest_after_silence(), absl::Seconds(2)) << seed;
  }
}

}  // namespace
}  // namespace sluice::dataplane

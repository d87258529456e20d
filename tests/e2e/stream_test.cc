// Delivery STREAM: rows within a second, each at least once.

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/worker_scenario.h"

namespace sluice::e2e {
namespace {

class Stream : public WorkerScenario {
 protected:
  Stream() { sink_.set_delivery(v1::MaxComputeSink::STREAM); }

  // As WaitForRows, and looks as often as it can: for measuring.
  bool SeeRows(size_t rows) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (absl::Now() < give_up) {
      const auto found = emulator_->RowsByOffset(table_);
      if (found.ok() && found->size() >= rows) return true;
    }
    return false;
  }

  // How often rows are there beyond the first time. Every record that was sent must be there.
  int Repeats() {
    EXPECT_TRUE(WaitForRows(sent_.size()));
    const auto rows = emulator_->RowsByOffset(table_);
    EXPECT_THAT(rows, IsOk());
    int repeats = 0;
    for (const auto& [place, count] : rows.value_or(std::map<std::pair<int64_t, int64_t>, int>())) {
      EXPECT_TRUE(sent_.contains(place));
      repeats += count - 1;
    }
    return repeats;
  }
};

TEST_F(Stream, ARowIsSeenWithinASecondAtTheMedian) {
  MakeSource(1);
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 1);
  ASSERT_TRUE(WaitForRows(1)) << worker.LogTail();

  std::vector<absl::Duration> delays;
  for (size_t i = 2; i <= 40; ++i) {
    const absl::Time sent = absl::Now();
    Send(0, 1);
    ASSERT_TRUE(SeeRows(i)) << worker.LogTail();
    delays.push_back(absl::Now() - sent);
  }

  std::sort(delays.begin(), delays.end());
  const absl::Duration median = delays[delays.size() / 2];
  std::printf(
      "from produce to visible: median %s, 95 %% %s, most %s (%zu records, one at a time)\n",
      absl::FormatDuration(median).c_str(),
      absl::FormatDuration(delays[delays.size() * 95 / 100]).c_str(),
      absl::FormatDuration(delays.back()).c_str(), delays.size());
  EXPECT_LT(median, absl::Seconds(1));
  EXPECT_EQ(Repeats(), 0) << "nothing went wrong";
}

TEST_F(Stream, KilledBeforeTheOffsetMovedNothingIsLostAndTheLastRowsAreRepeated) {
  MakeSource(1);
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 5);
  ASSERT_TRUE(WaitForRows(5)) << worker.LogTail();
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"put_stream"},"action":"hold_after","times":1})");
  Send(0, 10);
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();

  worker.Kill();
  emulator_->RemoveFault(fault);
  Send(0, 5);
  cluster::ChildProcess successor = StartWorker("worker", 1);

  const int repeats = Repeats();
  std::printf("%d of 20 rows are there twice\n", repeats);
  EXPECT_GE(repeats, 1);
  EXPECT_LE(repeats, 10) << "only those whose offset had not moved";
  EXPECT_EQ(successor.Terminate(absl::Seconds(30)), 0) << successor.LogTail();
}

TEST_F(Stream, KilledBeforeTheRowsWereStoredEachIsThereOnce) {
  MakeSource(2);
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"put_stream"},"action":"hold_before","times":1})");
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 10);
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();

  worker.Kill();
  emulator_->RemoveFault(fault);
  Send(1, 5);
  cluster::ChildProcess successor = StartWorker("worker", 1);

  EXPECT_LE(Repeats(), 10) << "the dead worker's request may have arrived after all";
}

TEST_F(Stream, AServiceThatIsBusyAndThenBrokenLosesNothing) {
  MakeSource(1);
  emulator_->AddFault(
      R"({"match":{"operation":"put_stream"},"action":"fail","status":429,"code":"SlotExceeded","times":2})");
  emulator_->AddFault(
      R"({"match":{"operation":"put_stream"},"action":"fail","status":500,"code":"InternalServerError","times":2})");
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 20);

  EXPECT_EQ(Repeats(), 0) << worker.LogTail();
}

}  // namespace
}  // namespace sluice::e2e

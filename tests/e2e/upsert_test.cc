// Delivery UPSERT: rows of a Delta table by their key, whatever process dies or wakes up late.

#include <map>
#include <optional>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/worker_scenario.h"

namespace sluice::e2e {
namespace {

using State = std::map<std::string, std::string>;

class Upsert : public WorkerScenario {
 protected:
  // A Delta table whose primary key is topic, partition and offset.
  void MakeByPosition() {
    MakeTable(
        "(topic STRING NOT NULL,partition BIGINT NOT NULL,offset BIGINT NOT NULL,key STRING,"
        "value STRING,PRIMARY KEY(topic,partition,offset)) PARTITIONED BY (pt STRING)");
  }

  // One whose primary key is the record's, without partitions.
  void MakeByKey() {
    sink_.mutable_upsert()->set_key(v1::UpsertPolicy::RECORD_KEY);
    sink_.mutable_upsert()->set_delete_tombstones(true);
    MakeTable("(key STRING NOT NULL,value STRING,offset BIGINT,PRIMARY KEY(key))");
  }

  void MakeTable(const std::string& definition) {
    sink_.set_delivery(v1::MaxComputeSink::UPSERT);
    sink_.set_table("delta");
    ASSERT_THAT(emulator_->Sql(absl::StrCat("CREATE TABLE delta ", definition,
                                            " TBLPROPERTIES ('transactional'='true');")),
                IsOk());
    ASSERT_THAT(emulator_->GrantTable("delta"), IsOk());
  }

  // Upserts a value, or deletes the key, and remembers what the table should say of it in the end.
  void Set(const std::string& key, const std::optional<std::string>& value) {
    SendOne(0, key, value);
    if (value.has_value()) {
      state_[key] = *value;
    } else {
      state_.erase(key);
    }
  }

  State TableState() {
    State state;
    const auto rows = emulator_->Select("SELECT `key`, `value` FROM delta;");
    EXPECT_THAT(rows, IsOk());
    if (!rows.ok()) return state;
    for (const auto& row : rows->rows) {
      EXPECT_TRUE(state.try_emplace(row[0].value_or(""), row[1].value_or("NULL")).second)
          << "two rows of a key";
    }
    return state;
  }

  bool WaitForState(const State& state) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (TableState() != state && absl::Now() < give_up) Pause(absl::Milliseconds(100));
    return TableState() == state;
  }

  bool WaitForPlaces(size_t rows) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (Places().size() < rows && absl::Now() < give_up) Pause(absl::Milliseconds(100));
    return Places().size() >= rows;
  }

  // Of a table by position: how often each record is there.
  std::map<std::pair<int64_t, int64_t>, int> Places() {
    return emulator_->RowsByOffset("delta").value_or(std::map<std::pair<int64_t, int64_t>, int>());
  }

  static void Pause(absl::Duration duration) {
    std::this_thread::sleep_for(absl::ToChronoMilliseconds(duration));
  }

  State state_;
};

TEST_F(Upsert, ByPositionEveryRecordIsThereOnceAlsoAfterAKill) {
  MakeSource(2);
  MakeByPosition();
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"commit_upsert"},"action":"hold_after","times":1})");
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 10);
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();

  worker.Kill();
  emulator_->RemoveFault(fault);
  Send(0, 5);
  Send(1, 5);
  cluster::ChildProcess successor = StartWorker("worker", 1);

  ASSERT_TRUE(WaitForPlaces(20)) << successor.LogTail();
  EXPECT_EQ(Places(), sent_);
}

TEST_F(Upsert, ByKeyTheTableIsTheLastStateOfEveryKey) {
  MakeSource(1);
  MakeByKey();
  cluster::ChildProcess worker = StartWorker("worker", 1);
  for (int round = 0; round < 5; ++round) {
    for (int key = 0; key < 10; ++key) Set(absl::StrCat("k", key), absl::StrCat("v", round));
    Set(absl::StrCat("k", round), std::nullopt);
  }
  Set("k3", "back again");
  Set("never was", std::nullopt);

  EXPECT_TRUE(WaitForState(state_)) << worker.LogTail();
  EXPECT_EQ(worker.Terminate(absl::Seconds(30)), 0) << worker.LogTail();
}

TEST_F(Upsert, ALateCommitOfADeadWorkerOverwritesNothingNewer) {
  MakeSource(1);
  MakeByKey();
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"commit_upsert"},"action":"hold_before","times":1})");
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Set("a", "old");
  Set("b", "old");
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();

  worker.Kill();
  Set("a", "new");
  Set("b", std::nullopt);
  cluster::ChildProcess successor = StartWorker("worker", 1);
  ASSERT_TRUE(WaitForState(state_)) << successor.LogTail();
  // The dead worker's request arrives after all.
  emulator_->Release(fault);
  Set("c", "later");

  EXPECT_TRUE(WaitForState(state_)) << successor.LogTail();
}

TEST_F(Upsert, StoppedBetweenUploadAndIntentItWakesUpToASuccessorAndOverwritesNothing) {
  MakeSource(1);
  MakeByKey();
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"put_upsert"},"action":"hold_after","times":1})");
  cluster::ChildProcess sleeper = StartWorker("sleeper", 1);
  Set("a", "old");
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << sleeper.LogTail();
  sleeper.Suspend();
  emulator_->RemoveFault(fault);

  cluster::ChildProcess successor = StartWorker("successor", 2);
  // Past the session timeout of 6 s, with the successor's commits behind it.
  const absl::Time wake = absl::Now() + absl::Seconds(8);
  for (int round = 0; absl::Now() < wake; ++round) {
    Set("a", absl::StrCat("new ", round));
    ASSERT_TRUE(WaitForState(state_)) << successor.LogTail();
  }
  sleeper.Resume();
  Set("b", "after it woke up");

  EXPECT_TRUE(WaitForState(state_)) << successor.LogTail();
  EXPECT_TRUE(successor.IsRunning());
}

}  // namespace
}  // namespace sluice::e2e

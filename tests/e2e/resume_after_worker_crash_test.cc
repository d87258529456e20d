// A worker dies, or hangs, at each step of the ledger. Whatever it leaves, the table equals the
// topic.

#include "absl/strings/match.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/e2e/worker_scenario.h"

namespace sluice::e2e {
namespace {

using ResumeAfterWorkerCrash = WorkerScenario;

TEST_F(ResumeAfterWorkerCrash, RecordsOfSeveralPartitionsBecomeRows) {
  MakeSource(3);
  cluster::ChildProcess worker = StartWorker("worker", 1);
  for (int32_t p = 0; p < 3; ++p) Send(p, 20);

  ExpectTableEqualsTopic();

  EXPECT_EQ(worker.Terminate(absl::Seconds(30)), 0) << worker.LogTail();
}

TEST_F(ResumeAfterWorkerCrash, KilledBetweenIntentAndCommitItsSuccessorCommits) {
  MakeSource(1);
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"commit_upload"},"action":"hold_before","times":1})");
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 10);
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();

  worker.Kill();
  Send(0, 5);
  cluster::ChildProcess successor = StartWorker("worker", 1);
  ASSERT_TRUE(WaitForRows(15)) << successor.LogTail();
  // The dead worker's request arrives after all.
  emulator_->Release(fault);

  ExpectTableEqualsTopic();
}

TEST_F(ResumeAfterWorkerCrash, KilledBetweenCommitAndAdvanceNothingIsWrittenTwice) {
  MakeSource(1);
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"commit_upload"},"action":"hold_after","times":1})");
  cluster::ChildProcess worker = StartWorker("worker", 1);
  Send(0, 10);
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();

  worker.Kill();
  emulator_->RemoveFault(fault);
  Send(0, 5);
  cluster::ChildProcess successor = StartWorker("worker", 1);

  ExpectTableEqualsTopic();
}

TEST_F(ResumeAfterWorkerCrash,
       StoppedBetweenUploadAndIntentItWakesUpToASuccessorAndChangesNothing) {
  MakeSource(1);
  const std::string fault =
      emulator_->AddFault(R"({"match":{"operation":"put_block"},"action":"hold_after","times":1})");
  cluster::ChildProcess sleeper = StartWorker("sleeper", 1);
  Send(0, 10);
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << sleeper.LogTail();
  sleeper.Suspend();
  // The answer waits in its socket: the first thing it does when it wakes is its intent.
  emulator_->RemoveFault(fault);

  cluster::ChildProcess successor = StartWorker("successor", 2);
  ASSERT_TRUE(WaitForRows(10)) << successor.LogTail();
  // Past the session timeout of 6 s, with the successor's commits behind it.
  absl::Duration slept;
  for (; slept < absl::Seconds(8); slept += absl::Seconds(1)) {
    Send(0, 1);
    ASSERT_TRUE(WaitForRows(sent_.size()));
  }
  sleeper.Resume();
  Send(0, 5);

  ExpectTableEqualsTopic();
  EXPECT_TRUE(successor.IsRunning());
  // There is no control plane to ask: the entries tell it that it was replaced, and it leaves the
  // successor in peace.
  EXPECT_TRUE(WaitForLog(sleeper, "TASK_REPLACED")) << sleeper.LogTail();
  EXPECT_FALSE(absl::StrContains(successor.LogTail(), "task begins again")) << successor.LogTail();
}

}  // namespace
}  // namespace sluice::e2e

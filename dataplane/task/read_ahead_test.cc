// A task reads on while a batch is on its way to the table. What it has read beyond that batch must
// be read again whenever the batch turns out not to be where it was thought to be.

#include <map>
#include <string>
#include <thread>

#include "base/status/status_matchers.h"
#include "dataplane/task/membership_scenario.h"

namespace sluice::dataplane {
namespace {

using kafka::CommitVerdict;
using ::testing::SizeIs;
using Operation = maxcompute::InMemoryTunnel::Operation;

constexpr int kDay = 24;  // In hours.

class ReadAhead : public MembershipScenario {
 protected:
  // A record that is no row: once its dead letter is there, the task has read it.
  void SendBadAndWaitUntilItIsRead() {
    SendOne(0, {.key = "k", .value = "\xFF", .timestamp_ms = 0});
    while (DeadLetters().empty()) clock_.SleepFor(absl::Milliseconds(1));
  }
};

TEST_F(ReadAhead, ARefusedAdvanceIsMadeUpForAndWhatWasReadBeyondItIsReadAgain) {
  Send(0, 10);
  group_.AnswerNextCommit(CommitVerdict::kAccepted, /*written=*/true);
  group_.AnswerNextCommit(CommitVerdict::kRefused, /*written=*/false);
  HoldCommits();
  std::thread service([&] {
    tunnel_.WaitUntilHeld(Operation::kCommitUpload, 1);
    Send(0, 5);
    SendBadAndWaitUntilItIsRead();
    tunnel_.Release(Operation::kCommitUpload);
  });

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  service.join();

  std::map<std::string, int> rows = EachRecordOnce();
  rows.erase("0:15");
  EXPECT_EQ(TableRows(), rows);
}

TEST_F(ReadAhead, WhatWasReadBeyondADeadBatchDoesNotMakeEarlierRecordsLate) {
  Send(0, 3, 1 * kDay);
  HoldCommits();
  std::thread service([&] {
    tunnel_.WaitUntilHeld(Operation::kCommitUpload, 1);
    // The second batch: in time when it begins, and far behind what comes after them.
    Send(0, 2, 2 * kDay);
    Send(0, 1, 30 * kDay);
    SendBadAndWaitUntilItIsRead();
    ExpireAndRelease({"01-02-1970 08"});
  });

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  service.join();

  EXPECT_THAT(OffsetsIn("01-03-1970 08"), SizeIs(2));
}

}  // namespace
}  // namespace sluice::dataplane

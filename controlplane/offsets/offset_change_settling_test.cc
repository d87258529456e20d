// What a killed task had begun is settled before anything moves (rule S8).

#include "controlplane/offsets/offset_change_scenario.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using OffsetChangeSettlingTest = OffsetChangeScenario;

TEST_F(OffsetChangeSettlingTest, S8GivenAnOpenEntryThenTasksSettleItBeforeAnythingMoves) {
  cluster_.RemoveMembers(kGroup);
  Commit(kOrders0, OpenEntry(6), 4);
  ServeWorker();
  bool settled_paused = false;
  in_round_ = [&] {
    const auto& hold = Now().hold;
    if (Tasks().empty() || !hold.has_value() || hold->tasks != TasksHeld::kPaused) return;
    settled_paused = Now().pauses_tasks();
    cluster_.RemoveMembers(kGroup);
    Commit(kOrders0, Entry(6));
    cluster_.AddMember(kGroup, {.member_id = "m"});
  };
  AskForBoth();
  Run();
  EXPECT_TRUE(settled_paused);
  ExpectBothMoved();
}

TEST_F(OffsetChangeSettlingTest, S8AnOpenEntryThatNobodySettlesIsNotOverwritten) {
  cluster_.RemoveMembers(kGroup);
  Commit(kOrders0, OpenEntry(6), 4);
  ServeWorker();
  AskForBoth();
  Run(8);
  EXPECT_THAT(Now().hold->tasks, Eq(TasksHeld::kPaused));
  EXPECT_THAT(Change().progress.waiting_for, HasSubstr("partition 0"));
  clock_.Advance(kSettlingMax);
  Run(8);  // They leave, and are let back in.
  EXPECT_FALSE(Change().ended());
  clock_.Advance(kClearingMax);
  Run(4);
  ExpectNothingMoved("LEDGER_UNSETTLED");
}

TEST_F(OffsetChangeSettlingTest,
       S8GivenTasksThatCannotTellThenAnEntryIsOverwrittenIfNobodyCanCommitIt) {
  cluster_.RemoveMembers(kGroup);
  Commit(kOrders0, OpenEntry(6), 4);
  ServeWorker();
  AskForBoth();
  Run(8);
  EXPECT_THAT(Now().hold->tasks, Eq(TasksHeld::kPaused));
  tables_.tunnel().SetStatus(session_, maxcompute::SessionStatus::kNotFound);
  clock_.Advance(kSettlingMax);
  Run();
  EXPECT_THAT(Change().error, IsOk());
  EXPECT_THAT(EntryOf(kOrders0).next_offset, Eq(2));
}

TEST_F(OffsetChangeSettlingTest, AnOpenEntryOfAPartitionThatStaysIsLeftToWhoeverReadsOn) {
  cluster_.RemoveMembers(kGroup);
  Commit(kOrders0, OpenEntry(6), 4);
  ServeWorker();
  Ask({{1, 4, 9, 0, 5}});
  Run();
  EXPECT_THAT(Change().error, IsOk());
  EXPECT_THAT(EntryOf(kOrders1).next_offset, Eq(9));
  const auto left = admin_.FetchOffsets(kGroup, kTimeout)->at(kOrders0);
  EXPECT_THAT(left.metadata, Eq(formats::EncodeIntent(OpenEntry(6))));
}

TEST_F(OffsetChangeSettlingTest, GivenAStoppedConnectorWithAnOpenEntryThenNoTaskIsStartedForIt) {
  Desire(DesiredState::kStopped);
  ServeWorker();
  Commit(kOrders0, OpenEntry(6), 4);
  in_round_ = [&] { EXPECT_THAT(Tasks(), IsEmpty()); };
  AskForBoth();
  Run();
  ExpectNothingMoved("LEDGER_UNSETTLED");
}

}  // namespace
}  // namespace sluice::controlplane

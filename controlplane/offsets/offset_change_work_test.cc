#include "controlplane/offsets/offset_change_work.h"

#include "controlplane/offsets/offset_change_scenario.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

using OffsetChangeWorkTest = OffsetChangeScenario;

TEST_F(OffsetChangeWorkTest, B9AllPartitionsMoveInOneCommitToAnEmptyGroupAndTheTasksComeBack) {
  int commits = 0;
  cluster_.OnCall([&](absl::string_view call) {
    commits += call == "CommitOffsets" ? 1 : 0;
    return absl::OkStatus();
  });
  AskForBoth();
  Run();

  ExpectBothMoved();
  EXPECT_THAT(commits, Eq(1));
  const auto done = ChangeFromJson(Change().response);
  ASSERT_THAT(done, IsOk());
  EXPECT_THAT(done->moves, ElementsAre(PartitionMove{0, 6, 2, 4, 0}, PartitionMove{1, 4, 9, 0, 5}));
  EXPECT_THAT(Change().progress.done_count, Eq(2));
  ServeWorker();
  EXPECT_THAT(Tasks(), SizeIs(1));
}

TEST_F(OffsetChangeWorkTest, APlanInWhichNothingMovesDisturbsNobody) {
  Ask({});
  in_round_ = [&] { EXPECT_THAT(Tasks(), SizeIs(1)); };
  Run();
  EXPECT_THAT(Change().error, IsOk());
  EXPECT_THAT(Change().response, Eq(R"({"moves":[]})"));
}

TEST_F(OffsetChangeWorkTest, S10BelowTheEndOfTheTopicTheTableIsNoWitnessOfWhatMoved) {
  Ask({{0, 6, 2, 4, 0}});
  Run();
  EXPECT_THAT(Now().start_pin->asked_until, ElementsAre(Pair(0, 10), Pair(1, 4)));
}

TEST_F(OffsetChangeWorkTest, TheOffsetTopicIsToldOfThePartitionsThatMoved) {
  Ask({{1, 4, 9, 0, 5}});
  Run();
  const auto records = cluster_.Records("connect-offset-a");
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_THAT(*records[0].key, HasSubstr(R"("kafka_partition":1)"));
  EXPECT_THAT(*records[0].value, Eq(R"({"kafka_offset":9})"));
}

TEST_F(OffsetChangeWorkTest, S12WhatAnEntryRememberedOfTheTableIsForgotten) {
  formats::Intent remembering = Entry(4);
  remembering.table_holds_until = 8;
  cluster_.RemoveMembers(kGroup);
  Commit(kOrders1, remembering);
  ServeWorker();
  AskForBoth();
  Run();
  ExpectBothMoved();
}

TEST_F(OffsetChangeWorkTest, WhileSomebodyIsInTheGroupNothingMovesAndItSaysWhatItWaitsFor) {
  somebody_stays_ = true;
  AskForBoth();
  Run(8);
  EXPECT_FALSE(Change().ended());
  EXPECT_THAT(Change().progress.waiting_for, HasSubstr("connect-task-a"));
  EXPECT_THAT(EntryOf(kOrders1), Eq(Entry(4)));
  EXPECT_THAT(Tasks(), IsEmpty());

  somebody_stays_ = false;
  Run();
  ExpectBothMoved();
}

TEST_F(OffsetChangeWorkTest, WhoStaysInTheGroupForTooLongEndsItAndTheTasksComeBack) {
  somebody_stays_ = true;
  AskForBoth();
  Run(4);
  clock_.Advance(kClearingMax);
  Run(4);
  ExpectNothingMoved("LEDGER_UNSETTLED");
  ServeWorker();
  EXPECT_THAT(Tasks(), SizeIs(1));
}

TEST_F(OffsetChangeWorkTest, WhoIsStoppedMeanwhileIsMovedAndStaysStopped) {
  somebody_stays_ = true;
  AskForBoth();
  Run(3);
  Desire(DesiredState::kStopped);
  somebody_stays_ = false;
  Run();
  ExpectBothMoved();
  ServeWorker();
  EXPECT_THAT(Tasks(), IsEmpty());
  EXPECT_THAT(Now().desired_state, Eq(DesiredState::kStopped));
}

TEST_F(OffsetChangeWorkTest, WhoIsDeletedMeanwhileIsNotMoved) {
  somebody_stays_ = true;
  AskForBoth();
  Run(3);
  Desire(DesiredState::kDeleted);
  somebody_stays_ = false;
  Run();
  ExpectNothingMoved("OPERATION_CANCELLED");
}

TEST_F(OffsetChangeWorkTest, WhatIsCancelledWhileItWaitsMovesNothingAndTheTasksComeBack) {
  somebody_stays_ = true;
  AskForBoth();
  Run(3);
  ASSERT_THAT(store_.CancelOperation("op", clock_.Now()), IsOk());
  Run();
  ExpectNothingMoved("OPERATION_CANCELLED");
  ServeWorker();
  EXPECT_THAT(Tasks(), SizeIs(1));
}

TEST_F(OffsetChangeWorkTest, WhatTheBrokersDoNotHaveAnyMoreEndsIt) {
  Ask({{0, 6, 2, 4, 0}, {1, 4, 11, 0, 7}});
  Run();
  ExpectNothingMoved("PLAN_STALE");
}

TEST_F(OffsetChangeWorkTest, ACommitWithoutAnAnswerIsReadBackAndSentAgainWhereItDoesNotStand) {
  int unanswered = 2;
  cluster_.OnCall([&](absl::string_view call) {
    if (call != "CommitOffsets" || unanswered == 0) return absl::OkStatus();
    --unanswered;
    return absl::UnavailableError("no answer");
  });
  AskForBoth();
  Run();
  EXPECT_THAT(unanswered, Eq(0));
  ExpectBothMoved();
}

TEST_F(OffsetChangeWorkTest, WhatCannotBeTakenBackIsNotCancelled) {
  bool refused = false;
  cluster_.OnCall([&](absl::string_view call) {
    if (call != "CommitOffsets" || refused) return absl::OkStatus();
    EXPECT_THAT(store_.CancelOperation("op", clock_.Now()), HasReason("OPERATION_NOT_CANCELLABLE"));
    refused = true;
    return absl::OkStatus();
  });
  AskForBoth();
  Run();
  EXPECT_TRUE(refused);
  ExpectBothMoved();
}

// Before which step a control plane dies that has taken it, and has not noted that it did.
class OffsetChangeDeathTest : public OffsetChangeScenario,
                              public testing::WithParamInterface<int> {};

TEST_P(OffsetChangeDeathTest, WhereverAControlPlaneDiesAnotherOneGoesOn) {
  AskForBoth();
  int steps = 0;
  for (; !Change().ended() && steps < 20; ++steps) {
    if (steps == GetParam()) {
      const auto claims = store_.ClaimOperations(1, absl::Minutes(2), clock_.Now());
      ASSERT_THAT(claims, IsOkAndHolds(SizeIs(1)));
      EXPECT_THAT(work_.Step(claims->at(0), Change()), IsOk());
      clock_.Advance(absl::Minutes(2) + absl::Seconds(1));
    } else {
      ASSERT_THAT(runner_.RunOnce(), IsOkAndHolds(true));
    }
    ServeWorker();
  }
  EXPECT_THAT(steps, Gt(GetParam()));
  ExpectBothMoved();
}

// The tasks are sent away, the move is prepared, committed, and told.
INSTANTIATE_TEST_SUITE_P(EachStep, OffsetChangeDeathTest, testing::Values(0, 1, 2, 3));

}  // namespace
}  // namespace sluice::controlplane

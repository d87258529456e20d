#include "dataplane/commit/settle_plan.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using maxcompute::SessionStatus;
using maxcompute::UploadState;

constexpr auto Named = [] {
  return formats::IntentSession{
      .session_id = "s", .table_partition = "pt=a", .blocks = 2, .rows = 30, .first_row_offset = 7};
};

UploadState Found(SessionStatus status, std::vector<int64_t> rows_of_blocks = {10, 20}) {
  UploadState state{.status = status, .blocks = {}};
  for (size_t i = 0; i < rows_of_blocks.size(); ++i) {
    state.blocks.push_back({.block_id = static_cast<int64_t>(i), .rows = rows_of_blocks[i]});
  }
  return state;
}

TEST(PlanSettle, EveryStatusHasItsStep) {
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kClosed)), SettleStep::kDone);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kNormal)), SettleStep::kCommit);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kClosing)), SettleStep::kWait);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kCommitting)), SettleStep::kWait);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kUnknown)), SettleStep::kWait);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kExpired)), SettleStep::kRedo);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kCanceled)), SettleStep::kRedo);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kCritical)), SettleStep::kAskTable);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kNotFound, {})), SettleStep::kAskTable);
}

TEST(PlanSettle, AnOpenSessionWithOtherContentIsNeitherCommittedNorRedone) {
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kNormal, {10})), SettleStep::kStop);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kNormal, {10, 21})), SettleStep::kStop);
  EXPECT_EQ(PlanSettle(Named(), Found(SessionStatus::kNormal, {10, 20, 0})), SettleStep::kStop);
}

TEST(PlanSettle, AServiceThatDoesNotTellRowsIsJudgedByItsBlocks) {
  UploadState found = Found(SessionStatus::kNormal);
  found.blocks[1].rows.reset();
  EXPECT_EQ(PlanSettle(Named(), found), SettleStep::kCommit);
}

TEST(PlanFromTable, OnlyAllOrNothingIsAnAnswer) {
  EXPECT_EQ(PlanFromTable(30, 30), SettleStep::kDone);
  EXPECT_EQ(PlanFromTable(30, 0), SettleStep::kRedo);
  EXPECT_EQ(PlanFromTable(30, 29), SettleStep::kStop);
  EXPECT_EQ(PlanFromTable(30, 31), SettleStep::kStop);
}

TEST(PlanUpsertSettle, EveryStatusHasItsStepAndNoneIsAmbiguous) {
  for (const bool accepted : {false, true}) {
    EXPECT_EQ(PlanUpsertSettle(SessionStatus::kClosed, accepted), SettleStep::kDone);
    EXPECT_EQ(PlanUpsertSettle(SessionStatus::kNormal, accepted), SettleStep::kCommit);
    EXPECT_EQ(PlanUpsertSettle(SessionStatus::kClosing, accepted), SettleStep::kWait);
    EXPECT_EQ(PlanUpsertSettle(SessionStatus::kCommitting, accepted), SettleStep::kWait);
    EXPECT_EQ(PlanUpsertSettle(SessionStatus::kUnknown, accepted), SettleStep::kWait);
    EXPECT_EQ(PlanUpsertSettle(SessionStatus::kExpired, accepted), SettleStep::kRedo);
    EXPECT_EQ(PlanUpsertSettle(SessionStatus::kCanceled, accepted), SettleStep::kRedo);
    EXPECT_EQ(PlanUpsertSettle(SessionStatus::kCritical, accepted), SettleStep::kRedo);
  }
}

TEST(PlanUpsertSettle, AnUnknownSessionWasCommittedOnlyIfItsCommitWasAccepted) {
  EXPECT_EQ(PlanUpsertSettle(SessionStatus::kNotFound, /*accepted=*/false), SettleStep::kRedo);
  EXPECT_EQ(PlanUpsertSettle(SessionStatus::kNotFound, /*accepted=*/true), SettleStep::kDone);
}

TEST(TableIsWitness, NotBelowWhatItHeldBefore) {
  EXPECT_FALSE(TableIsWitness(Named(), 8));
  EXPECT_TRUE(TableIsWitness(Named(), 7));
  EXPECT_TRUE(TableIsWitness(Named(), 0));
}

TEST(Conclude, NothingTakesTheEntrysPlaceWhileASessionMayStillBeCommitted) {
  using Fate = SessionFate;
  EXPECT_EQ(Conclude({Fate::kClosed, Fate::kClosed}), Settled::kAllClosed);
  EXPECT_EQ(Conclude({Fate::kClosed, Fate::kDead}), Settled::kRedo);
  EXPECT_EQ(Conclude({Fate::kOpen, Fate::kDead}), Settled::kWait);
  EXPECT_EQ(Conclude({Fate::kClosed, Fate::kOpen}), Settled::kWait);
}

}  // namespace
}  // namespace sluice::dataplane

#include "controlplane/deadletters/interrupted_replay.h"

#include "absl/strings/str_cat.h"
#include "controlplane/deadletters/dead_letter_scenario.h"
#include "formats/replay_headers.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using State = DeadLetterMark::State;

class InterruptedReplayTest : public DeadLetterScenario {
 protected:
  InterruptedReplayTest() {
    Operation operation;
    operation.id = "7";
    operation.connector_uid = AConnector().uid;
    operation.connector = AConnector().id;
    operation.create_time = clock_.Now();
    EXPECT_THAT(store_.CreateOperation(operation, {}), IsOk());
    claim_ = store_.ClaimOperations(1, absl::Minutes(2), clock_.Now())->at(0);
  }

  // As a replay that was interrupted just now leaves it.
  void Interrupted(int64_t offset, int32_t source_partition, int64_t source_end = 0,
                   absl::Time replace_before = absl::InfinitePast()) {
    EXPECT_THAT(store_.AddMarks(AConnector().uid,
                                {{.place = {"d", 0, offset},
                                  .state = State::kReplaying,
                                  .time = clock_.Now(),
                                  .source_partition = source_partition,
                                  .source_offset = offset,
                                  .operation = "operations/7",
                                  .source_end = source_end}},
                                replace_before, {}, clock_.Now()),
                IsOk());
  }

  void Store(int64_t offset, int32_t source_partition) {
    kafka::InMemoryCluster::Record record = {.value = "v", .timestamp = absl::UnixEpoch()};
    for (const auto& [name, value] : formats::EncodeReplayHeaders({.topic = "d",
                                     .offset = offset,
                                     .source_offset = offset,
                                     .operation = "operations/7"}))
      record.headers.emplace_back(name, value);
    EXPECT_THAT(kafka_.Append("orders-in", source_partition, record), IsOk());
  }

  InterruptedReplay::Outlook Settle() {
    const auto outlook =
        interrupted_.Settle(claim_, AConnector(), AnInstance(), absl::Seconds(10), searched_);
    EXPECT_THAT(outlook, IsOk());
    return outlook.value_or(InterruptedReplay::Outlook());
  }

  std::vector<DeadLetterMark> Marks() {
    return *store_.FindMarks(AConnector().uid, {{"d", 0, 0, 100}});
  }

  OperationClaim claim_;
  std::map<int32_t, SourceSearch> searched_;
  InterruptedReplay interrupted_{connections_, store_, clock_};
};

TEST_F(InterruptedReplayTest, WhatCameToLightLateWasWrittenAndWhatNeverDidMayBeChosenAgain) {
  Interrupted(4, 0);
  Interrupted(5, 0);

  const InterruptedReplay::Outlook early = Settle();
  EXPECT_FALSE(early.settled);
  EXPECT_THAT(early.waiting_for, HasSubstr("certain"));
  EXPECT_THAT(Marks(), SizeIs(2));
  Store(4, 0);  // A follower that hung hid it.
  clock_.Advance(early.look_again);
  EXPECT_TRUE(Settle().settled);

  ASSERT_THAT(Marks(), SizeIs(1));
  EXPECT_EQ(Marks()[0].place.offset, 4);
  EXPECT_EQ(Marks()[0].state, State::kReplayed);
  EXPECT_THAT(searched_, IsEmpty());
}

TEST_F(InterruptedReplayTest, WhatOthersWriteMeanwhileDoesNotProlongTheSearch) {
  Interrupted(4, 0);
  Store(99, 0);
  Store(98, 0);
  Store(97, 0);
  clock_.Advance(InterruptedReplay::kCertainAfter);
  searched_ = {{0, {1, 2}}};  // The first look found two records, and got through one.
  Store(4, 0);                // Nobody's: the mark would have been certain by then.

  EXPECT_TRUE(Settle().settled);

  EXPECT_THAT(Marks(), IsEmpty());
}

TEST_F(InterruptedReplayTest,
       WhereTheSourcePartitionIsGoneNothingWasWrittenAndTheOthersAreSettled) {
  Interrupted(4, 55);
  Interrupted(5, 1);
  Store(5, 1);
  clock_.Advance(InterruptedReplay::kCertainAfter);

  EXPECT_TRUE(Settle().settled);

  ASSERT_THAT(Marks(), SizeIs(1));
  EXPECT_EQ(Marks()[0].place.offset, 5);
  EXPECT_EQ(Marks()[0].replayed_offset, 0);
}

TEST_F(InterruptedReplayTest, WhoLostTheOperationSettlesNothing) {
  Interrupted(4, 0);
  clock_.Advance(absl::Minutes(2));
  ASSERT_THAT(store_.ClaimOperations(1, absl::Minutes(2), clock_.Now()), IsOkAndHolds(SizeIs(1)));

  EXPECT_THAT(interrupted_.Settle(claim_, AConnector(), AnInstance(), absl::Seconds(10), searched_),
              HasReason(kClaimLost));
  EXPECT_THAT(Marks(), SizeIs(1));
}

TEST_F(InterruptedReplayTest, WhileATransactionHidesWhatMayBeThereItWaitsAndSettlesTheOthers) {
  Interrupted(4, 0);
  Interrupted(5, 1);
  kafka_.BeginTransaction({"orders-in", 0});
  Store(4, 0);
  Store(5, 1);
  clock_.Advance(InterruptedReplay::kCertainAfter);

  const InterruptedReplay::Outlook hidden = Settle();
  EXPECT_FALSE(hidden.settled);
  EXPECT_THAT(hidden.waiting_for, HasSubstr("an open transaction"));
  EXPECT_GT(hidden.look_again, absl::ZeroDuration());
  EXPECT_EQ(Marks()[0].state, State::kReplaying);
  EXPECT_EQ(Marks()[1].state, State::kReplayed);
  kafka_.EndTransactions();
  EXPECT_TRUE(Settle().settled);

  ASSERT_THAT(Marks(), SizeIs(2));
  EXPECT_EQ(Marks()[0].state, State::kReplayed);
}

TEST_F(InterruptedReplayTest, OneThatWasPutAsideBeforeAndWasNotWrittenIsPutAsideAgain) {
  DeadLetterMark aside = {.place = {"d", 0, 4}, .time = clock_.Now(), .source_offset = 4};
  ASSERT_THAT(store_.AddMarks(AConnector().uid, {aside}, absl::InfinitePast(), {}, clock_.Now()),
              IsOk());
  clock_.Advance(absl::Seconds(1));
  Interrupted(4, 0, 0, clock_.Now());
  ASSERT_EQ(Marks()[0].state, State::kReplaying);
  clock_.Advance(InterruptedReplay::kCertainAfter);

  EXPECT_TRUE(Settle().settled);

  EXPECT_THAT(Marks(), ElementsAre(aside));
}

}  // namespace
}  // namespace sluice::controlplane

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "controlplane/deadletters/dead_letter_replay_scenario.h"
#include "formats/replay_headers.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using State = DeadLetterMark::State;

using DeadLetterTakeoverTest = DeadLetterReplayScenario;

TEST_F(DeadLetterTakeoverTest, GivenItDiesBeforeItNotesHowFarItCameThenNothingIsWrittenTwice) {
  for (const int64_t offset : {3, 4, 5}) Write("d", 0, Context(offset));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;

  StepInVain();
  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3", "v4", "v5"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":3})");
}

TEST_F(DeadLetterTakeoverTest, GivenItDiesBetweenWritingAndMarkingThenTheSourceTopicTells) {
  for (const int64_t offset : {3, 6, 9, 12}) Write("d", 0, Context(offset));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;
  // As a process that was killed when half of its records were stored leaves it.
  std::vector<DeadLetterMark> replaying;
  for (int64_t i = 0; i < 4; ++i) {
    replaying.push_back({.place = {"d", 0, i},
                         .state = State::kReplaying,
                         .time = clock_.Now(),
                         .source_partition = 0,
                         .source_offset = 3 + 3 * i,
                         .operation = "operations/7",
                         .source_end = 0});
  }
  ASSERT_THAT(store_.AddMarks(AConnector().uid, replaying, absl::InfinitePast(), {}, clock_.Now()),
              IsOk());
  for (const int64_t i : {0, 2}) {
    kafka::InMemoryCluster::Record record = {.value = absl::StrCat("v", 3 + 3 * i),
                                             .timestamp = absl::UnixEpoch()};
    for (const auto& [name, value] : formats::EncodeReplayHeaders(
             {.topic = "d", .offset = i, .source_offset = 3 + 3 * i, .operation = "operations/7"}))
      record.headers.emplace_back(name, value);
    ASSERT_THAT(kafka_.Append("orders-in", 0, record), IsOk());
  }

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3", "v9", "v6", "v12"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":4})");
  for (const DeadLetterMark& mark : Marks()) EXPECT_EQ(mark.state, State::kReplayed);
}

TEST_F(DeadLetterTakeoverTest, WhatAnOperationThatEndedEarlyLeftIsSettledByTheNext) {
  Write("d", 0, Context(3));
  const DeadLetterMark left = {.place = {"d", 0, 0},
                               .state = State::kReplaying,
                               .time = clock_.Now() - absl::Hours(1),
                               .source_offset = 3,
                               .operation = "operations/ended",
                               .source_end = 0};
  ASSERT_THAT(store_.AddMarks(AConnector().uid, {left}, absl::InfinitePast(), {}, clock_.Now()),
              IsOk());

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
  EXPECT_EQ(Marks()[0].operation, "operations/7");
}

TEST_F(DeadLetterTakeoverTest, GivenTheBrokersFailForAWhileThenItGoesOnWhereItWas) {
  for (const int64_t offset : {3, 6, 9}) Write("d", 0, Context(offset));
  FailWrites({2}, WithReason(absl::UnavailableError("away"), kafka::reason::kUnreachable));

  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Run(), IsOk());

  // What was not answered may still come to light for a while.
  EXPECT_GE(waited_, absl::Seconds(80));
  EXPECT_THAT(Written(), ElementsAre("v3", "v9", "v6"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":3})");
}

TEST_F(DeadLetterTakeoverTest, GivenAnotherRunnerHasTakenOverThenWhoeverWakesLateWritesNothing) {
  Write("d", 0, Context(3));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;
  const OperationClaim late = claim_;
  clock_.Advance(kTtl);
  claim_ = Claim();

  EXPECT_THAT(replay_.Step(late, operation_), HasReason(kClaimLost));
  EXPECT_THAT(Written(), IsEmpty());
  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
}

TEST_F(DeadLetterTakeoverTest,
       GivenItStallsBetweenMarkingAndWritingThenEachIsWrittenOnceAllTheSame) {
  for (const int64_t offset : {3, 6, 9}) Write("d", 0, Context(offset));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;
  const OperationClaim stalled = claim_;
  const Operation as_it_saw_it = operation_;
  // With its first record in hand it stands still, and another one takes over.
  kafka_.OnCall([&](absl::string_view call) {
    if (call != "Produce") return absl::OkStatus();
    kafka_.OnCall(nullptr);
    clock_.Advance(kTtl);
    claim_ = Claim();
    const absl::StatusOr<StepOutcome> outcome = replay_.Step(claim_, operation_);
    EXPECT_THAT(outcome, IsOk());
    if (!outcome.ok()) return absl::OkStatus();
    EXPECT_GT(outcome->look_again, absl::ZeroDuration()) << "it is too early to tell";
    EXPECT_THAT(Written(), IsEmpty());
    return absl::OkStatus();
  });

  EXPECT_THAT(replay_.Step(stalled, as_it_saw_it), HasReason(kClaimLost));
  EXPECT_THAT(Written(), ElementsAre("v3")) << "what was begun is written, nothing else";
  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3", "v6", "v9"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":3})");
  for (const DeadLetterMark& mark : Marks()) EXPECT_EQ(mark.state, State::kReplayed);
}

TEST_F(DeadLetterTakeoverTest, GivenRecordsAreStoredWithoutAnAnswerThenTheyAreNotWrittenAgain) {
  for (const int64_t offset : {3, 6}) Write("d", 0, Context(offset));
  kafka_.LoseAnswers(true);
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnavailable));
  kafka_.LoseAnswers(false);

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3", "v6"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":2})");
}

TEST_F(DeadLetterTakeoverTest,
       GivenAPortionIsInterruptedAfterTheSearchForAnotherThenItIsNotWrittenAgain) {
  for (const int64_t offset : {3, 6}) Write("d", 0, Context(offset));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;
  // One that was killed long ago before anything was stored. A transaction hides whether it was.
  const DeadLetterMark left = {.place = {"d", 0, 0},
                               .state = State::kReplaying,
                               .time = clock_.Now() - absl::Hours(1),
                               .source_offset = 3,
                               .operation = "operations/7",
                               .source_end = 0};
  ASSERT_THAT(store_.AddMarks(AConnector().uid, {left}, absl::InfinitePast(), {}, clock_.Now()),
              IsOk());
  kafka_.BeginTransaction({"orders-in", 0});
  ASSERT_THAT(kafka_.Append("orders-in", 0, {.value = "foreign"}), IsOk());
  const auto hidden = replay_.Step(claim_, operation_);
  ASSERT_THAT(hidden, IsOk());
  ASSERT_GT(hidden->look_again, absl::ZeroDuration());
  operation_.progress = hidden->progress;
  kafka_.EndTransactions();

  kafka_.LoseAnswers(true);
  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnavailable));
  kafka_.LoseAnswers(false);
  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("foreign", "v3", "v6"));
}

TEST_F(DeadLetterTakeoverTest, WhatThereIsNoTimeForIsLeftAndWhatIsCertainIsKept) {
  for (const int64_t offset : {3, 6, 9, 12, 15}) Write("d", 0, Context(offset));
  Write("a", 0, Context(18));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;
  // Topic `a` is read first; the third record goes beyond the 5 s in which records are begun.
  kafka_.OnCall([&](absl::string_view call) {
    if (call == "Produce") clock_.Advance(absl::Seconds(2));
    return absl::OkStatus();
  });

  const auto first = replay_.Step(claim_, operation_);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(Written(), ElementsAre("v18", "v3", "v6"));
  EXPECT_EQ(first->progress.done_count, 3);
  EXPECT_THAT(Marks(), SizeIs(3));
  operation_.progress = first->progress;
  kafka_.OnCall(nullptr);
  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v18", "v3", "v6", "v9", "v12", "v15"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":6})");
}

TEST_F(DeadLetterTakeoverTest, GivenItsClaimIsAboutToEndThenItBeginsNoRecord) {
  Write("d", 0, Context(3));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;
  clock_.Advance(kTtl - absl::Seconds(10));

  EXPECT_THAT(replay_.Step(claim_, operation_), StatusIs(absl::StatusCode::kResourceExhausted));

  EXPECT_THAT(Written(), IsEmpty());
  EXPECT_THAT(Marks(), IsEmpty());
}

TEST_F(DeadLetterTakeoverTest, GivenItMayNotWriteThenItEndsWithoutLeavingMarks) {
  const DeadLetterPlace place = Write("d", 0, Context(3));
  const DeadLetterMark aside = {.place = place, .time = clock_.Now(), .source_offset = 3};
  ASSERT_THAT(store_.AddMarks(AConnector().uid, {aside}, absl::InfinitePast(), {}, clock_.Now()),
              IsOk());
  clock_.Advance(absl::Seconds(1));
  operation_.create_time = clock_.Now();
  Choose({.places = {place}});
  kafka_.Deny(kafka::OnTopic(kafka::Operation::kWrite, "orders-in"));

  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kPermissionDenied));

  EXPECT_THAT(Marks(), ElementsAre(aside));
}

TEST_F(DeadLetterTakeoverTest, MarksOfSourcePartitionsThatAreGoneHoldNothingUp) {
  Write("d", 0, Context(3));
  ASSERT_THAT(store_.AddMarks(AConnector().uid,
                              {{.place = {"d", 0, 7},
                                .state = State::kReplaying,
                                .time = clock_.Now() - absl::Hours(1),
                                .source_partition = 55,
                                .operation = "operations/ended",
                                .source_end = 0}},
                              absl::InfinitePast(), {}, clock_.Now()),
              IsOk());

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
  EXPECT_THAT(Marks(), SizeIs(1));
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/deadletters/dead_letter_replay.h"

#include <set>

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/deadletters/dead_letter_scenario.h"
#include "formats/replay_headers.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using State = DeadLetterMark::State;

const absl::Duration kTtl = 2 * kStepMax;

class DeadLetterReplayTest : public DeadLetterScenario {
 protected:
  DeadLetterReplayTest() {
    clock_.Advance(absl::Hours(1));
    operation_.kind = OperationKind::kDeadLetterReplay;
    operation_.connector_uid = AConnector().uid;
    operation_.connector = AConnector().id;
    operation_.request = ToJson(DeadLetterChoice());
    Start("7");
  }

  // Asks for it anew, as operation `id`.
  void Start(const std::string& id) {
    operation_.id = id;
    operation_.create_time = clock_.Now();
    operation_.progress = {};
    EXPECT_THAT(store_.CreateOperation(operation_, {}), IsOk());
    claim_ = Claim();
  }

  OperationClaim Claim() {
    const auto claims = store_.ClaimOperations(1, kTtl, clock_.Now());
    EXPECT_THAT(claims, IsOkAndHolds(SizeIs(1)));
    return claims->at(0);
  }

  // Takes steps until it is done, each with a claim of its own and when it is due.
  absl::Status Run() {
    for (int i = 0; i < 1000; ++i) {
      clock_.Advance(absl::Milliseconds(1));
      const absl::StatusOr<StepOutcome> outcome = replay_.Step(claim_, operation_);
      SLUICE_RETURN_IF_ERROR(outcome.status());
      operation_.progress = outcome->progress;
      waited_ += outcome->look_again;
      clock_.Advance(outcome->look_again);
      operation_.response = outcome->response.value_or("");
      if (outcome->response.has_value()) {
        return store_.EndOperation(claim_, {.progress = outcome->progress, .time = clock_.Now()});
      }
      EXPECT_THAT(store_.NoteProgress(claim_, outcome->progress, clock_.Now()), IsOk());
      claim_ = Claim();
    }
    return absl::InternalError("it does not end");
  }

  // One step, as another replica that dies before it can note how far it came.
  void StepInVain() { (void)replay_.Step(claim_, operation_); }

  void Choose(const DeadLetterChoice& choice) { operation_.request = ToJson(choice); }

  std::vector<DeadLetterMark> Marks() {
    return *store_.FindMarks(AConnector().uid,
                             {{"d", 0, 0, 9'999}, {"d", 1, 0, 9'999}, {"a", 0, 0, 9'999}});
  }

  // Values in the source topic, partition by partition.
  std::vector<std::string> Written() {
    std::vector<std::string> values;
    for (const auto& record : kafka_.Records("orders-in"))
      values.push_back(record.value.value_or("none"));
    return values;
  }

  // From now on, of the records that are written, those whose numbers (from 1) are given fail like
  // this.
  void FailWrites(std::set<int> numbers, absl::Status status) {
    writes_ = 0;
    kafka_.OnCall([this, numbers, status](absl::string_view call) -> absl::Status {
      if (call != "Produce") return absl::OkStatus();
      return numbers.contains(++writes_) ? status : absl::OkStatus();
    });
  }

  OperationClaim claim_;
  absl::Duration waited_;
  DeadLetterReplay replay_{store_, store_, store_, connections_, clock_, {}};
  Operation operation_;
  int writes_ = 0;
};

TEST_F(DeadLetterReplayTest, ARecordGoesBackAsItWasAndNamesTheLetterThatItWas) {
  const DeadLetterPlace place = Write("d", 1, Context(5));

  ASSERT_THAT(Run(), IsOk());

  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":1})");
  EXPECT_EQ(operation_.progress.done_count, 1);
  EXPECT_EQ(operation_.progress.total_count, 1);
  const auto records = kafka_.Records("orders-in");
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].key, "k5");
  EXPECT_EQ(records[0].value, "v5");
  EXPECT_EQ(records[0].timestamp, absl::FromUnixMillis(1'000'005));
  EXPECT_THAT(
      records[0].headers,
      ElementsAre(Pair("trace", "t5"), Pair("__sluice.replay.topic", "d"),
                  Pair("__sluice.replay.partition", "1"), Pair("__sluice.replay.offset", "0"),
                  Pair("__sluice.replay.source.offset", "5"),
                  Pair("__sluice.replay.operation", "operations/7")));
  ASSERT_THAT(Marks(), SizeIs(1));
  EXPECT_EQ(Marks()[0].place, place);
  EXPECT_EQ(Marks()[0].state, State::kReplayed);
  EXPECT_EQ(Marks()[0].replayed_offset, 0);
  EXPECT_EQ(Marks()[0].operation, "operations/7");
}

TEST_F(DeadLetterReplayTest, ARecordThatWasReplayedBeforeNamesItsLastLetterOnly) {
  formats::ErrorContext context = Context(5);
  kafka::InMemoryCluster::Record record = {.value = "v", .timestamp = absl::UnixEpoch()};
  for (const auto& [name, value] : formats::EncodeReplayHeaders({.topic = "d", .offset = 99}))
    record.headers.emplace_back(name, value);
  for (const auto& [name, value] : formats::EncodeErrorHeaders(context))
    record.headers.emplace_back(name, value);
  ASSERT_THAT(kafka_.Append("d", 0, record), IsOk());

  ASSERT_THAT(Run(), IsOk());

  const auto records = kafka_.Records("orders-in");
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_THAT(records[0].headers, SizeIs(5));
  EXPECT_THAT(records[0].headers, Contains(Pair("__sluice.replay.offset", "0")));
}

TEST_F(DeadLetterReplayTest, EachGoesIntoItsSourcePartitionInTheOrderOfTheLetters) {
  for (const int64_t offset : {3, 4, 6, 7, 9}) Write("d", 0, Context(offset));

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3", "v6", "v9", "v4", "v7"));
}

TEST_F(DeadLetterReplayTest, ThousandsGoInPortionsWithTheirProgress) {
  for (int64_t i = 0; i < 700; ++i) Write(i % 4 == 0 ? "a" : "d", 0, Context(i));
  for (int step = 0; step < 3; ++step) {
    const auto outcome = replay_.Step(claim_, operation_);
    ASSERT_THAT(outcome, IsOk());
    operation_.progress = outcome->progress;
    EXPECT_EQ(outcome->progress.total_count, 700);
    EXPECT_EQ(outcome->progress.done_count, step * 200);
  }

  ASSERT_THAT(Run(), IsOk());

  EXPECT_EQ(operation_.progress.done_count, 700);
  EXPECT_THAT(Written(), SizeIs(700));
}

TEST_F(DeadLetterReplayTest, OnlyWhatIsChosenGoes) {
  Write("d", 0, Context(3));
  Write("a", 0, Context(4, "VALUE_UNFIT"));
  const DeadLetterPlace named = Write("d", 1, Context(5));
  Choose({.places = {named, {"d", 1, 70}}});

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v5"));
  // The other one that was named is gone.
  EXPECT_EQ(operation_.response, R"({"passedOverCount":1,"replayedCount":1})");
  Start("8");
  Choose({.reason = "VALUE_UNFIT"});
  ASSERT_THAT(Run(), IsOk());
  EXPECT_THAT(Written(), ElementsAre("v4", "v5"));
}

TEST_F(DeadLetterReplayTest, WhatBecomesADeadLetterMeanwhileIsNotItsAffair) {
  Write("d", 0, Context(3));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;
  Write("d", 0, Context(6));

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
}

TEST_F(DeadLetterReplayTest, ARecordThatBecameALetterTwiceIsWrittenOnceAndBothAreMarked) {
  Write("d", 0, Context(3));
  Write("d", 0, Context(3));

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":1,"replayedCount":1})");
  ASSERT_THAT(Marks(), SizeIs(2));
  EXPECT_EQ(Marks()[1].state, State::kReplayed);
  EXPECT_EQ(Marks()[1].replayed_offset, 0);
}

TEST_F(DeadLetterReplayTest, GivenItDiesBeforeItNotesHowFarItCameThenNothingIsWrittenTwice) {
  for (const int64_t offset : {3, 4, 5}) Write("d", 0, Context(offset));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;

  StepInVain();
  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3", "v4", "v5"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":3})");
}

TEST_F(DeadLetterReplayTest, GivenItDiesBetweenWritingAndMarkingThenTheSourceTopicTells) {
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

TEST_F(DeadLetterReplayTest, WhatAnOperationThatEndedEarlyLeftIsSettledByTheNext) {
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

TEST_F(DeadLetterReplayTest, GivenTheBrokersFailForAWhileThenItGoesOnWhereItWas) {
  for (const int64_t offset : {3, 6, 9}) Write("d", 0, Context(offset));
  FailWrites({2}, WithReason(absl::UnavailableError("away"), kafka::reason::kUnreachable));

  EXPECT_THAT(Run(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(Run(), IsOk());

  // What was not answered may still come to light for a while.
  EXPECT_GE(waited_, absl::Seconds(80));
  EXPECT_THAT(Written(), ElementsAre("v3", "v9", "v6"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":0,"replayedCount":3})");
}

TEST_F(DeadLetterReplayTest, ARecordThatTheTopicRefusesIsPassedOverAndStaysToBeSeenTo) {
  for (const int64_t offset : {3, 6}) Write("d", 0, Context(offset));
  // The second one, with the others and alone.
  FailWrites({2, 3},
             WithReason(absl::InvalidArgumentError("too large"), kafka::reason::kRecordRefused));

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":1,"replayedCount":1})");
  ASSERT_THAT(Marks(), SizeIs(1));
  EXPECT_EQ(Marks()[0].place.offset, 0);
}

TEST_F(DeadLetterReplayTest, GivenAnotherRunnerHasTakenOverThenWhoeverWakesLateWritesNothing) {
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

TEST_F(DeadLetterReplayTest, GivenItsClaimIsAboutToEndThenItBeginsNoRecord) {
  Write("d", 0, Context(3));
  const auto begun = replay_.Step(claim_, operation_);
  ASSERT_THAT(begun, IsOk());
  operation_.progress = begun->progress;
  clock_.Advance(kTtl - absl::Seconds(10));

  EXPECT_THAT(replay_.Step(claim_, operation_), StatusIs(absl::StatusCode::kResourceExhausted));

  EXPECT_THAT(Written(), IsEmpty());
  EXPECT_THAT(Marks(), IsEmpty());
}

TEST_F(DeadLetterReplayTest, GivenItMayNotWriteThenItEndsWithoutLeavingMarks) {
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

TEST_F(DeadLetterReplayTest, AMarkOfARecordBeforeTheErrorTopicWasMadeAnewIsNoHindrance) {
  const DeadLetterPlace place = Write("d", 0, Context(3));
  ASSERT_THAT(store_.AddMarks(AConnector().uid, {{.place = place, .source_offset = 9}},
                              absl::InfinitePast(), {}, clock_.Now()),
              IsOk());

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
}

TEST_F(DeadLetterReplayTest, MarksOfSourcePartitionsThatAreGoneHoldNothingUp) {
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

TEST_F(DeadLetterReplayTest, WithoutTheSourceTopicItEndsAndSaysSo) {
  Write("d", 0, Context(3));
  ASSERT_THAT(kafka::InMemoryAdmin(kafka_).DeleteTopics({"orders-in"}, absl::Seconds(1)), IsOk());

  const absl::Status status = Run();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason("SOURCE_TOPIC_NOT_FOUND"));
}

TEST_F(DeadLetterReplayTest, APartitionThatTheSourceTopicNoLongerHasIsPassedOver) {
  ASSERT_THAT(kafka::InMemoryAdmin(kafka_).DeleteTopics({"orders-in"}, absl::Seconds(1)), IsOk());
  ASSERT_THAT(kafka::InMemoryAdmin(kafka_).CreateTopics({{.name = "orders-in", .partitions = 1}},
                                                        absl::Seconds(1)),
              IsOk());
  Write("d", 0, Context(3));
  Write("d", 0, Context(4));

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
  EXPECT_EQ(operation_.response, R"({"passedOverCount":1,"replayedCount":1})");
}

}  // namespace
}  // namespace sluice::controlplane

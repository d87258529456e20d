#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "controlplane/deadletters/dead_letter_replay_scenario.h"
#include "formats/replay_headers.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::SizeIs;
using State = DeadLetterMark::State;

using DeadLetterReplayTest = DeadLetterReplayScenario;

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

TEST_F(DeadLetterReplayTest, AMarkOfARecordBeforeTheErrorTopicWasMadeAnewIsNoHindrance) {
  const DeadLetterPlace place = Write("d", 0, Context(3));
  ASSERT_THAT(store_.AddMarks(AConnector().uid, {{.place = place, .source_offset = 9}},
                              absl::InfinitePast(), {}, clock_.Now()),
              IsOk());

  ASSERT_THAT(Run(), IsOk());

  EXPECT_THAT(Written(), ElementsAre("v3"));
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

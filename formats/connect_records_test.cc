#include "formats/connect_records.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::formats {
namespace {

using ::testing::Eq;

// The bytes are those that Kafka Connect 4.1.0 writes, or reads, for the same thing.
TEST(ConnectRecords, AnOffsetIsKeyedByConnectorTopicAndPartition) {
  EXPECT_EQ(EncodeOffsetKey("sinkone", "facts-in", 3),
            R"(["sinkone",{"kafka_topic":"facts-in","kafka_partition":3}])");
  EXPECT_EQ(EncodeOffsetValue(42), R"({"kafka_offset":42})");
}

TEST(ConnectRecords, WhatWasWrittenIsRead) {
  EXPECT_THAT(ParseOffsetKey(EncodeOffsetKey("a", "t", 7)),
              IsOkAndHolds(Eq(OffsetKey{"a", "t", 7})));
  EXPECT_THAT(ParseOffsetKey(EncodeSourceKey("a", "t")),
              IsOkAndHolds(Eq(OffsetKey{"a", "t", std::nullopt})));
  EXPECT_THAT(ParseOffsetValue(EncodeOffsetValue(42)), IsOkAndHolds(Eq(42)));
  EXPECT_THAT(ParseSourceValue(EncodeSourceValue({"uid", "topic-id"})),
              IsOkAndHolds(Eq(SourceValue{"uid", "topic-id"})));
}

TEST(ConnectRecords, GivenAnythingElseThenItIsRefused) {
  for (const char* key : {"", "x", "[]", R"(["a"])", R"(["a",{}])", R"([1,{"kafka_topic":"t"}])",
                          R"(["a",{"kafka_topic":"t","kafka_partition":"0"}])",
                          R"(["a",{"kafka_topic":"t","kafka_partition":-1}])",
                          R"(["a",{"kafka_topic":"t","kafka_partition":4294967296}])"}) {
    EXPECT_THAT(ParseOffsetKey(key), StatusIs(absl::StatusCode::kInvalidArgument)) << key;
  }
  for (const char* value : {"", "null", "{}", R"({"kafka_offset":"1"})", R"({"kafka_offset":-1})",
                            R"({"kafka_offset":1.5})"}) {
    EXPECT_THAT(ParseOffsetValue(value), StatusIs(absl::StatusCode::kInvalidArgument)) << value;
  }
  for (const char* value : {"", "{}", R"({"connector_uid":1,"kafka_topic_id":"t"})"}) {
    EXPECT_THAT(ParseSourceValue(value), StatusIs(absl::StatusCode::kInvalidArgument)) << value;
  }
}

TEST(ConnectRecords, ConfigurationIsKeyedAndWrittenAsConnectDoes) {
  EXPECT_EQ(ConnectorConfigKey("sinkone"), "connector-sinkone");
  EXPECT_EQ(TaskConfigKey("sinkone", 0), "task-sinkone-0");
  EXPECT_EQ(CommitConfigKey("sinkone"), "commit-sinkone");
  EXPECT_EQ(TargetStateKey("sinkone"), "target-state-sinkone");
  EXPECT_EQ(EncodeProperties({{"topics", "facts-in"}, {"tasks.max", "2"}}),
            R"({"properties":{"tasks.max":"2","topics":"facts-in"}})");
  EXPECT_EQ(EncodeTaskCount(2), R"({"tasks":2})");
  EXPECT_EQ(EncodeTargetState(TargetState::kStarted),
            R"({"state":"STARTED","state.v2":"STARTED"})");
  EXPECT_EQ(EncodeTargetState(TargetState::kPaused), R"({"state":"PAUSED","state.v2":"PAUSED"})");
  EXPECT_EQ(EncodeTargetState(TargetState::kStopped), R"({"state":"PAUSED","state.v2":"STOPPED"})");
}

TEST(ConnectRecords, AStatusSaysWhoIsDoingWhat) {
  EXPECT_EQ(ConnectorStatusKey("sinkone"), "status-connector-sinkone");
  EXPECT_EQ(TaskStatusKey("sinkone", 0), "status-task-sinkone-0");
  EXPECT_EQ(
      EncodeStatus({.state = "RUNNING",
                    .worker_id = "127.0.0.1:18083",
                    .generation = 4,
                    .version = "4.1.0"}),
      R"({"state":"RUNNING","trace":null,"worker_id":"127.0.0.1:18083","generation":4,"version":"4.1.0"})");
}

TEST(ConnectRecords, AStatusTellsItsState) {
  EXPECT_EQ(StateOfStatus(EncodeStatus({.state = "PAUSED"})), "PAUSED");
  for (const char* value : {"", "x", "[]", "{}", R"({"state":1})"}) {
    EXPECT_EQ(StateOfStatus(value), std::nullopt) << value;
  }
}

TEST(ConnectRecords, ATopicThatIsReadIsNotedAsConnectDoes) {
  EXPECT_EQ(TopicStatusKey("sinkone", "facts-in"), "status-topic-facts-in:connector-sinkone");
  EXPECT_EQ(
      EncodeTopicStatus("sinkone", "facts-in", 1, 1795398499643),
      R"({"topic":{"name":"facts-in","connector":"sinkone","task":1,"discoverTimestamp":1795398499643}})");
}

TEST(ConnectRecords, KeysOfAConnectorAreToldFromThoseOfOneWithALongerName) {
  for (const char* key : {"connector-a", "target-state-a", "commit-a", "task-a-0", "task-a-12"}) {
    EXPECT_TRUE(IsConfigKeyOf(key, "a")) << key;
  }
  for (const char* key : {"connector-a-b", "task-a-0-1", "task-a-", "task-a-x", "task-a--1",
                          "task-a-01", "task-b-0", "session-key", "status-connector-a", ""}) {
    EXPECT_FALSE(IsConfigKeyOf(key, "a")) << key;
  }
  EXPECT_EQ(TaskOfConfigKey("task-a-0-1", "a-0"), 1);
  for (const char* key : {"status-connector-a", "status-task-a-3", "status-topic-t:connector-a"}) {
    EXPECT_TRUE(IsStatusKeyOf(key, "a")) << key;
  }
  for (const char* key : {"status-connector-b", "status-task-a-0-3", "status-topic-t:connector-b",
                          "status-topic-t:connector-a-b", "connector-a"}) {
    EXPECT_FALSE(IsStatusKeyOf(key, "a")) << key;
  }
}

}  // namespace
}  // namespace sluice::formats

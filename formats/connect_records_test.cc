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

}  // namespace
}  // namespace sluice::formats

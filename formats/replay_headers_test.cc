#include "formats/replay_headers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Optional;
using ::testing::Pair;

ReplayOrigin Origin() {
  return {.topic = "connect-error-orders",
          .partition = 2,
          .offset = 17,
          .source_offset = 9'000'000'000,
          .operation = "operations/1a"};
}

TEST(ReplayHeaders, TheyNameTheDeadLetterAndWhereItFirstLay) {
  EXPECT_THAT(
      EncodeReplayHeaders(Origin()),
      ElementsAre(Pair("__sluice.replay.topic", "connect-error-orders"),
                  Pair("__sluice.replay.partition", "2"), Pair("__sluice.replay.offset", "17"),
                  Pair("__sluice.replay.source.offset", "9000000000"),
                  Pair("__sluice.replay.operation", "operations/1a")));
}

TEST(ReplayHeaders, WhatWasWrittenIsRead) {
  const auto written = EncodeReplayHeaders(Origin());
  std::vector<HeaderView> views = {{"trace", std::nullopt}};
  for (const auto& [name, value] : written) {
    EXPECT_TRUE(IsReplayHeader(name));
    views.push_back({name, value});
  }
  EXPECT_THAT(DecodeReplayHeaders(views), Optional(Eq(Origin())));
}

TEST(ReplayHeaders, ARecordThatWasNotReplayedHasNoOrigin) {
  EXPECT_THAT(DecodeReplayHeaders({}), Eq(std::nullopt));
  const HeaderView half[] = {{"__sluice.replay.topic", "t"}, {"__sluice.replay.offset", "x"}};
  EXPECT_THAT(DecodeReplayHeaders(half), Eq(std::nullopt));
  EXPECT_FALSE(IsReplayHeader("__sluice.errors.reason"));
}

}  // namespace
}  // namespace sluice::formats

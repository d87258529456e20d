#include "base/log/log.h"

#include "absl/time/clock.h"
#include "base/log/level_overrides.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace sluice::log {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

// A whole line, as the pattern makes it of its members.
nlohmann::json LineOf(absl::string_view message, Fields fields) {
  return nlohmann::json::parse("{" + JsonMembers(message, fields) + "}");
}

TEST(Logfmt, PlainWordsStandAsTheyAre) {
  EXPECT_EQ(Logfmt("started", {{"port", 9090}, {"tls", false}}), "msg=started port=9090 tls=false");
}

TEST(Logfmt, BlanksQuotesAndLineBreaksCannotForgeALine) {
  EXPECT_EQ(Logfmt("two words", {{"name", "a\"b\nlevel=error"}}),
            R"(msg="two words" name="a\"b\nlevel=error")");
}

TEST(Logfmt, AnEmptyValueIsSeen) { EXPECT_EQ(Logfmt("m", {{"key", ""}}), R"(msg=m key="")"); }

TEST(Logfmt, OtherControlCharactersAreWrittenInHex) {
  EXPECT_EQ(Logfmt("m", {{"key", "a\x01"}}), R"(msg=m key="a\x01")");
}

TEST(JsonLine, NumbersAreNumbersAndTheRestIsText) {
  EXPECT_EQ(JsonMembers("started", {{"port", 9090}, {"tls", false}, {"task", "0"}}),
            R"("msg":"started","port":9090,"tls":"false","task":"0")");
}

TEST(JsonLine, WhateverAValueHoldsTheLineIsOneObject) {
  const std::string nasty = "a\"b\\\n\t\x01{\"level\":\"error\"}\xff\xc3";

  const nlohmann::json line = LineOf("two words", {{"value", nasty}});

  EXPECT_EQ(line.size(), 2);
  EXPECT_EQ(line["value"], "a\"b\\\n\t\x01{\"level\":\"error\"}\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(JsonLine, TextOfOtherAlphabetsStays) {
  EXPECT_EQ(LineOf("m", {{"value", "größe 表 🎏"}})["value"], "größe 表 🎏");
}

TEST(JsonLine, ALongValueIsCutBetweenCharacters) {
  std::string value;
  for (int i = 0; i < 2000; ++i) value += "表";

  const std::string kept = LineOf("m", {{"value", value}})["value"];

  EXPECT_EQ(kept.size() % 3, 0);
  EXPECT_LE(kept.size(), 2048);
}

TEST(LevelOverrides, OnlyLinesWithTheFieldAreConcernedAndOnlyUntilTheTime) {
  LevelOverrides overrides;
  overrides.Set("connector", "orders", Level::kDebug, kNow + absl::Minutes(1), kNow);

  EXPECT_EQ(overrides.Find({{"connector", "orders"}, {"task", 0}}, kNow), Level::kDebug);
  EXPECT_EQ(overrides.Find({{"connector", "others"}}, kNow), std::nullopt);
  EXPECT_EQ(overrides.Find({{"topic", "orders"}}, kNow), std::nullopt);
  EXPECT_EQ(overrides.Find({{"connector", "orders"}}, kNow + absl::Minutes(1)), std::nullopt);
}

TEST(LevelOverrides, TheLowestOfSeveralHolds) {
  LevelOverrides overrides;
  overrides.Set("connector", "orders", Level::kError, kNow + absl::Minutes(1), kNow);
  overrides.Set("uid", "u1", Level::kInfo, kNow + absl::Minutes(1), kNow);

  EXPECT_EQ(overrides.Find({{"connector", "orders"}, {"uid", "u1"}}, kNow), Level::kInfo);
}

TEST(LevelOverrides, ATimeThatIsOverEndsOneAndTheOldOnesGo) {
  LevelOverrides overrides;
  overrides.Set("connector", "orders", Level::kDebug, kNow + absl::Minutes(1), kNow);
  overrides.Set("connector", "others", Level::kDebug, kNow + absl::Seconds(1), kNow);

  overrides.Set("connector", "orders", Level::kDebug, kNow, kNow);
  EXPECT_EQ(overrides.Find({{"connector", "orders"}}, kNow), std::nullopt);
  EXPECT_FALSE(overrides.empty());

  overrides.Set("connector", "orders", Level::kDebug, kNow, kNow + absl::Seconds(2));
  EXPECT_TRUE(overrides.empty());
}

TEST(IsWritten, AConnectorsOwnLevelHoldsAboveAndBelowTheProgramsOwn) {
  const absl::Time soon = absl::Now() + absl::Minutes(1);
  EXPECT_FALSE(IsWritten(Level::kDebug, {{"connector", "loud"}}));

  SetLevelWhere("connector", "loud", Level::kDebug, soon);
  SetLevelWhere("connector", "quiet", Level::kError, soon);

  EXPECT_TRUE(IsWritten(Level::kDebug, {{"connector", "loud"}}));
  EXPECT_FALSE(IsWritten(Level::kWarn, {{"connector", "quiet"}}));
  EXPECT_FALSE(IsWritten(Level::kDebug, {{"connector", "another"}}));
  EXPECT_TRUE(IsWritten(Level::kInfo));

  SetLevelWhere("connector", "loud", Level::kDebug, absl::Now());
  SetLevelWhere("connector", "quiet", Level::kError, absl::Now());
  EXPECT_TRUE(IsWritten(Level::kWarn, {{"connector", "quiet"}}));
  EXPECT_FALSE(IsWritten(Level::kDebug, {{"connector", "loud"}}));
}

TEST(Words, WarnIsAlsoCalledWarning) {
  EXPECT_EQ(ParseLevel("warning"), Level::kWarn);
  EXPECT_EQ(ParseLevel("warn"), Level::kWarn);
  EXPECT_EQ(ParseLevel("loud"), std::nullopt);
  for (Level level : {Level::kDebug, Level::kInfo, Level::kWarn, Level::kError}) {
    EXPECT_EQ(ParseLevel(WordOf(level)), level);
  }
  EXPECT_FALSE(SetFormat("xml"));
}

}  // namespace
}  // namespace sluice::log

#include "conversion/json_document.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

std::string Written(absl::string_view text) {
  JsonDocument document;
  if (std::optional<Misfit> misfit = document.Parse(text)) return misfit->reason;
  std::string json;
  document.AppendJson(0, json);
  return json;
}

TEST(JsonDocument, WritesWhatItHasReadWithoutBlanks) {
  EXPECT_EQ(Written(" { \"b\" : [ 1 , null , { } , [ ] ] , \"a\" : true } "),
            "{\"b\":[1,null,{},[]],\"a\":true}");
  EXPECT_EQ(Written("\"\\u00e9\\n\\u0001\\/\\\"\\\\\""), "\"\xC3\xA9\\n\\u0001/\\\"\\\\\"");
  EXPECT_EQ(Written("false"), "false");
}

TEST(JsonDocument, StringsOfEveryLengthEndWhereTheirQuoteIs) {
  for (int length = 0; length < 40; ++length) {
    for (const char* last : {"", "\\n", "\\u0041", "\xC3\xA9", "\\ud83d\\ude00"}) {
      const std::string text = "[\"" + std::string(length, 'x') + last + "\",1]";
      JsonDocument document;
      ASSERT_FALSE(document.Parse(text).has_value()) << text;
      EXPECT_EQ(document.TextOf(1).substr(0, length), std::string(length, 'x'));
      EXPECT_EQ(document.TextOf(2), "1");
    }
  }
}

TEST(JsonDocument, CharactersBeyondTheFirstPlaneAreWrittenAsPairsAndReadAsOne) {
  EXPECT_EQ(Written("\"\\ud83d\\ude00\\u20ac\""), "\"\xF0\x9F\x98\x80\xE2\x82\xAC\"");
}

TEST(JsonDocument, SaysWhichByteIsWrong) {
  for (const auto& [text, byte] :
       {std::pair("{\"a\" 1}", 6), std::pair("[1,]", 4), std::pair("\"abcdefghij\nk\"", 12),
        std::pair("[1", 3), std::pair("1 2", 3), std::pair("tru", 4)}) {
    JsonDocument document;
    const std::optional<Misfit> misfit = document.Parse(text);
    ASSERT_TRUE(misfit.has_value()) << text;
    EXPECT_EQ(misfit->message, "is not JSON: see its byte " + std::to_string(byte)) << text;
  }
}

TEST(JsonDocument, NumbersKeepTheirDigits) {
  EXPECT_EQ(Written("[9007199254740993,18446744073709551615,-9223372036854775808]"),
            "[9007199254740993,18446744073709551615,-9223372036854775808]");
  EXPECT_EQ(Written("[1.10,1e2,123456789012345678901234567890.123456789]"),
            "[1.10,1e2,123456789012345678901234567890.123456789]");
}

TEST(JsonDocument, MembersOfTheSameNameAreKept) {
  EXPECT_EQ(Written("{\"a\":1,\"a\":2}"), "{\"a\":1,\"a\":2}");
}

TEST(JsonDocument, TakesNothingBeyondTheStandard) {
  for (absl::string_view text : {"",
                                 " ",
                                 "{",
                                 "[1,]",
                                 "{\"a\":1,}",
                                 "{a:1}",
                                 "{'a':1}",
                                 "01",
                                 "1.",
                                 ".5",
                                 "+1",
                                 "NaN",
                                 "Infinity",
                                 "nul",
                                 "\"\\x\"",
                                 "\"\n\"",
                                 "\"\\ud800\"",
                                 "\"\xFF\"",
                                 "1 2",
                                 "[1]]",
                                 "// c\n1",
                                 "\"a",
                                 "[1}",
                                 "{\"a\"}",
                                 "1e400",
                                 "-",
                                 "1e",
                                 "1e+",
                                 "\"\\u12\"",
                                 "\"\\udc00\"",
                                 "\"\\ud800\\u0041\"",
                                 "\"\\",
                                 "[",
                                 "[1 2]",
                                 "{\"a\":}",
                                 "-01"}) {
    EXPECT_EQ(Written(text), "JSON_SYNTAX") << text;
  }
  EXPECT_EQ(Written(absl::string_view("1\0 2", 4)), "JSON_SYNTAX");
}

TEST(JsonDocument, ValuesMayBeWithinEachOtherToABound) {
  const auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_EQ(Written(nested(JsonDocument::kDepthMax)), nested(JsonDocument::kDepthMax));
  EXPECT_EQ(Written(nested(JsonDocument::kDepthMax + 1)), "JSON_TOO_DEEP");
  EXPECT_EQ(Written(std::string(1'000'000, '[')), "JSON_TOO_DEEP");
}

TEST(JsonDocument, ErrorsDoNotQuoteTheText) {
  JsonDocument document;
  const std::optional<Misfit> misfit = document.Parse("{\"secret\": secret}");
  ASSERT_TRUE(misfit.has_value());
  EXPECT_FALSE(absl::StrContains(misfit->message, "secret"));
  EXPECT_TRUE(misfit->unreadable);
}

TEST(JsonDocument, ForgetsTheTextBefore) {
  JsonDocument document;
  EXPECT_FALSE(document.Parse("{\"a\":[1,2,3]}").has_value());
  EXPECT_FALSE(document.Parse("[\"b\"]").has_value());
  EXPECT_EQ(document.CountIn(0), 1);
  EXPECT_EQ(document.TextOf(1), "b");
}

}  // namespace
}  // namespace sluice::conversion

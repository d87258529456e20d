#include "controlplane/gateway/strict_json.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using testing::HasSubstr;

TEST(StrictJson, ReadsEveryKindOfValue) {
  const auto value = ReadStrictJson(R"({"a":[1,-2,3.5,"ä\n",true,false,null,{}],"b":{"a":1}})");
  ASSERT_THAT(value, IsOk());
  EXPECT_EQ(value->dump(), R"({"a":[1,-2,3.5,"ä\n",true,false,null,{}],"b":{"a":1}})");
}

TEST(StrictJson, RefusesWhatLenientReadersTake) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "{\"a\":1,}",
                           "[1,]",
                           "{'a':1}",
                           "{a:1}",
                           "{\"a\":1}{\"b\":2}",
                           "{\"a\":1} x",
                           "// c\n{}",
                           "/* c */{}",
                           "{\"a\":NaN}",
                           "{\"a\":Infinity}",
                           "{\"a\":01}",
                           "{\"a\":+1}",
                           "{\"a\":.5}",
                           "{\"a\":0x1}",
                           "\"\t\"",
                           "\"\x01\"",
                           "\"\xff\"",
                           "\"\\ud800\"",
                           "tru",
                           "\xef\xbb",
                           "\"open",
                           "[1 2]",
                           "{\"a\" 1}"}) {
    EXPECT_THAT(ReadStrictJson(text), HasReason("BODY_MALFORMED")) << text;
  }
}

TEST(StrictJson, GivenAKeyTwiceThenItIsNamed) {
  const auto twice = ReadStrictJson(R"({"a":{"b":1,"c":2,"b":3}})");
  EXPECT_THAT(twice, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\"b\" twice")));
  EXPECT_THAT(ReadStrictJson(R"({"a":1,"\u0061":2})"), HasReason("BODY_MALFORMED"));
  EXPECT_THAT(ReadStrictJson(R"([{"a":1},{"a":2}])"), IsOk());
}

TEST(StrictJson, GivenMoreLevelsThanAnyMessageHasThenItIsRefusedAtOnce) {
  const auto nested = [](int levels) {
    return absl::StrCat(std::string(levels, '['), std::string(levels, ']'));
  };
  EXPECT_THAT(ReadStrictJson(nested(kJsonDepthMax)), IsOk());
  EXPECT_THAT(ReadStrictJson(nested(kJsonDepthMax + 1)), HasReason("BODY_MALFORMED"));
  EXPECT_THAT(ReadStrictJson(std::string(4 << 20, '[')), HasReason("BODY_MALFORMED"));
  std::string objects;
  for (int i = 0; i < 1'000'000; ++i) objects += "{\"a\":";
  EXPECT_THAT(ReadStrictJson(objects), HasReason("BODY_MALFORMED"));
}

TEST(StrictJson, GivenANumberBeyondEveryDoubleThenItIsRefused) {
  EXPECT_THAT(ReadStrictJson("1e999"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("too large")));
}

TEST(StrictJson, TheComplaintSaysWhere) {
  EXPECT_THAT(ReadStrictJson("{\"a\":1,}"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("at byte 8")));
}

}  // namespace
}  // namespace sluice::controlplane

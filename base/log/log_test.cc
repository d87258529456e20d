#include "base/log/log.h"

#include "gtest/gtest.h"

namespace sluice::log {
namespace {

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

}  // namespace
}  // namespace sluice::log

#include "conversion/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

TEST(IsUtf8, TakesEveryLengthOfSequence) {
  for (const char* text : {"", "a", "plain ascii text", "héllo", "€", "\xF0\x9F\x98\x80",
                           "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBF", "12345678ä", "1234567ä"}) {
    EXPECT_TRUE(IsUtf8(text)) << text;
  }
}

TEST(IsUtf8, RefusesWhatIsNone) {
  for (const char* text :
       {"\xFF", "\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "12345678\xC3", "\xE2\x82", "\xE2\x28\xA1"}) {
    EXPECT_FALSE(IsUtf8(text));
  }
}

TEST(IsUtf8, SeesEveryByteOfLongTexts) {
  for (size_t length = 1; length < 100; ++length) {
    for (size_t at = 0; at < length; ++at) {
      std::string text(length, 'x');
      EXPECT_TRUE(IsUtf8(text));
      text[at] = '\xFF';
      EXPECT_FALSE(IsUtf8(text)) << at << " of " << length;
      text.replace(at, 1, "\xC3\xA9");
      EXPECT_TRUE(IsUtf8(text)) << at << " of " << length;
    }
  }
}

TEST(IsUtf8, AZeroByteIsACharacter) { EXPECT_TRUE(IsUtf8(absl::string_view("a\0b", 3))); }

}  // namespace
}  // namespace sluice::conversion

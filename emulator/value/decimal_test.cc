#include "emulator/value/decimal.h"

#include <gtest/gtest.h>

namespace sluice::emulator {
namespace {

TEST(RoundDecimal, RoundsHalfAwayFromZeroAndLeavesTheRestAlone) {
  struct Case {
    const char* text;
    int scale;
    const char* rounded;
  };
  for (const Case& c : std::initializer_list<Case>{{"3.14", 2, "3.14"},
                                                   {"3.1", 2, "3.1"},
                                                   {"3", 2, "3"},
                                                   {"3.145", 2, "3.15"},
                                                   {"-3.145", 2, "-3.15"},
                                                   {"3.144999", 2, "3.14"},
                                                   {"9.99", 1, "10.0"},
                                                   {"-99.5", 0, "-100"},
                                                   {"0.4", 0, "0"},
                                                   {".4", 0, "0"},
                                                   {".5", 0, "1"},
                                                   {"-.96", 1, "-1.0"},
                                                   {"+1.005", 2, "+1.01"}}) {
    EXPECT_EQ(RoundDecimal(c.text, c.scale), c.rounded) << c.text;
  }
}

TEST(CompareDecimals, LooksAtTheWorthAndNotAtTheText) {
  EXPECT_EQ(CompareDecimals("1.50", "01.5"), 0);
  EXPECT_EQ(CompareDecimals("-0.0", "0"), 0);
  EXPECT_LT(CompareDecimals("-10", "9"), 0);
  EXPECT_LT(CompareDecimals("9.9999999999999999999999", "10"), 0);
  EXPECT_LT(CompareDecimals("-2", "-1.5"), 0);
}

TEST(IsDecimalText, TakesPlainNumbersOnly) {
  for (const char* text : {"0", "-1", "+1.", ".5", "12.30"}) EXPECT_TRUE(IsDecimalText(text));
  for (const char* text : {"", "-", ".", "1e3", "1.2.3", "NaN", " 1"}) {
    EXPECT_FALSE(IsDecimalText(text)) << text;
  }
}

}  // namespace
}  // namespace sluice::emulator

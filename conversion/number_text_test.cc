#include "conversion/number_text.h"

#include <cmath>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

std::string Integer(absl::string_view text, int64_t min, int64_t max) {
  int64_t number = 0;
  if (std::optional<Misfit> misfit = ReadInteger(text, min, max, number)) return misfit->reason;
  return absl::StrCat(number);
}

std::string Bigint(absl::string_view text) {
  return Integer(text, std::numeric_limits<int64_t>::min(), std::numeric_limits<int64_t>::max());
}

std::string Decimal(absl::string_view text, int precision, int scale) {
  std::string plain;
  if (std::optional<Misfit> misfit = ReadDecimal(text, precision, scale, plain))
    return misfit->reason;
  return plain;
}

TEST(ReadInteger, TakesAnyFormOfAnInteger) {
  const struct {
    const char* text;
    const char* number;
  } cases[] = {{"0", "0"},
               {"-0", "0"},
               {"+7", "7"},
               {"007", "7"},
               {"1.0", "1"},
               {"12e2", "1200"},
               {"1200e-2", "12"},
               {"1.5e1", "15"},
               {"9223372036854775807", "9223372036854775807"},
               {"-9223372036854775808", "-9223372036854775808"},
               {"9223372036854775807.000", "9223372036854775807"}};
  for (const auto& [text, number] : cases) EXPECT_EQ(Bigint(text), number) << text;
}

TEST(ReadInteger, RefusesWhatIsNoneOrTooLarge) {
  for (const char* text : {"", "-", "+", "a", "1a", " 1", "1 ", "0x10", "1e", "1e+", "--1", "1_000",
                           "1,000", ".", "e5", "\xEF\xBC\x91"}) {
    EXPECT_EQ(Bigint(text), "VALUE_UNFIT") << text;
  }
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "1e19", "1e999999999999",
                           "99999999999999999999999999"}) {
    EXPECT_EQ(Bigint(text), "VALUE_OUT_OF_RANGE") << text;
  }
  EXPECT_EQ(Bigint("1.5"), "VALUE_TOO_PRECISE");
  EXPECT_EQ(Bigint("1e-1"), "VALUE_TOO_PRECISE");
  EXPECT_EQ(Integer("128", -128, 127), "VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Integer("-128", -128, 127), "-128");
}

TEST(ReadDecimal, WritesPlainTextWithoutNeedlessZeros) {
  const struct {
    const char* text;
    const char* plain;
  } cases[] = {{"3.14", "3.14"},   {"-003.1400", "-3.14"}, {".5", "0.5"},
               {"5.", "5"},        {"0.000", "0"},         {"-0", "0"},
               {"1e3", "1000"},    {"1.25e1", "12.5"},     {"12345e-4", "1.2345"},
               {"1e-4", "0.0001"}, {"0e999999", "0"},      {"+2", "2"}};
  for (const auto& [text, plain] : cases) EXPECT_EQ(Decimal(text, 10, 4), plain) << text;
}

TEST(ReadDecimal, NeverRounds) {
  EXPECT_EQ(Decimal("99999999.99", 10, 2), "99999999.99");
  EXPECT_EQ(Decimal("100000000", 10, 2), "VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Decimal("0.001", 10, 2), "VALUE_TOO_PRECISE");
  EXPECT_EQ(Decimal("0.0100000", 10, 2), "0.01");
  EXPECT_EQ(Decimal("1e-99999999999", 10, 2), "VALUE_TOO_PRECISE");
  EXPECT_EQ(Decimal("1e9", 10, 2), "VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Decimal("12345678901234567890123456789012345678", 38, 0),
            "12345678901234567890123456789012345678");
  EXPECT_EQ(Decimal("0.12345678901234567890123456789012345678", 38, 38),
            "0.12345678901234567890123456789012345678");
  EXPECT_EQ(Decimal("NaN", 10, 2), "VALUE_UNFIT");
}

TEST(ReadDouble, TakesTheNearestNumberAndTheWordsForWhatIsNotFinite) {
  double number = 0;
  EXPECT_FALSE(ReadDouble("0.1", number).has_value());
  EXPECT_EQ(number, 0.1);
  EXPECT_FALSE(ReadDouble("+1e-400", number).has_value());
  EXPECT_EQ(number, 0);
  EXPECT_FALSE(ReadDouble("1.7976931348623157e308", number).has_value());
  EXPECT_EQ(number, std::numeric_limits<double>::max());
  EXPECT_FALSE(ReadDouble("-Infinity", number).has_value());
  EXPECT_TRUE(std::isinf(number) && number < 0);
  EXPECT_FALSE(ReadDouble("NaN", number).has_value());
  EXPECT_TRUE(std::isnan(number));
}

TEST(ReadDouble, RefusesWhatIsNoneOrTooLarge) {
  double number = 0;
  for (const char* text : {"", "+", "x", "1.2.3", "0x1p3", "nan(1)", " 1", "1d", "infinit"})
    EXPECT_STREQ(ReadDouble(text, number)->reason, "VALUE_UNFIT") << text;
  EXPECT_STREQ(ReadDouble("1e309", number)->reason, "VALUE_OUT_OF_RANGE");
  float small = 0;
  EXPECT_STREQ(ReadFloat("1e39", small)->reason, "VALUE_OUT_OF_RANGE");
  EXPECT_FALSE(ReadFloat("16777217", small).has_value());
  EXPECT_EQ(small, 16777216.0f);
}

}  // namespace
}  // namespace sluice::conversion

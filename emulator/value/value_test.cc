#include "emulator/value/value.h"

#include <gtest/gtest.h>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

const absl::TimeZone kUtc = absl::UTCTimeZone();

TEST(Compare, OrdersNumbersByWorthWhateverTheirKind) {
  EXPECT_EQ(Compare(Value(int64_t{2}), Value(2.0)), 0);
  EXPECT_LT(Compare(Value(Decimal{"-1.50"}), Value(int64_t{-1})), 0);
  EXPECT_EQ(Compare(Value(Decimal{"1.50"}), Value(Decimal{"01.5"})), 0);
  EXPECT_GT(Compare(Value(Decimal{"10"}), Value(Decimal{"9.99999999999999999999999999"})), 0);
  EXPECT_EQ(Compare(Value(Decimal{"-0.0"}), Value(Decimal{"0"})), 0);
}

TEST(Compare, PutsNullFirst) {
  EXPECT_LT(Compare(Value(Null{}), Value(std::string())), 0);
  EXPECT_EQ(Compare(Value(Null{}), Value(Null{})), 0);
}

TEST(ToText, PrintsAsTheServiceDoes) {
  EXPECT_EQ(ToText(Value(Null{}), Type{}, kUtc), "\\N");
  EXPECT_EQ(ToText(Value(int64_t{19724}), Type{.kind = Kind::kDate}, kUtc), "2024-01-02");
  EXPECT_EQ(ToText(Value(int64_t{1704164645678}), Type{.kind = Kind::kDatetime}, kUtc),
            "2024-01-02 03:04:05");
  EXPECT_EQ(ToText(Value(Moment{1704164645, 123456789}), Type{.kind = Kind::kTimestamp}, kUtc),
            "2024-01-02 03:04:05.123456789");
  EXPECT_EQ(ToText(Value(1.5), Type{.kind = Kind::kDouble}, kUtc), "1.5");
  EXPECT_EQ(ToText(Value(0.1), Type{.kind = Kind::kDouble}, kUtc), "0.1");
  EXPECT_EQ(ToText(Value(double{0.1f}), Type{.kind = Kind::kFloat}, kUtc), "0.1");
  EXPECT_EQ(ToText(Value(2.0), Type{.kind = Kind::kFloat}, kUtc), "2.0");
  EXPECT_EQ(ToText(Value(std::string("\x01=a")), Type{.kind = Kind::kBinary}, kUtc), "=01=3Da");
}

TEST(ToText, PrintsIntervals) {
  const Type months{.kind = Kind::kIntervalYearMonth};
  const Type time{.kind = Kind::kIntervalDayTime};
  EXPECT_EQ(ToText(Value(int64_t{14}), months, kUtc), "1-2");
  EXPECT_EQ(ToText(Value(int64_t{-13}), months, kUtc), "-1-1");
  EXPECT_EQ(ToText(Value(Moment{93784, 5}), time, kUtc), "1 02:03:04.000000005");
  EXPECT_EQ(ToText(Value(Moment{-1, 500'000'000}), time, kUtc), "-0 00:00:00.500000000");
  EXPECT_EQ(ToText(Value(Moment{-86400, 0}), time, kUtc), "-1 00:00:00.000000000");
}

TEST(ToText, PrintsWhatIsNested) {
  Nested list{.items = {Value(int64_t{1}), Value(Null{})}};
  Nested map{.items = {Value(std::string("a"))}, .values = {Value(Null{})}};
  auto text = [](Nested nested, const char* type) {
    return ToText(Value(std::make_shared<const Nested>(std::move(nested))), *ParseType(type), kUtc);
  };
  EXPECT_EQ(text(list, "array<bigint>"), "[1, \\N]");
  EXPECT_EQ(text(map, "map<string,bigint>"), "{\"a\":\\N}");
  EXPECT_EQ(text({.items = {Value(std::string("a, \"b\""))}}, "array<string>"), R"(["a, \"b\""])");
  EXPECT_EQ(text(list, "struct<x:bigint,y:string>"), "{x:1, y:\\N}");
}

TEST(FromText, ReadsWhatToTextPrints) {
  for (const auto& [type, text] : std::initializer_list<std::pair<const char*, const char*>>{
           {"bigint", "-7"},
           {"tinyint", "127"},
           {"decimal(10,2)", "3.14"},
           {"date", "1969-12-31"},
           {"datetime", "2024-01-02 03:04:05"},
           {"timestamp", "1969-12-31 23:59:59.500000000"},
           {"boolean", "true"},
           {"string", "x"}}) {
    Type parsed = *ParseType(type);
    absl::StatusOr<Value> value = FromText(text, parsed, kUtc);
    ASSERT_TRUE(value.ok()) << text;
    EXPECT_EQ(ToText(*value, parsed, kUtc), text);
  }
}

TEST(FromText, GivenAValueOutOfRangeRefuses) {
  EXPECT_FALSE(FromText("128", Type{.kind = Kind::kTinyint}, kUtc).ok());
  EXPECT_FALSE(FromText("1e3", Type{.kind = Kind::kDecimal}, kUtc).ok());
  EXPECT_FALSE(FromText("yes", Type{.kind = Kind::kBoolean}, kUtc).ok());
}

}  // namespace
}  // namespace sluice::emulator

#include "emulator/record/row_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

absl::Status Check(const char* type, Value value, bool nullable = true) {
  return CheckRow({{.name = "c", .type = *ParseType(type), .nullable = nullable}},
                  {std::move(value)});
}

TEST(CheckRow, GivenNullInANotNullColumnSaysThatItIsNotNullable) {
  EXPECT_THAT(Check("string", Null{}, false), HasReason("DataStoreError"));
  EXPECT_THAT(std::string(Check("string", Null{}, false).message()), HasSubstr("is not nullable"));
  EXPECT_THAT(Check("string", Null{}), IsOk());
}

TEST(CheckRow, KeepsTheRangesOfTheTypes) {
  EXPECT_THAT(Check("tinyint", int64_t{127}), IsOk());
  EXPECT_FALSE(Check("tinyint", int64_t{128}).ok());
  EXPECT_FALSE(Check("int", int64_t{1} << 31).ok());
  EXPECT_FALSE(Check("bigint", std::numeric_limits<int64_t>::min()).ok());
  EXPECT_FALSE(Check("date", int64_t{3'000'000}).ok());
  EXPECT_THAT(Check("varchar(2)", std::string("éé")), IsOk());
  EXPECT_FALSE(Check("varchar(2)", std::string("abc")).ok());
  EXPECT_THAT(Check("decimal(4,2)", Decimal{"-0099.999"}), IsOk());
  EXPECT_FALSE(Check("decimal(4,2)", Decimal{"100"}).ok());
  EXPECT_THAT(Check("timestamp", Moment{253402300799, 0}), IsOk());
  EXPECT_FALSE(Check("timestamp", Moment{253402300800 + 86400, 0}).ok());
  EXPECT_FALSE(Check("timestamp_ntz", Moment{-62135596800 - 86401, 0}).ok());
  EXPECT_THAT(Check("interval_day_time", Moment{1'000'000'000'000, 0}), IsOk());
  EXPECT_THAT(Check("json", std::string("{\"a\": [1]}")), IsOk());
  EXPECT_FALSE(Check("json", std::string("{a}")).ok());
}

TEST(CheckRow, LooksIntoWhatIsNested) {
  auto nested = [](std::vector<Value> items, std::vector<Value> values = {}) {
    return Value(std::make_shared<const Nested>(
        Nested{.items = std::move(items), .values = std::move(values)}));
  };
  const Value wide(int64_t{128});
  const Value narrow(int64_t{1});
  EXPECT_THAT(Check("array<tinyint>", nested({narrow, Null{}})), IsOk());
  EXPECT_FALSE(Check("array<tinyint>", nested({narrow, wide})).ok());
  EXPECT_THAT(Check("map<tinyint,bigint>", nested({narrow}, {wide})), IsOk());
  EXPECT_FALSE(Check("map<tinyint,tinyint>", nested({narrow}, {wide})).ok());
  EXPECT_FALSE(Check("map<tinyint,bigint>", nested({Null{}}, {wide})).ok());
  EXPECT_FALSE(Check("struct<a:bigint,b:tinyint>", nested({wide, wide})).ok());
  EXPECT_FALSE(Check("array<array<tinyint>>", nested({nested({wide})})).ok());
}

}  // namespace
}  // namespace sluice::emulator

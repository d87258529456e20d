#include "maxcompute/record/column_type.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

TEST(ColumnType, EverySimpleTypeIsReadInAnyCaseAndWrittenInCapitals) {
  for (const char* text : {"TINYINT",
                           "SMALLINT",
                           "INT",
                           "BIGINT",
                           "BOOLEAN",
                           "DATETIME",
                           "DATE",
                           "INTERVAL_YEAR_MONTH",
                           "DOUBLE",
                           "FLOAT",
                           "STRING",
                           "BINARY",
                           "JSON",
                           "TIMESTAMP",
                           "TIMESTAMP_NTZ",
                           "INTERVAL_DAY_TIME",
                           "CHAR(3)",
                           "VARCHAR(65535)",
                           "DECIMAL(10,2)",
                           "ARRAY<STRING>",
                           "MAP<STRING,ARRAY<BIGINT>>",
                           "STRUCT<a:BIGINT,b:MAP<STRING,DECIMAL(38,18)>>"}) {
    absl::StatusOr<ColumnType> type = ParseColumnType(text);
    ASSERT_THAT(type, IsOk());
    EXPECT_EQ(type->ToString(), text);
  }
  EXPECT_EQ(ParseColumnType(" decimal ( 10 , 2 ) ")->ToString(), "DECIMAL(10,2)");
  EXPECT_EQ(ParseColumnType("map< string , array<bigint> >")->ToString(),
            "MAP<STRING,ARRAY<BIGINT>>");
}

TEST(ColumnType, DecimalAloneHas38DigitsAnd18AfterThePoint) {
  EXPECT_EQ(ParseColumnType("decimal")->ToString(), "DECIMAL(38,18)");
  EXPECT_EQ(ParseColumnType("decimal(5)")->ToString(), "DECIMAL(5,0)");
}

TEST(ColumnType, NamesOfFieldsKeepTheirCaseAndMayBeQuoted) {
  absl::StatusOr<ColumnType> type = ParseColumnType("struct<Ab:bigint,`c d`:string>");

  ASSERT_THAT(type, IsOk());
  EXPECT_THAT(type->field_names, ::testing::ElementsAre("Ab", "c d"));
}

TEST(ColumnType, RefusesWhatIsNoType) {
  for (const char* text :
       {"", "text", "bigint bigint", "decimal(2,3)", "decimal(0)", "decimal(1", "varchar",
        "char(0)", "char(-1)", "array", "array<>", "array<bigint", "array<bigint>>", "map<bigint>",
        "map<string,>", "struct<>", "struct<a>", "struct<a:>", "struct<`a:bigint>"}) {
    EXPECT_THAT(ParseColumnType(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(ColumnType, RefusesDepthThatWouldExhaustTheStack) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "array<";

  EXPECT_THAT(ParseColumnType(text), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sluice::maxcompute

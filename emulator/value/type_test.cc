#include "emulator/value/type.h"

#include <gtest/gtest.h>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

TEST(ParseType, TakesEveryTypeInAnyCaseAndSpacing) {
  for (const char* text : {"tinyint",
                           "smallint",
                           "int",
                           "bigint",
                           "float",
                           "double",
                           "boolean",
                           "string",
                           "varchar(10)",
                           "char(3)",
                           "binary",
                           "json",
                           "decimal(10,2)",
                           "date",
                           "datetime",
                           "timestamp",
                           "timestamp_ntz",
                           "array<string>",
                           "map<string,array<bigint>>",
                           "struct<a:bigint,b:map<string,double>>"}) {
    absl::StatusOr<Type> type = ParseType(text);
    ASSERT_TRUE(type.ok()) << text;
    EXPECT_EQ(type->ToString(), text);
  }
  EXPECT_EQ(ParseType(" ARRAY < STRUCT<`X` : DECIMAL ( 5 )> > ")->ToString(),
            "array<struct<x:decimal(5,0)>>");
  EXPECT_EQ(ParseType("Decimal")->ToString(), "decimal(38,18)");
}

TEST(ParseType, GivenWhatIsNoTypeSaysSo) {
  for (const char* text :
       {"", "text", "varchar", "varchar(0)", "decimal(39)", "decimal(3,4)", "array", "array<string",
        "map<string>", "struct<bigint>", "int(3)", "string string", "array<array<>>"}) {
    EXPECT_EQ(ParseType(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(ParseType, GivenEndlessNestingRefusesInsteadOfOverflowing) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "array<";
  EXPECT_FALSE(ParseType(text).ok());
}

}  // namespace
}  // namespace sluice::emulator

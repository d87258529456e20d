#include "maxcompute/sql/csv.h"

#include <optional>
#include <string>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ParseCsv, ReadsNamesThenRowsWithQuotesAndNull) {
  absl::StatusOr<SqlRows> rows =
      ParseCsv("\"topic\",\"offset\"\n\"a,\"\"b\"\"\nc\",\"1\"\r\n\\N,\"\"\nplain,\"\\N\"\n");

  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(rows->columns, ElementsAre("topic", "offset"));
  EXPECT_THAT(rows->rows, ElementsAre(ElementsAre("a,\"b\"\nc", "1"), ElementsAre(std::nullopt, ""),
                                      ElementsAre("plain", std::nullopt)));
}

TEST(ParseCsv, NoRowsAndNoText) {
  EXPECT_THAT(ParseCsv("")->columns, IsEmpty());
  EXPECT_THAT(ParseCsv("\"a\"\n")->rows, IsEmpty());
  EXPECT_THAT(ParseCsv("\"a\"")->columns, ElementsAre("a"));
}

TEST(ParseCsv, RefusesRowsOfAnotherLengthAndOpenQuotes) {
  for (const char* text : {"a,b\n1\n", "a\n1,2\n", "a\n\"1", "a\n\"1\"x\n"}) {
    EXPECT_THAT(ParseCsv(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

}  // namespace
}  // namespace sluice::maxcompute

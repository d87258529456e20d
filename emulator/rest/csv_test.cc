#include "emulator/rest/csv.h"

#include <gtest/gtest.h>

namespace sluice::emulator {
namespace {

TEST(Csv, QuotesEveryValueAndTellsNullFromItsText) {
  Columns columns = {{.name = "a"}, {.name = "b"}, {.name = "n", .type = {.kind = Kind::kBigint}}};

  EXPECT_EQ(CsvHeader(columns), "\"a\",\"b\",\"n\"\n");
  EXPECT_EQ(CsvLine(columns, {Value(std::string("x\"y")), Value(Null{}), Value(int64_t{7})},
                    absl::UTCTimeZone()),
            "\"x\"\"y\",\\N,\"7\"\n");
}

}  // namespace
}  // namespace sluice::emulator

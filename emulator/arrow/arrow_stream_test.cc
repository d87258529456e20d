#include "emulator/arrow/arrow_stream.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace sluice::emulator {
namespace {

// A reader of another make took these bytes for the rows (7, 'x') and (8, NULL).
constexpr char kStream[] =
    "ffffffffc8000000100000000c00170014001600100008000c00000000000000000000000000000010000000040001"
    "0008000800000004000800000004000000020000001c0000006000000010001200040010001100080000000c000000"
    "0000140000001000000020000000280000000002000001000000610008000900040008000000000000000e00000040"
    "000000010000000000000010001200040010001100080000000c001000000010000000180000001800000001050000"
    "0100000062000400040000000600000000000000ffffffffd0000000100000000c00170014001600100008000c0000"
    "0000000000380000000000000018000000040003000a00180008001000140000000000000010000000000000000200"
    "0000000000000c00000030000000000000000200000002000000000000000000000000000000020000000000000001"
    "0000000000000000000000050000000000000000000000010000000000000008000000000000001000000000000000"
    "1800000000000000010000000000000020000000000000000c00000000000000300000000000000001000000000000"
    "0003000000000000000700000000000000080000000000000001000000000000000000000001000000010000000000"
    "00007800000000000000ffffffff00000000";

TEST(ArrowStream, IsWhatOtherReadersTakeForTheRows) {
  const Columns columns = {{.name = "a", .type = {.kind = Kind::kBigint}, .nullable = false},
                           {.name = "b"}};

  const std::string stream = ArrowStream(
      columns, {{Value(int64_t{7}), Value(std::string("x"))}, {Value(int64_t{8}), Value(Null{})}});

  EXPECT_EQ(absl::BytesToHexString(stream), kStream);
}

TEST(ArrowStream, KeepsEveryBufferAtAMultipleOfEightBytes) {
  const char* kTypes[] = {"boolean",
                          "tinyint",
                          "decimal(5,2)",
                          "timestamp",
                          "array<string>",
                          "map<string,array<int>>",
                          "struct<a:date,b:binary>"};
  for (const char* type : kTypes) {
    const Columns columns = {{.name = "c", .type = *ParseType(type)}};
    for (size_t rows = 0; rows < 10; ++rows) {
      EXPECT_EQ(ArrowStream(columns, std::vector<Row>(rows, Row(1))).size() % 8, 0) << type;
    }
  }
}

}  // namespace
}  // namespace sluice::emulator

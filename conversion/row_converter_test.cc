#include "conversion/row_converter.h"

#include <algorithm>
#include <variant>
#include <vector>

#include "absl/strings/escaping.h"
#include "conversion/test_kafka_table.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

std::string Hex(maxcompute::RecordEncoder& block) {
  return absl::BytesToHexString(block.Finish().bytes.view());
}

TEST(RowConverter, WritesTheRowsOfTheProtocolsWorkedExample) {
  maxcompute::RecordEncoder block;
  RowConverter converter = TestKafkaConverter();

  EXPECT_FALSE(converter.AppendTo(
      {.topic = "t", .partition = 0, .offset = 0, .key = "1", .value = "1"}, block));
  EXPECT_FALSE(converter.AppendTo(
      {.topic = "t", .partition = 1, .offset = 42, .key = std::nullopt, .value = "héllo"}, block));

  EXPECT_EQ(
      Hex(block),
      "0a0174100018002201312a013180c0ff7faaa3b5c7040a0174100218542a0668c3a96c6c6f80c0ff7fbeb8a69c01"
      "f0ffff7f04f8ffff7f90c1e5a509");
}

// A converter serves all source partitions of a task.
TEST(RowConverter, RecordsOfDifferentPlacesInTurnKeepTheirOwn) {
  std::vector<SourceRecord> records;
  for (int i = 0; i < 12; ++i) {
    records.push_back({.topic = i % 4 == 3 ? "another topic" : "topic",
                       .partition = i / 2 % 3,
                       .offset = i,
                       .key = "k",
                       .value = i == 5 ? "\xFF" : "v"});
  }
  maxcompute::RecordEncoder together;
  maxcompute::RecordEncoder each_by_its_own;
  RowConverter converter = TestKafkaConverter();
  for (const SourceRecord& record : records) {
    const bool rejected = converter.AppendTo(record, together).has_value();
    EXPECT_EQ(TestKafkaConverter().AppendTo(record, each_by_its_own).has_value(), rejected);
  }

  EXPECT_EQ(together.rows(), 11);
  EXPECT_EQ(Hex(together), Hex(each_by_its_own));
}

TEST(RowConverter, ARejectedRecordLeavesTheBlockAsItWas) {
  maxcompute::RecordEncoder block;
  maxcompute::RecordEncoder untouched;

  std::optional<Rejection> rejection =
      TestKafkaConverter().AppendTo({.topic = "t", .key = "k", .value = "\xFF"}, block);

  ASSERT_TRUE(rejection.has_value());
  EXPECT_EQ(rejection->reason, "NOT_UTF8");
  EXPECT_EQ(rejection->stage, Stage::kValueConverter);
  EXPECT_EQ(Hex(block), Hex(untouched));
}

TEST(RowConverter, AKeyThatCannotBeReadIsToldApartFromAValue) {
  maxcompute::RecordEncoder block;

  EXPECT_EQ(
      TestKafkaConverter().AppendTo({.topic = "t", .key = "\x80", .value = "v"}, block)->stage,
      Stage::kKeyConverter);
}

TEST(RowConverter, AFieldAboveTheTablesLimitDoesNotFit) {
  maxcompute::RecordEncoder block;
  RowConverter converter = TestKafkaConverter(4);

  EXPECT_FALSE(converter.AppendTo({.topic = "t", .value = "1234"}, block).has_value());
  std::optional<Rejection> rejection = converter.AppendTo({.topic = "t", .value = "12345"}, block);

  ASSERT_TRUE(rejection.has_value());
  EXPECT_EQ(rejection->reason, "FIELD_TOO_LARGE");
  EXPECT_EQ(rejection->stage, Stage::kTaskPut);
}

class CountingHeaders : public RecordHeaders {
 public:
  void Read(std::vector<RecordHeader>& headers) const override {
    ++reads;
    headers.push_back({.key = "k", .value = "v"});
  }
  mutable int reads = 0;
};

TEST(RowConverter, HeadersAreReadOnlyWhenTheTableHasAColumnForThem) {
  const CountingHeaders headers;
  maxcompute::RecordEncoder block;
  TestKafkaConverter().AppendTo({.topic = "t", .value = "v", .headers = &headers}, block);
  EXPECT_EQ(headers.reads, 0);

  maxcompute::TableSchema schema = TestKafkaTable();
  schema.columns.push_back({.name = "headers", .type = {}, .nullable = true, .comment = ""});
  RowConverter converter(std::get<ColumnPlan>(PlanColumns(schema, {}, {})), {}, 1 << 20);
  converter.AppendTo({.topic = "t", .value = "v", .headers = &headers}, block);
  EXPECT_EQ(headers.reads, 1);
}

TEST(RowConverter, AMessageSaysWhatWhereAndWhyButNotTheValue) {
  maxcompute::TableSchema schema = TestKafkaTable();
  schema.columns[4] = {.name = "amount",
                       .type = {.kind = maxcompute::TypeKind::kInt},
                       .nullable = true,
                       .comment = ""};
  const ConversionDefinition csv{.mode = Mode::kValue, .format = Format::kCsv};
  RowConverter converter(std::get<ColumnPlan>(PlanColumns(schema, csv, {})), csv, 1 << 20);
  maxcompute::RecordEncoder block;

  std::optional<Rejection> rejection =
      converter.AppendTo({.topic = "t", .value = "k,a secret"}, block);

  ASSERT_TRUE(rejection.has_value());
  EXPECT_EQ(rejection->message, "the value's field for the column amount, INT, is not a number");
}

TEST(RowConverter, ColumnsInAnotherOrderAreWrittenInTheTablesOrder) {
  maxcompute::RecordEncoder block;
  maxcompute::RecordEncoder expected;
  maxcompute::TableSchema schema = TestKafkaTable();
  std::reverse(schema.columns.begin(), schema.columns.end());
  RowConverter converter(std::get<ColumnPlan>(PlanColumns(schema, {}, {})), {}, 8);

  converter.AppendTo({.topic = "t", .partition = 5, .offset = 6, .key = "k", .value = "v"}, block);

  expected.Begin();
  expected.PutString(0, "v");
  expected.PutString(1, "k");
  expected.PutBigint(2, 6);
  expected.PutBigint(3, 5);
  expected.PutString(4, "t");
  expected.End();
  EXPECT_EQ(Hex(block), Hex(expected));
}

}  // namespace
}  // namespace sluice::conversion

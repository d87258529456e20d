#include "controlplane/preflight/row_preview.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using maxcompute::ParseColumnType;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr int64_t kMillis = 1605596400000;  // 2020-11-17 15:00 in GMT 08:00.
const absl::Time kNow = absl::FromUnixMillis(kMillis + 1000);

maxcompute::Table TableOf(const std::vector<std::pair<std::string, std::string>>& more = {
                              {"key", "string"}, {"value", "string"}}) {
  maxcompute::Table table;
  table.name = {"p", "", "t"};
  table.schema.columns = {{"topic", *ParseColumnType("string")},
                          {"partition", *ParseColumnType("bigint")},
                          {"offset", *ParseColumnType("bigint")}};
  for (const auto& [name, type] : more) {
    table.schema.columns.push_back({name, *ParseColumnType(type)});
  }
  table.schema.partition_keys = {{"pt", *ParseColumnType("string")}};
  return table;
}

ConnectorSpec SpecOf(SinkMode mode = SinkMode::kDefault, SinkFormat format = SinkFormat::kText) {
  ConnectorSpec spec;
  spec.source.topic = "orders";
  spec.sink.mode = mode;
  spec.sink.format = format;
  return spec;
}

kafka::StoredRecord ARecord(int64_t offset, std::optional<std::string> value,
                            int64_t timestamp_ms = kMillis) {
  kafka::StoredRecord record;
  record.offset = offset;
  record.timestamp_ms = timestamp_ms;
  record.key = "k";
  record.value = std::move(value);
  return record;
}

TEST(RowPreview, TheRowOfR0IsInItsTablePartition) {
  const auto previews = PreviewRows({ARecord(7, "1")}, SpecOf(), TableOf(), kNow);
  ASSERT_THAT(previews, IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT((*previews)[0].row, ElementsAre("orders", "0", "7", "k", "1"));
  EXPECT_EQ((*previews)[0].table_partition, "pt=11-17-2020 15");
  EXPECT_FALSE((*previews)[0].rejection.has_value());
}

TEST(RowPreview, ATombstonesValueIsNull) {
  const auto previews = PreviewRows({ARecord(7, std::nullopt)}, SpecOf(), TableOf(), kNow);
  EXPECT_THAT((*previews)[0].row[4], Eq(std::nullopt));
}

TEST(RowPreview, ARecordThatIsNoRowSaysWhyAndTheOthersAreShown) {
  const maxcompute::Table table = TableOf({{"amount", "decimal(10,2)"}, {"day", "date"}});
  const auto previews = PreviewRows({ARecord(9, "2.50,2020-01-02"), ARecord(8, "much,2020-01-02")},
                                    SpecOf(SinkMode::kValue, SinkFormat::kCsv), table, kNow);
  ASSERT_THAT(previews, IsOkAndHolds(SizeIs(2)));
  EXPECT_THAT((*previews)[0].row, ElementsAre("orders", "0", "9", "2.5", "2020-01-02"));
  ASSERT_TRUE((*previews)[1].rejection.has_value());
  EXPECT_EQ((*previews)[1].rejection->column, "amount");
  EXPECT_EQ((*previews)[1].rejection->stage, conversion::Stage::kTaskPut);
  EXPECT_THAT((*previews)[1].row, IsEmpty());
  EXPECT_THAT((*previews)[1].table_partition, IsEmpty());
}

TEST(RowPreview, ComplexValuesAreShownAsPeopleReadThem) {
  const maxcompute::Table table =
      TableOf({{"tags", "array<string>"}, {"counts", "map<string,bigint>"}});
  const auto previews = PreviewRows({ARecord(1, R"({"tags":["a",null],"counts":{"x":1}})")},
                                    SpecOf(SinkMode::kValue, SinkFormat::kJson), table, kNow);
  ASSERT_THAT(previews, IsOk());
  EXPECT_THAT((*previews)[0].row, ElementsAre("orders", "0", "1", "[a, NULL]", "{x: 1}"));
}

TEST(RowPreview, WhatIsLateIsMeasuredFromTheRecordsBefore) {
  const int64_t week_ago = kMillis - 8 * 24 * int64_t{3600} * 1000;
  const auto previews =
      PreviewRows({ARecord(2, "late", week_ago), ARecord(1, "in time")}, SpecOf(), TableOf(), kNow);
  ASSERT_THAT(previews, IsOk());
  ASSERT_TRUE((*previews)[0].rejection.has_value());
  EXPECT_EQ((*previews)[0].rejection->reason, "LATE_RECORD");
  EXPECT_FALSE((*previews)[1].rejection.has_value());
}

TEST(RowPreview, HeadersGoIntoTheirColumn) {
  kafka::StoredRecord record = ARecord(1, "v");
  record.headers = {{"a", "1"}};
  const auto previews =
      PreviewRows({record}, SpecOf(),
                  TableOf({{"key", "string"}, {"value", "string"}, {"headers", "string"}}), kNow);
  ASSERT_THAT(previews, IsOk());
  EXPECT_THAT((*previews)[0].row[5], Optional(HasSubstr("\"a\"")));
}

TEST(RowPreview, ATableThatDoesNotFitTakesNoRows) {
  EXPECT_THAT(PreviewRows({ARecord(1, "v")}, SpecOf(), TableOf({{"key", "bigint"}}), kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace sluice::controlplane

// Every record of tests/golden/conversion/records.jsonl becomes the row, or the rejection, that is
// written there.

#include <fstream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conversion/column_plan.h"
#include "conversion/record_router.h"
#include "conversion/row_converter.h"
#include "conversion/test_kafka_table.h"
#include "conversion/time_zone.h"
#include "gtest/gtest.h"
#include "maxcompute/record/record_decoder.h"
#include "nlohmann/json.hpp"

namespace sluice::conversion {
namespace {

using Json = nlohmann::json;

constexpr int kMetaColumns = 3;
constexpr int64_t kTimestamp = 1605600000000;
constexpr int64_t kInsertTime = 1704164645678;

template <typename T>
T OneOf(const Json& json, const char* member, const std::vector<std::pair<const char*, T>>& names) {
  if (!json.contains(member)) return names[0].second;
  for (const auto& [name, value] : names) {
    if (json[member] == name) return value;
  }
  ADD_FAILURE() << member << " " << json[member];
  return names[0].second;
}

ConversionDefinition ReadDefinition(const Json& json) {
  return {.mode = OneOf<Mode>(
              json, "mode",
              {{"DEFAULT", Mode::kDefault}, {"KEY", Mode::kKey}, {"VALUE", Mode::kValue}}),
          .format = OneOf<Format>(json, "format",
                                  {{"TEXT", Format::kText},
                                   {"BINARY", Format::kBinary},
                                   {"CSV", Format::kCsv},
                                   {"JSON", Format::kJson}}),
          .granularity = OneOf<Granularity>(json, "granularity",
                                            {{"HOUR", Granularity::kHour},
                                             {"DAY", Granularity::kDay},
                                             {"MINUTE", Granularity::kMinute}}),
          .pattern = OneOf<PartitionPattern>(
              json, "pattern",
              {{"ORIGINAL", PartitionPattern::kOriginal}, {"ISO", PartitionPattern::kIso}}),
          .clock = OneOf<PartitionClock>(
              json, "clock",
              {{"RECORD", PartitionClock::kRecord}, {"INGEST", PartitionClock::kIngest}}),
          .zone = ParseTimeZone(json.value("zone", "GMT 08:00")).value()};
}

// Text, {"hex": …} or {"text": …, "times": …}.
std::string ReadBytes(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.contains("hex")) return absl::HexStringToBytes(json["hex"].get<std::string>());
  const std::string once = json["text"].get<std::string>();
  const int64_t times = json["times"].get<int64_t>();
  std::string text;
  for (int64_t i = 0; i < times; ++i) text += once;
  return text;
}

std::optional<std::string> ReadOptional(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return ReadBytes(json);
}

// Columns as in CREATE TABLE: commas within brackets belong to types.
std::vector<maxcompute::Column> ReadColumns(const std::string& text) {
  std::vector<maxcompute::Column> columns;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && (text[i] == '(' || text[i] == '<')) ++depth;
    if (i < text.size() && (text[i] == ')' || text[i] == '>')) --depth;
    if (i < text.size() && (text[i] != ',' || depth > 0)) continue;
    absl::string_view column =
        absl::StripAsciiWhitespace(absl::string_view(text).substr(begin, i - begin));
    begin = i + 1;
    const bool nullable = !absl::EndsWith(column, " NOT NULL");
    if (!nullable) column.remove_suffix(9);
    const size_t blank = column.find(' ');
    columns.push_back({.name = std::string(column.substr(0, blank)),
                       .type = maxcompute::ParseColumnType(column.substr(blank + 1)).value(),
                       .nullable = nullable,
                       .comment = ""});
  }
  return columns;
}

int64_t ReadTime(const std::string& rfc3339) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) << error;
  return absl::ToUnixMillis(time);
}

class GoldenHeaders : public RecordHeaders {
 public:
  explicit GoldenHeaders(const Json& json) {
    for (const Json& pair : json) headers_.emplace_back(ReadBytes(pair[0]), ReadOptional(pair[1]));
  }

  void Read(std::vector<RecordHeader>& headers) const override {
    for (const auto& [name, value] : headers_) {
      headers.push_back({.key = name, .value = std::nullopt});
      if (value.has_value()) headers.back().value = *value;
    }
  }

 private:
  std::vector<std::pair<std::string, std::optional<std::string>>> headers_;
};

// One line of the file, carried out.
class GoldenRecord {
 public:
  explicit GoldenRecord(const Json& json)
      : json_(json),
        definition_(ReadDefinition(json)),
        headers_(json.value("headers", Json::array())),
        key_(ReadOptional(json["key"])),
        value_(ReadOptional(json["value"])) {
    schema_.columns.resize(kMetaColumns);
    for (maxcompute::Column& column : ReadColumns(json["columns"]))
      schema_.columns.push_back(std::move(column));
  }

  void Check() {
    auto planned = PlanColumns(schema_, definition_, {});
    if (auto* problems = std::get_if<std::vector<ColumnProblem>>(&planned)) {
      ADD_FAILURE() << (*problems)[0].message;
      return;
    }
    RowConverter converter(std::get<ColumnPlan>(planned), definition_, 8 << 20);
    maxcompute::RecordEncoder block;
    std::string partition;
    std::optional<Rejection> rejection = Route(partition);
    if (!rejection.has_value()) rejection = converter.AppendTo(Record(), block);
    if (json_.contains("rejected")) return CheckRejection(rejection, block);
    if (rejection.has_value()) {
      ADD_FAILURE() << rejection->reason << ": " << rejection->message;
      return;
    }
    if (json_.contains("partition")) {
      EXPECT_EQ(json_["partition"], partition);
    }
    CheckRow(block);
  }

 private:
  SourceRecord Record() const {
    SourceRecord record{.topic = "t",
                        .partition = 3,
                        .offset = 42,
                        .timestamp_ms = json_.value("timestamp", kTimestamp),
                        .headers = &headers_,
                        .insert_time_ms = kInsertTime};
    if (key_.has_value()) record.key = *key_;
    if (value_.has_value()) record.value = *value_;
    return record;
  }

  std::optional<Rejection> Route(std::string& partition) {
    RecordRouter router(definition_);
    const int64_t now = json_.contains("now") ? ReadTime(json_["now"]) : kInsertTime;
    router.BeginBatch(now);
    if (json_.contains("latest")) {
      router.Route(ReadTime(json_["latest"]));
      router.BeginBatch(now);
    }
    const Routed routed = router.Route(Record().timestamp_ms);
    partition = std::string(routed.partition);
    return routed.rejection;
  }

  void CheckRejection(const std::optional<Rejection>& rejection, maxcompute::RecordEncoder& block) {
    ASSERT_TRUE(rejection.has_value()) << "it was not rejected";
    const char* const stages[] = {"KEY_CONVERTER", "VALUE_CONVERTER", "TASK_PUT"};
    EXPECT_EQ(json_["rejected"]["stage"], stages[static_cast<int>(rejection->stage)]);
    EXPECT_EQ(json_["rejected"]["reason"], rejection->reason);
    EXPECT_EQ(json_["rejected"]["column"], rejection->column);
    EXPECT_FALSE(rejection->message.empty());
    EXPECT_LT(rejection->message.size(), 300u);
    EXPECT_EQ(block.rows(), 0);
  }

  void CheckRow(maxcompute::RecordEncoder& block) const {
    std::vector<maxcompute::ColumnType> types;
    for (const maxcompute::Column& column : schema_.columns) types.push_back(column.type);
    const maxcompute::EncodedBlock encoded = block.Finish();
    const auto rows = maxcompute::DecodeRecords(types, encoded.bytes.view(), 1);
    ASSERT_TRUE(rows.ok()) << rows.status();
    const maxcompute::Row& row = (*rows)[0];
    EXPECT_EQ(row[0].ToString(types[0]), "t");
    EXPECT_EQ(row[1].ToString(types[1]), "3");
    EXPECT_EQ(row[2].ToString(types[2]), "42");
    ASSERT_EQ(json_["row"].size() + kMetaColumns, row.size());
    for (size_t i = kMetaColumns; i < row.size(); ++i) {
      const Json& expected = json_["row"][schema_.columns[i].name];
      EXPECT_EQ(expected.is_null(), row[i].is_null()) << schema_.columns[i].name;
      if (expected.is_null() || row[i].is_null()) continue;
      // Without showing what may have 8 MB.
      EXPECT_TRUE(ReadBytes(expected) == row[i].ToString(types[i]))
          << schema_.columns[i].name << ": " << row[i].ToString(types[i]).substr(0, 200);
    }
  }

  const Json& json_;
  const ConversionDefinition definition_;
  const GoldenHeaders headers_;
  const std::optional<std::string> key_;
  const std::optional<std::string> value_;
  maxcompute::TableSchema schema_ = TestKafkaTable();
};

TEST(GoldenRecords, BecomeTheRowsOrRejectionsThatAreWrittenThere) {
  std::ifstream in("tests/golden/conversion/records.jsonl");
  ASSERT_TRUE(in.good());
  int cases = 0;
  for (std::string line; std::getline(in, line); ++cases) {
    const Json json = Json::parse(line);
    SCOPED_TRACE(absl::StrCat("line ", cases + 1, ": ", json["name"].get<std::string>()));
    GoldenRecord(json).Check();
  }
  EXPECT_GE(cases, 150);
}

}  // namespace
}  // namespace sluice::conversion

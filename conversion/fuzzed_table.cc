#include "conversion/fuzzed_table.h"

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "conversion/column_plan.h"
#include "conversion/row_converter.h"
#include "conversion/test_kafka_table.h"
#include "conversion/utf8.h"
#include "maxcompute/record/record_decoder.h"

namespace sluice::conversion {
namespace {

using maxcompute::ColumnType;
using maxcompute::TypeKind;
using maxcompute::Value;

constexpr const char* kTypes[] = {
    "BIGINT",
    "STRING",
    "DOUBLE",
    "DECIMAL(10,2)",
    "DATETIME",
    "TIMESTAMP",
    "JSON",
    "ARRAY<MAP<STRING,BIGINT>>",
    "STRUCT<a:BIGINT,b:ARRAY<DECIMAL(38,18)>,c:STRUCT<d:DATE,e:BINARY>>",
    "BOOLEAN",
    "VARCHAR(3)",
    "BINARY",
    "DATE",
    "TIMESTAMP_NTZ",
    "TINYINT",
    "FLOAT",
};
constexpr int kTypeCount = std::size(kTypes);
constexpr int kMetaColumns = 3;
constexpr int64_t kFieldBytesMax = 1000;

struct Table {
  std::vector<ColumnType> types;
  std::unique_ptr<RowConverter> converter;
};

// `columns` of the types, from `first` on: a, b, c …
Table MakeTable(Format format, int first, int columns) {
  maxcompute::TableSchema schema = TestKafkaTable();
  schema.columns.resize(kMetaColumns);
  for (int i = 0; i < columns; ++i) {
    schema.columns.push_back(
        {.name = std::string(1, static_cast<char>('a' + i)),
         .type = maxcompute::ParseColumnType(kTypes[(first + i) % kTypeCount]).value(),
         .nullable = i % 4 != 3,
         .comment = ""});
  }
  const ConversionDefinition definition{.mode = Mode::kValue, .format = format};
  Table table;
  for (const maxcompute::Column& column : schema.columns) table.types.push_back(column.type);
  table.converter = std::make_unique<RowConverter>(
      std::get<ColumnPlan>(PlanColumns(schema, definition, {})), definition, kFieldBytesMax);
  return table;
}

Table& TableOf(Format format, unsigned char byte) {
  static std::vector<std::unique_ptr<Table>> tables(256);
  if (tables[byte] == nullptr) {
    constexpr int kWidths[] = {1, 2, 3, kTypeCount};
    tables[byte] = std::make_unique<Table>(
        MakeTable(format, byte % kTypeCount, kWidths[byte / kTypeCount % 4]));
  }
  return *tables[byte];
}

void CheckTexts(const Value& value, const ColumnType& type) {
  if (const auto* text = std::get_if<std::string>(&value.data)) {
    SLUICE_CHECK(type.kind == TypeKind::kBinary || IsUtf8(*text)) << type.ToString();
    SLUICE_CHECK(static_cast<int64_t>(text->size()) <= kFieldBytesMax) << type.ToString();
  }
  const auto* inner = std::get_if<std::vector<Value>>(&value.data);
  if (inner == nullptr) return;
  for (size_t i = 0; i < inner->size(); ++i) {
    const size_t argument = type.kind == TypeKind::kStruct ? i
                            : type.kind == TypeKind::kMap  ? i % 2
                                                           : 0;
    CheckTexts((*inner)[i], type.arguments[argument]);
  }
}

}  // namespace

void ConvertFuzzed(Format format, absl::string_view input) {
  if (input.empty()) return;
  Table& table = TableOf(format, static_cast<unsigned char>(input[0]));
  const SourceRecord record{.topic = "t", .value = input.substr(1)};
  maxcompute::RecordEncoder block;
  const std::optional<Rejection> rejection = table.converter->AppendTo(record, block);
  maxcompute::RecordEncoder again;
  SLUICE_CHECK(rejection.has_value() == table.converter->AppendTo(record, again).has_value());
  const maxcompute::EncodedBlock rows = block.Finish();
  SLUICE_CHECK(rows.bytes.view() == again.Finish().bytes.view());
  if (rejection.has_value()) {
    SLUICE_CHECK(rows.rows == 0);
    SLUICE_CHECK(!rejection->reason.empty() && !rejection->message.empty());
    SLUICE_CHECK(IsUtf8(rejection->message) && rejection->message.size() < 400);
    return;
  }
  const auto read = maxcompute::DecodeRecords(table.types, rows.bytes.view(), 1);
  SLUICE_CHECK(read.ok()) << read.status().ToString();
  SLUICE_CHECK(read->size() == 1);
  for (size_t i = 0; i < table.types.size(); ++i) CheckTexts((*read)[0][i], table.types[i]);
}

}  // namespace sluice::conversion

// Rows as changes of Delta tables: which columns are the key, and what a record does to its row.

#include "maxcompute/record/row_change.h"

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "conversion/column_plan.h"
#include "conversion/row_converter.h"
#include "conversion/test_kafka_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/record/record_decoder.h"

namespace sluice::conversion {
namespace {

using maxcompute::Column;
using maxcompute::TableSchema;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const maxcompute::TableName kTable = {.project = "p", .schema = "", .table = "t"};

Column Of(const char* name, const char* type) {
  return {.name = name,
          .type = maxcompute::ParseColumnType(type).value(),
          .nullable = true,
          .comment = ""};
}

TableSchema ByPosition() {
  TableSchema schema = TestKafkaTable();
  schema.primary_key = {"topic", "partition", "offset"};
  return schema;
}

TableSchema ByKey() {
  TableSchema schema = TestKafkaTable();
  schema.primary_key = {"key"};
  return schema;
}

// Customers by country and number, without the places of records.
TableSchema Customers() {
  return {.columns = {Of("country", "STRING"), Of("number", "BIGINT"), Of("name", "STRING"),
                      Of("age", "INT")},
          .partition_keys = {},
          .primary_key = {"number", "country"}};
}

const ConversionDefinition kByPosition = {.row_key = RowKey::kPosition};
const ConversionDefinition kByKey = {.row_key = RowKey::kRecordKey, .delete_tombstones = true};

ConversionDefinition Fields(Format format, Mode mode) {
  ConversionDefinition definition = kByKey;
  definition.format = format;
  definition.mode = mode;
  return definition;
}

std::vector<ColumnProblem> Problems(const TableSchema& schema,
                                    const ConversionDefinition& definition) {
  auto planned = PlanColumns(schema, definition, kTable);
  return planned.index() == 1 ? std::get<1>(planned) : std::vector<ColumnProblem>{};
}

// `U` or `D`, then the columns; or why it is no row.
std::string Made(const TableSchema& schema, const ConversionDefinition& definition,
                 const SourceRecord& record) {
  const auto planned = PlanColumns(schema, definition, kTable);
  const auto* plan = std::get_if<ColumnPlan>(&planned);
  if (plan == nullptr) return "no plan";
  RowConverter converter(*plan, definition, 8 << 20);
  maxcompute::RecordEncoder encoder;
  if (const std::optional<Rejection> rejection = converter.AppendTo(record, encoder))
    return rejection->reason + (rejection->column.empty() ? "" : " " + rejection->column);
  const maxcompute::EncodedBlock block = encoder.Finish();
  const std::vector<maxcompute::ColumnType> types = maxcompute::ChangeTypes(schema);
  const std::vector<maxcompute::Row> rows =
      maxcompute::DecodeRecords(types, block.bytes.view(), 1).value();
  const auto columns = static_cast<int>(schema.columns.size());
  std::string text(
      1, static_cast<char>(std::get<int64_t>(rows[0][maxcompute::ChangeColumn(columns)].data)));
  for (int i = 0; i < columns; ++i) text += " " + rows[0][i].ToString(types[i]);
  return text;
}

TEST(PrimaryKey, ATableWithOneTakesOnlyChanges) {
  const std::vector<ColumnProblem> problems = Problems(ByPosition(), {});

  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(
      problems[0].message,
      "the table's primary key is (topic, partition, offset), and such a table takes its rows "
      "only as changes");
  EXPECT_THAT(problems[0].remedy, HasSubstr("set sink.delivery to UPSERT"));
}

TEST(PrimaryKey, GivenNoneOrAnotherThenTheStatementThatMendsItIsExact) {
  std::vector<ColumnProblem> problems = Problems(TestKafkaTable(), kByPosition);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].message,
            "the table has no primary key, and rows are told apart by (topic, partition, offset)");
  EXPECT_EQ(problems[0].remedy,
            "CREATE TABLE IF NOT EXISTS p.`t_delta` (`topic` STRING NOT NULL, `partition` BIGINT "
            "NOT NULL, `offset` BIGINT NOT NULL, `key` STRING, `value` STRING, PRIMARY KEY "
            "(`topic`, `partition`, `offset`)) PARTITIONED BY (`pt` STRING) TBLPROPERTIES "
            "('transactional'='true');\nset sink.table to t_delta");

  problems = Problems(ByPosition(), kByKey);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems[0].message, HasSubstr("rows are told apart by (key)"));
  EXPECT_THAT(problems[0].remedy, HasSubstr("(`key` STRING NOT NULL, `topic` STRING"));
}

TEST(PrimaryKey, ColumnsOfTheRecordsPlaceAreNoFieldsOfItsKey) {
  TableSchema schema = Customers();
  schema.columns.push_back(Of("offset", "BIGINT"));
  schema.primary_key = {"offset", "number"};

  const std::vector<ColumnProblem> problems = Problems(schema, Fields(Format::kJson, Mode::kValue));

  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems[0].remedy, HasSubstr("PRIMARY KEY (`number`)"));
}

TEST(PrimaryKey, OfATypeThatClientsHashDifferentlyIsRefused) {
  TableSchema schema = Customers();
  schema.columns[1] = Of("number", "DOUBLE");

  EXPECT_THAT(Problems(schema, Fields(Format::kJson, Mode::kValue)), SizeIs(1));
}

TEST(PrimaryKey, OnlyByRecordKeyATableMayBeWithoutPartitions) {
  TableSchema schema = ByKey();
  schema.partition_keys.clear();
  EXPECT_THAT(Problems(schema, kByKey), IsEmpty());
  schema = ByPosition();
  schema.partition_keys.clear();
  EXPECT_THAT(Problems(schema, kByPosition), SizeIs(1));
}

TEST(RowChange, ByPositionEveryRecordIsAnUpsert) {
  EXPECT_EQ(Made(ByPosition(), kByPosition,
                 {.topic = "t", .partition = 1, .offset = 7, .key = "k", .value = "v"}),
            "U t 1 7 k v");
  EXPECT_EQ(Made(ByPosition(), kByPosition, {.topic = "t", .partition = 1, .offset = 7}),
            "U t 1 7 NULL NULL");
}

TEST(RowChange, ByKeyARecordWithoutValueDeletesIfItIsToldTo) {
  const SourceRecord tombstone = {.topic = "t", .partition = 1, .offset = 7, .key = "k"};
  EXPECT_EQ(Made(ByKey(), kByKey, tombstone), "D NULL NULL NULL k NULL");

  ConversionDefinition keeping = kByKey;
  keeping.delete_tombstones = false;
  EXPECT_EQ(Made(ByKey(), keeping, tombstone), "U t 1 7 k NULL");
  EXPECT_EQ(Made(ByKey(), kByKey, {.topic = "t", .key = "k", .value = ""}), "U t 0 0 k ");
}

TEST(RowChange, ARecordWithoutKeyIsNoRow) {
  EXPECT_EQ(Made(ByKey(), kByKey, {.topic = "t", .value = "v"}), "NULL_NOT_ALLOWED key");
  EXPECT_EQ(Made(ByKey(), kByKey, {.topic = "t"}), "NULL_NOT_ALLOWED key");
  EXPECT_EQ(Made(Customers(), Fields(Format::kJson, Mode::kValue), {.value = "{}"}),
            "NULL_NOT_ALLOWED country");
}

TEST(RowChange, MembersOfTheKeyFillThePrimaryKeyAndThoseOfTheValueTheRest) {
  const ConversionDefinition json = Fields(Format::kJson, Mode::kValue);
  EXPECT_EQ(Made(Customers(), json,
                 {.key = R"({"country":"DE","number":7})",
                  .value = R"({"name":"Ann","age":30,"number":8})"}),
            "U DE 7 Ann 30");
  EXPECT_EQ(Made(Customers(), json, {.key = R"({"country":"DE","number":7})"}), "D DE 7 NULL NULL");
  EXPECT_EQ(Made(Customers(), json, {.key = R"({"country":"DE"})", .value = "{}"}),
            "NULL_NOT_ALLOWED number");
  EXPECT_EQ(Made(Customers(), json, {.key = "7", .value = "{}"}), "JSON_NOT_OBJECT");
}

TEST(RowChange, FieldsOfTheKeysLineFillThePrimaryKeyInTheOrderOfTheColumns) {
  const ConversionDefinition csv = Fields(Format::kCsv, Mode::kValue);
  EXPECT_EQ(Made(Customers(), csv, {.key = "DE,7", .value = "Ann,30"}), "U DE 7 Ann 30");
  EXPECT_EQ(Made(Customers(), csv, {.key = "DE,7"}), "D DE 7 NULL NULL");
  EXPECT_EQ(Made(Customers(), csv, {.key = "DE", .value = "Ann,30"}), "FIELD_COUNT");
}

TEST(RowChange, WithModeKeyTheKeyFillsEveryColumn) {
  const ConversionDefinition json = Fields(Format::kJson, Mode::kKey);
  const char* key = R"({"country":"DE","number":7,"name":"Ann"})";
  EXPECT_EQ(Made(Customers(), json, {.key = key, .value = "x"}), "U DE 7 Ann NULL");
  EXPECT_EQ(Made(Customers(), json, {.key = key}), "D DE 7 NULL NULL");
}

TEST(RowChange, TheRejectionOfAKeysFieldSaysThatItIsOfTheKey) {
  const auto planned = PlanColumns(Customers(), Fields(Format::kJson, Mode::kValue), kTable);
  RowConverter converter(std::get<ColumnPlan>(planned), Fields(Format::kJson, Mode::kValue),
                         8 << 20);
  maxcompute::RecordEncoder block;

  const std::optional<Rejection> misfit =
      converter.AppendTo({.key = R"({"country":"DE","number":"x"})", .value = "{}"}, block);
  const std::optional<Rejection> unreadable =
      converter.AppendTo({.key = "{", .value = "{}"}, block);

  ASSERT_TRUE(misfit.has_value() && unreadable.has_value());
  EXPECT_EQ(misfit->stage, Stage::kTaskPut);
  EXPECT_THAT(misfit->message, HasSubstr("the key's field for the column number"));
  EXPECT_EQ(unreadable->stage, Stage::kKeyConverter);
  EXPECT_EQ(block.rows(), 0);
}

}  // namespace
}  // namespace sluice::conversion

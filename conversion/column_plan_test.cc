#include "conversion/column_plan.h"

#include <utility>

#include "conversion/test_kafka_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

using maxcompute::Column;
using maxcompute::TableSchema;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

const maxcompute::TableName kTable = {.project = "p", .schema = "", .table = "t"};

Column Of(const char* name, const char* type, bool nullable = true) {
  return {.name = name,
          .type = maxcompute::ParseColumnType(type).value(),
          .nullable = nullable,
          .comment = ""};
}

// The columns that every table has, and these.
TableSchema Table(std::vector<Column> more) {
  TableSchema schema = TestKafkaTable();
  schema.columns.resize(3);
  for (Column& column : more) schema.columns.push_back(std::move(column));
  return schema;
}

std::vector<ColumnProblem> Problems(const TableSchema& schema,
                                    const ConversionDefinition& definition = {}) {
  auto planned = PlanColumns(schema, definition, kTable);
  return planned.index() == 1 ? std::get<1>(planned) : std::vector<ColumnProblem>{};
}

std::vector<std::pair<int, ColumnSource>> Filled(const TableSchema& schema,
                                                 const ConversionDefinition& definition = {}) {
  auto planned = PlanColumns(schema, definition, kTable);
  std::vector<std::pair<int, ColumnSource>> filled;
  if (const auto* plan = std::get_if<ColumnPlan>(&planned)) {
    for (const PlannedColumn& column : plan->columns)
      filled.emplace_back(column.position, column.source);
  }
  return filled;
}

auto Problem(const char* message, const char* remedy) {
  return AllOf(Field(&ColumnProblem::message, message), Field(&ColumnProblem::remedy, remedy));
}

TEST(PlanColumns, FindsTheColumnsByNameWhereverTheyStand) {
  TableSchema schema = TestKafkaTable();
  std::swap(schema.columns[0], schema.columns[4]);
  schema.columns.push_back(Of("extra", "DOUBLE"));

  EXPECT_THAT(
      Filled(schema),
      ElementsAre(std::pair(0, ColumnSource::kValue), std::pair(1, ColumnSource::kPartition),
                  std::pair(2, ColumnSource::kOffset), std::pair(3, ColumnSource::kKey),
                  std::pair(4, ColumnSource::kTopic)));
}

TEST(PlanColumns, NamesEveryProblemAtOnceWithTheStatementsThatMendIt) {
  TableSchema schema = TestKafkaTable();
  schema.columns[0] = Of("subject", "STRING", /*nullable=*/false);
  schema.columns[2] = Of("offset", "INT");
  schema.columns[3] = Of("key", "BINARY");
  schema.columns.push_back(Of("key_old", "STRING"));
  schema.partition_keys.clear();

  EXPECT_THAT(
      Problems(schema),
      ElementsAre(
          Problem("the table has no column topic",
                  "ALTER TABLE p.`t` ADD COLUMNS (`topic` STRING);"),
          Problem("nothing fills the column subject, which is NOT NULL",
                  "ALTER TABLE p.`t` CHANGE COLUMN `subject` NULL;"),
          Problem("the column offset is INT, and BIGINT is needed",
                  "ALTER TABLE p.`t` CHANGE COLUMN `offset` RENAME TO `offset_old`;\n"
                  "ALTER TABLE p.`t` ADD COLUMNS (`offset` BIGINT);"),
          Problem("the column key is BINARY, and STRING, VARCHAR, CHAR or JSON is needed",
                  "ALTER TABLE p.`t` CHANGE COLUMN `key` RENAME TO `key_old2`;\n"
                  "ALTER TABLE p.`t` ADD COLUMNS (`key` STRING);"),
          Problem("the table must have one partition column, and it has none",
                  "CREATE TABLE IF NOT EXISTS p.`t_by_time` (`subject` STRING NOT NULL, "
                  "`partition` BIGINT, `offset` INT, `key` BINARY, `value` STRING, `key_old` "
                  "STRING) PARTITIONED BY (`pt` STRING);\nset sink.table to t_by_time")));
}

TEST(PlanColumns, TheModeSaysWhichOfKeyAndValueIsFilled) {
  EXPECT_THAT(Filled(Table({Of("value", "STRING")}), {.mode = Mode::kValue}).back(),
              std::pair(3, ColumnSource::kValue));
  EXPECT_THAT(Problems(Table({Of("value", "STRING")}), {.mode = Mode::kKey}),
              ElementsAre(Field(&ColumnProblem::column, "key")));
  EXPECT_THAT(
      Problems(Table({Of("key", "STRING"), Of("value", "STRING", false)}), {.mode = Mode::kKey}),
      ElementsAre(Problem("nothing fills the column value, which is NOT NULL",
                          "ALTER TABLE p.`t` CHANGE COLUMN `value` NULL;")));
}

TEST(PlanColumns, EachFormatWantsItsOwnTypes) {
  const struct {
    Format format;
    const char* type;
    bool fits;
  } cases[] = {
      {Format::kText, "STRING", true},      {Format::kText, "VARCHAR(9)", true},
      {Format::kText, "CHAR(9)", true},     {Format::kText, "JSON", true},
      {Format::kText, "BINARY", false},     {Format::kText, "BIGINT", false},
      {Format::kBinary, "BINARY", true},    {Format::kBinary, "STRING", false},
      {Format::kJson, "JSON", true},        {Format::kJson, "STRING", true},
      {Format::kJson, "VARCHAR(9)", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(
        Problems(Table({Of("key", c.type), Of("value", c.type)}), {.format = c.format}).size(),
        c.fits ? 0 : 2)
        << c.type;
  }
}

TEST(PlanColumns, MetaColumnsAreFilledWhenTheyAreThere) {
  EXPECT_THAT(
      Filled(Table({Of("timestamp", "TIMESTAMP_NTZ"), Of("insert_time", "BIGINT"),
                    Of("headers", "MAP<STRING,STRING>"), Of("value", "STRING")}),
             {.mode = Mode::kValue}),
      ElementsAre(std::pair(0, ColumnSource::kTopic), std::pair(1, ColumnSource::kPartition),
                  std::pair(2, ColumnSource::kOffset), std::pair(3, ColumnSource::kTimestamp),
                  std::pair(4, ColumnSource::kInsertTime), std::pair(5, ColumnSource::kHeaders),
                  std::pair(6, ColumnSource::kValue)));
  EXPECT_THAT(
      Problems(Table({Of("timestamp", "STRING"), Of("headers", "MAP<STRING,BIGINT>"),
                      Of("value", "STRING")}),
               {.mode = Mode::kValue}),
      ElementsAre(Field(&ColumnProblem::message,
                        "the column timestamp is STRING, and BIGINT, DATETIME, TIMESTAMP or "
                        "TIMESTAMP_NTZ is needed"),
                  Field(&ColumnProblem::message,
                        "the column headers is MAP<STRING,BIGINT>, and STRING, JSON or "
                        "MAP<STRING,STRING> is needed")));
}

TEST(PlanColumns, FieldsFillEveryColumnThatIsNotMeta) {
  const TableSchema schema =
      Table({Of("a", "BIGINT", false), Of("timestamp", "BIGINT"), Of("b", "ARRAY<STRING>")});
  for (const ConversionDefinition& definition :
       {ConversionDefinition{.mode = Mode::kValue, .format = Format::kCsv},
        ConversionDefinition{.mode = Mode::kKey, .format = Format::kJson}}) {
    EXPECT_THAT(
        Filled(schema, definition),
        ElementsAre(std::pair(0, ColumnSource::kTopic), std::pair(1, ColumnSource::kPartition),
                    std::pair(2, ColumnSource::kOffset), std::pair(3, ColumnSource::kField),
                    std::pair(4, ColumnSource::kTimestamp), std::pair(5, ColumnSource::kField)));
  }
}

TEST(PlanColumns, FieldsNeedColumnsOfTypesThatTextsBecome) {
  const ConversionDefinition csv{.mode = Mode::kValue, .format = Format::kCsv};
  EXPECT_THAT(Problems(Table({}), csv),
              ElementsAre(Problem("the table has no column for the fields of a record",
                                  "ALTER TABLE p.`t` ADD COLUMNS (`value` STRING);")));
  EXPECT_THAT(
      Problems(Table({Of("a", "ARRAY<INTERVAL_DAY_TIME>")}), csv),
      ElementsAre(Field(&ColumnProblem::message,
                        "the column a is ARRAY<INTERVAL_DAY_TIME>, which no text becomes")));
  EXPECT_THAT(Problems(Table({Of("a", "STRING")}), {.format = Format::kCsv}),
              ElementsAre(Field(&ColumnProblem::remedy, "set sink.mode to VALUE or KEY")));
}

TEST(PlanColumns,
     WhereEveryColumnIsFilledAWrongOneNeedsAnotherTableBecauseARenamedOneStaysInTheWay) {
  TableSchema schema = Table({Of("a", "INTERVAL_DAY_TIME"), Of("b", "BIGINT", false)});
  schema.columns[2] = Of("offset", "INT");
  const char kStatement[] =
      "CREATE TABLE IF NOT EXISTS p.`t_typed` (`topic` STRING, `partition` BIGINT, `offset` "
      "BIGINT, `a` STRING, `b` BIGINT NOT NULL) PARTITIONED BY (`pt` STRING);\n"
      "set sink.table to t_typed";

  EXPECT_THAT(
      Problems(schema, {.mode = Mode::kValue, .format = Format::kCsv}),
      ElementsAre(Problem("the column offset is INT, and BIGINT is needed", kStatement),
                  Problem("the column a is INTERVAL_DAY_TIME, which no text becomes", kStatement)));
  // JSON finds its columns by name: one that is renamed is out of the way.
  EXPECT_THAT(
      Problems(schema, {.mode = Mode::kValue, .format = Format::kJson}),
      ElementsAre(Problem("the column offset is INT, and BIGINT is needed",
                          "ALTER TABLE p.`t` CHANGE COLUMN `offset` RENAME TO "
                          "`offset_old`;\n"
                          "ALTER TABLE p.`t` ADD COLUMNS (`offset` BIGINT);"),
                  Problem("the column a is INTERVAL_DAY_TIME, which no text becomes", kStatement)));
}

TEST(PlanColumns, TwoPartitionColumnsAreOneTooMany) {
  TableSchema schema = TestKafkaTable();
  schema.partition_keys.push_back(Of("region", "STRING"));

  EXPECT_THAT(Problems(schema),
              ElementsAre(Field(&ColumnProblem::message,
                                "the table must have one partition column, and it has 2")));
  EXPECT_THAT(Problems(TestKafkaTable()), IsEmpty());
}

}  // namespace
}  // namespace sluice::conversion

#include "controlplane/preflight/table_fit.h"

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status/status_matchers.h"
#include "controlplane/preflight/conversion_of.h"
#include "conversion/column_plan.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::HasSubstr;

const maxcompute::TableName kName{"p", "", "orders"};

// Columns of "`topic` STRING, `partition` BIGINT NOT NULL".
std::vector<maxcompute::Column> ReadColumns(absl::string_view text) {
  std::vector<maxcompute::Column> columns;
  for (absl::string_view column : absl::StrSplit(text, ", ")) {
    const std::vector<std::string> parts = absl::StrSplit(column, ' ');
    columns.push_back({absl::StrReplaceAll(parts[0], {{"`", ""}}),
                       *maxcompute::ParseColumnType(parts[1]), parts.size() == 2});
  }
  return columns;
}

// What a statement of CreateTableStatement's form makes.
maxcompute::Table TableMadeBy(absl::string_view statement) {
  EXPECT_TRUE(absl::ConsumePrefix(&statement, "CREATE TABLE IF NOT EXISTS p.`orders` ("))
      << statement;
  EXPECT_TRUE(absl::ConsumeSuffix(&statement, ";")) << statement;
  maxcompute::Table table;
  table.name = kName;
  table.is_transactional =
      absl::ConsumeSuffix(&statement, " TBLPROPERTIES ('transactional'='true')");
  EXPECT_TRUE(absl::ConsumeSuffix(&statement, ")")) << statement;
  const std::vector<std::string> parts = absl::StrSplit(statement, ") PARTITIONED BY (");
  const std::vector<std::string> columns = absl::StrSplit(parts[0], ", PRIMARY KEY (");
  table.schema.columns = ReadColumns(columns[0]);
  if (parts.size() > 1) table.schema.partition_keys = ReadColumns(parts[1]);
  if (columns.size() > 1) {
    table.schema.primary_key =
        absl::StrSplit(absl::StrReplaceAll(columns[1], {{"`", ""}, {")", ""}}), ", ");
  }
  EXPECT_EQ(table.is_transactional, !table.schema.primary_key.empty());
  return table;
}

MaxComputeSink Sink(SinkMode mode, SinkFormat format) {
  MaxComputeSink sink;
  sink.project = "p";
  sink.table = "orders";
  sink.mode = mode;
  sink.format = format;
  return sink;
}

TEST(TableFit, TheTableOfTheStatementFitsEveryModeAndFormat) {
  for (const SinkMode mode : {SinkMode::kDefault, SinkMode::kKey, SinkMode::kValue}) {
    for (const SinkFormat format :
         {SinkFormat::kText, SinkFormat::kBinary, SinkFormat::kCsv, SinkFormat::kJson}) {
      if (mode == SinkMode::kDefault && format == SinkFormat::kCsv) continue;  // Not possible.
      const MaxComputeSink sink = Sink(mode, format);
      const std::string statement = CreateTableStatement(kName, *ConversionOf(sink));
      EXPECT_THAT(JudgeTable(TableMadeBy(statement), sink),
                  Each(Field(&Finding::severity, Severity::kInfo)))
          << statement;
    }
  }
}

TEST(TableFit, TheDeltaTableOfTheStatementFitsEveryKeyThatIsAllowed) {
  for (const UpsertPolicy::Key key :
       {UpsertPolicy::Key::kPosition, UpsertPolicy::Key::kRecordKey}) {
    for (const SinkMode mode : {SinkMode::kDefault, SinkMode::kKey, SinkMode::kValue}) {
      for (const SinkFormat format : {SinkFormat::kText, SinkFormat::kCsv, SinkFormat::kJson}) {
        if (mode == SinkMode::kDefault && format == SinkFormat::kCsv) continue;
        if (key == UpsertPolicy::Key::kRecordKey && mode == SinkMode::kValue &&
            format == SinkFormat::kText) {
          continue;
        }
        MaxComputeSink sink = Sink(mode, format);
        sink.delivery = Delivery::kUpsert;
        sink.upsert.key = key;
        const std::string statement = CreateTableStatement(kName, *ConversionOf(sink));
        EXPECT_THAT(JudgeTable(TableMadeBy(statement), sink),
                    Each(Field(&Finding::severity, Severity::kInfo)))
            << statement;
      }
    }
  }
}

TEST(TableFit, ADeltaTableIsMadeWithItsKey) {
  MaxComputeSink sink = Sink(SinkMode::kDefault, SinkFormat::kText);
  sink.delivery = Delivery::kUpsert;
  EXPECT_EQ(CreateTableStatement(kName, *ConversionOf(sink)),
            "CREATE TABLE IF NOT EXISTS p.`orders` (`topic` STRING NOT NULL, `partition` BIGINT "
            "NOT NULL, `offset` BIGINT NOT NULL, `key` STRING, `value` STRING, PRIMARY KEY "
            "(`topic`, `partition`, `offset`)) PARTITIONED BY (`pt` STRING) TBLPROPERTIES "
            "('transactional'='true');");
  sink.upsert.key = UpsertPolicy::Key::kRecordKey;
  EXPECT_EQ(CreateTableStatement(kName, *ConversionOf(sink)),
            "CREATE TABLE IF NOT EXISTS p.`orders` (`topic` STRING, `partition` BIGINT, `offset` "
            "BIGINT, `key` STRING NOT NULL, `value` STRING, PRIMARY KEY (`key`)) TBLPROPERTIES "
            "('transactional'='true');");
}

TEST(TableFit, APartitionedTableOfKeysIsTakenWithAWarning) {
  MaxComputeSink sink = Sink(SinkMode::kDefault, SinkFormat::kText);
  sink.delivery = Delivery::kUpsert;
  sink.upsert.key = UpsertPolicy::Key::kRecordKey;
  maxcompute::Table table = TableMadeBy(CreateTableStatement(kName, *ConversionOf(sink)));
  table.schema.partition_keys = ReadColumns("`pt` STRING");

  EXPECT_THAT(JudgeTable(table, sink),
              testing::Contains(AllOf(Field(&Finding::severity, Severity::kWarning),
                                      Field(&Finding::message, HasSubstr("is partitioned: a key")),
                                      Field(&Finding::remedy, HasSubstr("p.`orders_flat`")))));
}

TEST(TableFit, TheStatementOfR0IsThatOfTheManual) {
  EXPECT_EQ(
      CreateTableStatement(kName, *ConversionOf(Sink(SinkMode::kDefault, SinkFormat::kText))),
      "CREATE TABLE IF NOT EXISTS p.`orders` (`topic` STRING, `partition` BIGINT, `offset` BIGINT, "
      "`key` STRING, `value` STRING) PARTITIONED BY (`pt` STRING);");
}

TEST(TableFit, EachColumnThatDoesNotFitIsAnErrorWithTheStatementThatMendsIt) {
  const MaxComputeSink sink = Sink(SinkMode::kDefault, SinkFormat::kText);
  maxcompute::Table table = TableMadeBy(CreateTableStatement(kName, *ConversionOf(sink)));
  table.schema.columns[1].type.kind = maxcompute::TypeKind::kString;
  table.schema.columns.pop_back();
  EXPECT_THAT(
      JudgeTable(table, sink),
      testing::UnorderedElementsAre(
          AllOf(Field(&Finding::reason, "TABLE_UNFIT"),
                Field(&Finding::field, "connector.sink.table"),
                Field(&Finding::remedy, HasSubstr("ALTER TABLE p.`orders` CHANGE COLUMN "
                                                  "`partition` RENAME TO `partition_old`"))),
          AllOf(Field(&Finding::reason, "TABLE_UNFIT"),
                Field(&Finding::remedy, "ALTER TABLE p.`orders` ADD COLUMNS (`value` STRING);"))));
}

TEST(TableFit, AViewTakesNoRows) {
  maxcompute::Table view;
  view.name = kName;
  view.is_view = true;
  EXPECT_THAT(JudgeTable(view, Sink(SinkMode::kDefault, SinkFormat::kText)),
              ElementsAre(Field(&Finding::message, HasSubstr("is a view"))));
}

TEST(ConversionOf, TakesOverEverythingThatDecidesAboutARow) {
  MaxComputeSink sink = Sink(SinkMode::kValue, SinkFormat::kJson);
  sink.partition_granularity = PartitionGranularity::kMinute;
  sink.partition_pattern = PartitionPattern::kIso;
  sink.partition_clock = PartitionClock::kIngest;
  sink.time_zone = "GMT-03:30";
  sink.late_policy = {.action = LatePolicy::Action::kOwnPartition,
                      .past_max = absl::Hours(1),
                      .future_max = absl::Hours(2)};
  const conversion::ConversionDefinition wanted = {
      .mode = conversion::Mode::kValue,
      .format = conversion::Format::kJson,
      .granularity = conversion::Granularity::kMinute,
      .pattern = conversion::PartitionPattern::kIso,
      .clock = conversion::PartitionClock::kIngest,
      .zone = absl::FixedTimeZone(-(3 * 60 + 30) * 60),
      .late = {.action = conversion::LatePolicy::Action::kOwnPartition,
               .past_max = absl::Hours(1),
               .future_max = absl::Hours(2)}};
  EXPECT_THAT(ConversionOf(sink), IsOkAndHolds(Eq(wanted)));
  sink.delivery = Delivery::kUpsert;
  sink.upsert = {UpsertPolicy::Key::kRecordKey, true};
  EXPECT_EQ(ConversionOf(sink)->row_key, conversion::RowKey::kRecordKey);
  EXPECT_TRUE(ConversionOf(sink)->delete_tombstones);
  sink.upsert = {};
  EXPECT_EQ(ConversionOf(sink)->row_key, conversion::RowKey::kPosition);
  sink.time_zone = "GMT 25:00";
  EXPECT_THAT(ConversionOf(sink), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sluice::controlplane

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

// Columns of "`topic` STRING, `partition` BIGINT".
std::vector<maxcompute::Column> ReadColumns(absl::string_view text) {
  std::vector<maxcompute::Column> columns;
  for (absl::string_view column : absl::StrSplit(text, ", ")) {
    const std::vector<std::string> parts = absl::StrSplit(column, ' ');
    columns.push_back(
        {absl::StrReplaceAll(parts[0], {{"`", ""}}), *maxcompute::ParseColumnType(parts[1])});
  }
  return columns;
}

// What a statement of CreateTableStatement's form makes.
maxcompute::Table TableMadeBy(absl::string_view statement) {
  EXPECT_TRUE(absl::ConsumePrefix(&statement, "CREATE TABLE IF NOT EXISTS p.`orders` ("))
      << statement;
  EXPECT_TRUE(absl::ConsumeSuffix(&statement, ");")) << statement;
  const std::vector<std::string> parts = absl::StrSplit(statement, ") PARTITIONED BY (");
  maxcompute::Table table;
  table.name = kName;
  table.schema.columns = ReadColumns(parts[0]);
  table.schema.partition_keys = ReadColumns(parts[1]);
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
  sink.time_zone = "GMT 25:00";
  EXPECT_THAT(ConversionOf(sink), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/preflight/table_fit.h"

#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/reason.h"
#include "controlplane/preflight/conversion_of.h"
#include "conversion/column_plan.h"

namespace sluice::controlplane {
namespace {

constexpr char kTableField[] = "connector.sink.table";

using conversion::Format;
using conversion::Mode;
using conversion::RowKey;

Finding Unfit(const MaxComputeSink& sink, absl::string_view message, absl::string_view remedy) {
  return {Severity::kError, kTableField,          "TABLE_UNFIT",
          SubjectOf(sink),  std::string(message), std::string(remedy)};
}

bool FillsFields(const conversion::ConversionDefinition& definition) {
  return definition.format == Format::kCsv ||
         (definition.format == Format::kJson && definition.mode != Mode::kDefault);
}

std::string NamesOf(const conversion::ColumnPlan& plan) {
  return absl::StrJoin(plan.columns, ", ",
                       [](std::string* out, const conversion::PlannedColumn& column) {
                         absl::StrAppend(out, column.name, " ", column.type.ToString());
                       });
}

}  // namespace

std::string SubjectOf(const MaxComputeSink& sink) {
  return absl::StrCat("projects/", sink.project, sink.schema.empty() ? "" : "/schemas/",
                      sink.schema, "/tables/", sink.table);
}

Findings JudgeTable(const maxcompute::Table& table, const MaxComputeSink& sink) {
  const std::string name = table.name.ToString();
  if (table.is_view) {
    return {Unfit(sink, absl::StrCat(name, " is a view: rows cannot be written"),
                  "set sink.table to a table")};
  }
  const auto definition = ConversionOf(sink);
  if (!definition.ok()) {
    return {{Severity::kError, "connector.sink.time_zone", "TIME_ZONE_INVALID", SubjectOf(sink),
             std::string(definition.status().message()), "set sink.time_zone to GMT 08:00"}};
  }
  const auto plan = conversion::PlanColumns(table.schema, *definition, table.name);
  Findings findings;
  if (const auto* problems = std::get_if<std::vector<conversion::ColumnProblem>>(&plan)) {
    for (const conversion::ColumnProblem& problem : *problems) {
      findings.push_back(Unfit(sink, absl::StrCat(name, ": ", problem.message), problem.remedy));
    }
    return findings;
  }
  const auto& fit = std::get<conversion::ColumnPlan>(plan);
  findings.push_back(
      Checked(kTableField, SubjectOf(sink),
              absl::StrCat(name, " fits this mode and format; filled are ", NamesOf(fit))));
  findings.push_back(Checked(kTableField, SubjectOf(sink),
                             fit.partition_key.empty()
                                 ? absl::StrCat(name, " has no partitions: each key has one row")
                                 : absl::StrCat(name, " is partitioned by ", fit.partition_key,
                                                " STRING, which takes the time")));
  if (definition->row_key != RowKey::kNone) {
    findings.push_back(Checked(kTableField, SubjectOf(sink),
                               absl::StrCat(name, " is a Delta table with the primary key ",
                                            absl::StrJoin(table.schema.primary_key, ", "))));
  }
  if (definition->row_key == RowKey::kRecordKey && !fit.partition_key.empty()) {
    findings.push_back(NotRecommended(
        kTableField, SubjectOf(sink),
        absl::StrCat(name,
                     " is partitioned: a key has a row in each table partition that the "
                     "timestamps of its records lead to, and a tombstone deletes one of them"),
        absl::StrCat("take it as it is, or for one row of each key: ",
                     CreateTableStatement({table.name.project, table.name.schema,
                                           absl::StrCat(table.name.table, "_flat")},
                                          *definition))));
  }
  return findings;
}

std::string CreateTableStatement(const maxcompute::TableName& table,
                                 const conversion::ConversionDefinition& definition) {
  const bool by_record_key = definition.row_key == RowKey::kRecordKey;
  std::vector<std::string> columns = {"`topic` STRING", "`partition` BIGINT", "`offset` BIGINT"};
  std::vector<std::string> key;
  if (definition.row_key == RowKey::kPosition) key = {"`topic`", "`partition`", "`offset`"};
  const std::string type = definition.format == Format::kBinary ? "BINARY" : "STRING";
  if (FillsFields(definition)) {
    columns.push_back("`field_1` STRING");
    columns.push_back("`field_2` STRING");
    if (by_record_key) key = {"`field_1`"};
  } else {
    if (definition.mode != Mode::kValue) columns.push_back("`key` " + type);
    if (definition.mode != Mode::kKey) columns.push_back("`value` " + type);
    if (by_record_key) key = {"`key`"};
  }
  for (std::string& column : columns) {
    for (const std::string& name : key) {
      if (absl::StartsWith(column, name)) absl::StrAppend(&column, " NOT NULL");
    }
  }
  return absl::StrCat(
      "CREATE TABLE IF NOT EXISTS ", table.ForSql(), " (", absl::StrJoin(columns, ", "),
      key.empty() ? "" : absl::StrCat(", PRIMARY KEY (", absl::StrJoin(key, ", "), ")"), ")",
      by_record_key ? "" : " PARTITIONED BY (`pt` STRING)",
      key.empty() ? "" : " TBLPROPERTIES ('transactional'='true')", ";");
}

}  // namespace sluice::controlplane

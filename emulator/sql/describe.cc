#include "emulator/sql/describe.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace sluice::emulator {
namespace {

constexpr char kRule[] =
    "+------------------------------------------------------------------------------------+\n";

std::string Line(const std::string& text) { return absl::StrFormat("| %-82s |\n", text); }

std::string When(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S", time, absl::UTCTimeZone());
}

std::string ColumnLines(const Columns& columns) {
  std::string text;
  for (const Column& column : columns) {
    absl::StrAppendFormat(&text, "| %-15s | %-10s | %-5s | %-43s |\n", column.name,
                          column.type.ToString(), column.nullable ? "true" : "false",
                          column.comment);
  }
  return text;
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

// "`a` bigint NOT NULL COMMENT 'x', …"
std::string ColumnDefinitions(const Columns& columns) {
  return absl::StrJoin(columns, ", ", [](std::string* out, const Column& column) {
    absl::StrAppend(out, "`", column.name, "` ", absl::AsciiStrToUpper(column.type.ToString()),
                    column.nullable ? "" : " NOT NULL");
    if (!column.comment.empty()) absl::StrAppend(out, " COMMENT ", Quoted(column.comment));
  });
}

}  // namespace

std::string CreateTableText(const Table& table) {
  std::string text = absl::StrCat("CREATE TABLE IF NOT EXISTS ", table.project, ".", table.name,
                                  " (", ColumnDefinitions(table.columns));
  if (!table.primary_key.empty()) {
    absl::StrAppend(&text, ", PRIMARY KEY (`", absl::StrJoin(table.primary_key, "`, `"), "`)");
  }
  absl::StrAppend(&text, ")");
  if (!table.comment.empty()) absl::StrAppend(&text, " COMMENT ", Quoted(table.comment));
  if (!table.partition_keys.empty()) {
    absl::StrAppend(&text, " PARTITIONED BY (", ColumnDefinitions(table.partition_keys), ")");
  }
  if (!table.properties.empty()) {
    absl::StrAppend(&text, " TBLPROPERTIES (",
                    absl::StrJoin(table.properties, ", ",
                                  [](std::string* out, const auto& property) {
                                    absl::StrAppend(out, Quoted(property.first), "=",
                                                    Quoted(property.second));
                                  }),
                    ")");
  }
  if (table.lifecycle >= 0) absl::StrAppend(&text, " LIFECYCLE ", table.lifecycle);
  return text + ";\n";
}

std::string DescribeTableBox(const Table& table, int64_t rows, int64_t bytes) {
  std::string text = absl::StrCat(
      kRule, Line(absl::StrCat("Owner: ", table.owner, " | Project: ", table.project)),
      Line(absl::StrCat("TableComment: ", table.comment)), kRule,
      Line(absl::StrCat("CreateTime:               ", When(table.created))),
      Line(absl::StrCat("LastModifiedTime:         ", When(table.modified))), kRule,
      Line(absl::StrCat("InternalTable: YES      | Size: ", bytes, " | Records: ", rows)), kRule,
      Line("Native Columns:"), kRule,
      absl::StrFormat("| %-15s | %-10s | %-5s | %-43s |\n", "Field", "Type", "Null", "Comment"),
      kRule, ColumnLines(table.columns), kRule);
  if (table.partition_keys.empty()) return text;
  return absl::StrCat(text, Line("Partition Columns:"), kRule, ColumnLines(table.partition_keys),
                      kRule);
}

}  // namespace sluice::emulator

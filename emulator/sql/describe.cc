#include "emulator/sql/describe.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

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

}  // namespace

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

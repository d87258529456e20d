#include "emulator/rest/csv.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace sluice::emulator {
namespace {

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string CsvHeader(const Columns& columns) {
  std::string line;
  for (const Column& column : columns) {
    absl::StrAppend(&line, line.empty() ? "" : ",", Quoted(column.name));
  }
  return line + "\n";
}

std::string CsvLine(const Columns& columns, const Row& row, absl::TimeZone zone) {
  std::string line;
  for (size_t i = 0; i < row.size(); ++i) {
    if (i > 0) line.push_back(',');
    line += IsNull(row[i]) ? "\\N" : Quoted(ToText(row[i], columns[i].type, zone));
  }
  return line + "\n";
}

}  // namespace sluice::emulator

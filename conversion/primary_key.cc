#include "conversion/primary_key.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "maxcompute/record/key_hash.h"

namespace sluice::conversion {
namespace {

using Names = std::vector<std::string>;

// Columns that tell where a record comes from: no field of a key fills them.
constexpr const char* kOfRecord[] = {"topic",     "partition",   "offset",
                                     "timestamp", "insert_time", "headers"};

bool IsOfRecord(absl::string_view column) {
  return std::any_of(std::begin(kOfRecord), std::end(kOfRecord),
                     [&](const char* name) { return absl::EqualsIgnoreCase(name, column); });
}

bool HasKeyAsAWhole(const ConversionDefinition& definition) {
  if (definition.format == Format::kCsv) return false;
  return definition.format != Format::kJson || definition.mode == Mode::kDefault;
}

Names Sorted(Names names) {
  for (std::string& name : names) absl::AsciiStrToLower(&name);
  std::sort(names.begin(), names.end());
  return names;
}

// The columns that should be the primary key; where fields fill it, those that could be, or, if it
// has none, the first that a field could fill.
Names Wanted(const maxcompute::TableSchema& schema, const ConversionDefinition& definition) {
  if (definition.row_key == RowKey::kPosition) return {"topic", "partition", "offset"};
  if (HasKeyAsAWhole(definition)) return {"key"};
  Names wanted;
  for (const std::string& name : schema.primary_key) {
    if (!IsOfRecord(name)) wanted.push_back(name);
  }
  for (const maxcompute::Column& column : schema.columns) {
    if (wanted.empty() && !IsOfRecord(column.name)) wanted.push_back(column.name);
  }
  return wanted;
}

std::string HasKey(const Names& key) {
  return key.empty() ? "the table has no primary key"
                     : absl::StrCat("the table's primary key is (", absl::StrJoin(key, ", "), ")");
}

std::string WantsKey(const Names& key, const ConversionDefinition& definition) {
  if (definition.row_key == RowKey::kPosition || HasKeyAsAWhole(definition))
    return absl::StrCat("rows are told apart by (", absl::StrJoin(key, ", "), ")");
  return "rows are told apart by fields of the record's key, which fill columns other than those "
         "of "
         "its place";
}

}  // namespace

bool IsOfPrimaryKey(const maxcompute::TableSchema& schema, absl::string_view column) {
  return std::any_of(schema.primary_key.begin(), schema.primary_key.end(),
                     [&](const std::string& name) { return absl::EqualsIgnoreCase(name, column); });
}

std::vector<ColumnProblem> CheckPrimaryKey(const maxcompute::TableSchema& schema,
                                           const ConversionDefinition& definition,
                                           const ColumnRemedy& remedy) {
  if (definition.row_key == RowKey::kNone) {
    if (schema.primary_key.empty()) return {};
    return {
        {.column = schema.primary_key[0],
         .message = absl::StrCat(HasKey(schema.primary_key),
                                 ", and such a table takes its rows only as changes"),
         .remedy = "set sink.delivery to UPSERT, or sink.table to a table without primary key"}};
  }
  const Names wanted = Wanted(schema, definition);
  if (Sorted(schema.primary_key) != Sorted(wanted)) {
    return {{.column = "",
             .message =
                 absl::StrCat(HasKey(schema.primary_key), ", and ", WantsKey(wanted, definition)),
             .remedy = remedy.CreateDelta(wanted)}};
  }
  std::vector<ColumnProblem> problems;
  for (const std::string& name : wanted) {
    const std::optional<int> position = schema.FindColumn(name);
    if (!position.has_value()) continue;  // It is missing, which is said elsewhere.
    const absl::Status status = maxcompute::CheckKeyType(schema.columns[*position].type);
    if (status.ok()) continue;
    problems.push_back({.column = name,
                        .message = absl::StrCat("the column ", name, ": ", status.message()),
                        .remedy =
                            "set sink.table to a table whose primary key is of BIGINT, STRING "
                            "or another type with exact values"});
  }
  return problems;
}

}  // namespace sluice::conversion

#include "emulator/sql/column_change.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/sql/sql_error.h"

namespace sluice::emulator {
namespace {

constexpr size_t kColumnsMax = 1200;

// From narrow to wide; 0 for what is no integer.
int IntegerWidth(Kind kind) {
  switch (kind) {
    case Kind::kTinyint:
      return 1;
    case Kind::kSmallint:
      return 2;
    case Kind::kInt:
      return 4;
    case Kind::kBigint:
      return 8;
    default:
      return 0;
  }
}

bool IsBoundedText(Kind kind) { return kind == Kind::kVarchar || kind == Kind::kChar; }

// Whether every value of `from` is one of `to`, written in the same bytes.
bool MayBecome(const Type& from, const Type& to) {
  if (from == to) return true;
  if (IntegerWidth(from.kind) > 0) return IntegerWidth(to.kind) >= IntegerWidth(from.kind);
  if (IsBoundedText(from.kind)) {
    return to.kind == Kind::kString || (IsBoundedText(to.kind) && to.length >= from.length);
  }
  if (from.kind == Kind::kDecimal) {
    return to.kind == Kind::kDecimal && to.scale >= from.scale &&
           to.length - to.scale >= from.length - from.scale;
  }
  return false;
}

bool HasColumn(const Table& table, const std::string& name) {
  return FindColumn(table.columns, name) >= 0 || FindColumn(table.partition_keys, name) >= 0;
}

absl::Status IsThere(const Table& table, const std::string& name) {
  return SemanticError(absl::StrCat("column ", name, " is already in table ", table.name));
}

absl::Status Rename(Table& table, Column& column, const std::string& name) {
  if (name == column.name) return absl::OkStatus();
  if (HasColumn(table, name)) return IsThere(table, name);
  std::replace(table.primary_key.begin(), table.primary_key.end(), column.name, name);
  column.name = name;
  return absl::OkStatus();
}

}  // namespace

absl::Status AddTo(Table& table, const AddColumns& add) {
  bool changed = false;
  for (const Column& column : add.columns) {
    if (HasColumn(table, column.name)) {
      if (add.if_not_exists) continue;
      return IsThere(table, column.name);
    }
    if (table.columns.size() >= kColumnsMax) {
      return SemanticError(absl::StrCat("a table has at most ", kColumnsMax, " columns"));
    }
    table.columns.push_back(column);
    changed = true;
  }
  if (changed) ++table.schema_version;
  return absl::OkStatus();
}

absl::Status ChangeIn(Table& table, const ChangeColumn& change) {
  const int place = FindColumn(table.columns, change.column);
  if (place < 0) {
    return SemanticError(absl::StrCat("column ", change.column, " cannot be resolved"));
  }
  Column& column = table.columns[place];
  const bool is_key = std::find(table.primary_key.begin(), table.primary_key.end(), column.name) !=
                      table.primary_key.end();
  if (is_key && (change.make_nullable || change.new_type.value_or(column.type) != column.type)) {
    return SemanticError(
        absl::StrCat("column ", column.name, " is of the primary key and stays as it is"));
  }
  const Column before = column;
  if (change.new_type.has_value()) {
    if (!MayBecome(column.type, *change.new_type)) {
      return SemanticError(absl::StrCat("column ", column.name, " cannot change from ",
                                        column.type.ToString(), " to ",
                                        change.new_type->ToString()));
    }
    column.type = *change.new_type;
  }
  if (change.make_nullable) column.nullable = true;
  if (change.new_comment.has_value()) column.comment = *change.new_comment;
  if (change.new_name.has_value()) {
    SLUICE_RETURN_IF_ERROR(Rename(table, column, *change.new_name));
  }
  if (!(column == before)) ++table.schema_version;
  return absl::OkStatus();
}

}  // namespace sluice::emulator

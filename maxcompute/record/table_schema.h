#ifndef SLUICE_MAXCOMPUTE_RECORD_TABLE_SCHEMA_H_
#define SLUICE_MAXCOMPUTE_RECORD_TABLE_SCHEMA_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "maxcompute/record/column_type.h"

namespace sluice::maxcompute {

struct Column {
  std::string name;  // Lower case.
  ColumnType type;
  bool nullable = true;
  std::string comment;

  friend bool operator==(const Column&, const Column&) = default;
};

// What a row of a table consists of.
struct TableSchema {
  std::vector<Column> columns;         // What a record holds, in the order of the table.
  std::vector<Column> partition_keys;  // Never in a record; empty for a table without partitions.
  // The columns by which a Delta table tells its rows apart; empty for every other table.
  std::vector<std::string> primary_key = {};

  // The position of a data column by its name in any case: what RecordEncoder calls `column`.
  std::optional<int> FindColumn(absl::string_view name) const;

  friend bool operator==(const TableSchema&, const TableSchema&) = default;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_TABLE_SCHEMA_H_

#ifndef SLUICE_CONVERSION_COLUMN_PLAN_H_
#define SLUICE_CONVERSION_COLUMN_PLAN_H_

#include <string>
#include <variant>
#include <vector>

#include "conversion/conversion_definition.h"
#include "maxcompute/record/column_type.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/record/table_schema.h"

namespace sluice::conversion {

// What fills a column.
enum class ColumnSource {
  kTopic,
  kPartition,
  kOffset,
  kTimestamp,   // The record's own.
  kInsertTime,  // The wall clock at its conversion.
  kHeaders,
  kKey,       // The key as a whole.
  kValue,     // The value as a whole.
  kField,     // A field of the key or value: CSV, and JSON with KEY or VALUE.
  kKeyField,  // A field of the key beside those of the value: of a primary key, with VALUE.
};

struct PlannedColumn {
  int position = 0;  // Among the table's data columns.
  ColumnSource source = ColumnSource::kField;
  std::string name;
  maxcompute::ColumnType type;
  bool nullable = true;
  bool is_key = false;  // Of the primary key by which rows are told apart.

  friend bool operator==(const PlannedColumn&, const PlannedColumn&) = default;
};

// Which columns of the table take what. The others stay NULL.
struct ColumnPlan {
  std::vector<PlannedColumn> columns;  // By ascending position.
  std::string partition_key;  // Name of the table's one partition column; empty: it has none.
  // Of a Delta table, how many data columns it has: rows are changes. 0: they are plain rows.
  int changes_of_columns = 0;

  friend bool operator==(const ColumnPlan&, const ColumnPlan&) = default;
};

// What of a table does not fit the plan.
struct ColumnProblem {
  std::string column;  // Empty when it is none in particular.
  std::string message;
  std::string remedy;  // What to do: statements that mend it, where such exist.

  friend bool operator==(const ColumnProblem&, const ColumnProblem&) = default;
};

// Finds the columns by name. Every table has topic STRING, partition BIGINT, offset BIGINT, by
// which rows are told apart, and one partition column of type STRING. If they are there, timestamp
// and insert_time (BIGINT of milliseconds, DATETIME, TIMESTAMP or TIMESTAMP_NTZ) and headers
// (STRING, JSON or MAP<STRING,STRING>) are filled. Beside them
//   TEXT and BINARY, and JSON with DEFAULT, fill `key` and `value` as the mode says;
//   CSV, and JSON with KEY or VALUE, fill all other columns.
// Columns that nothing fills must allow NULL. `table` is named in the remedies. Pure. All problems
// at once.
//
// Where rows have a key (RowKey), the table's primary key must be that: topic, partition and
// offset; or, with kRecordKey, `key` where the mode fills it as a whole, else columns that take
// fields. Then topic, partition and offset need not be there, nor the partition column. A table
// with a primary key takes no other rows.
std::variant<ColumnPlan, std::vector<ColumnProblem>> PlanColumns(
    const maxcompute::TableSchema& schema, const ConversionDefinition& definition,
    const maxcompute::TableName& table);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_COLUMN_PLAN_H_

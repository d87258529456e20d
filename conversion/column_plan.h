#ifndef SLUICE_CONVERSION_COLUMN_PLAN_H_
#define SLUICE_CONVERSION_COLUMN_PLAN_H_

#include <string>
#include <variant>
#include <vector>

#include "maxcompute/record/table_schema.h"

namespace sluice::conversion {

// Which column of the table takes what, as positions among its data columns. Mode DEFAULT, format
// TEXT.
struct ColumnPlan {
  int topic = 0;
  int partition = 0;
  int offset = 0;
  int key = 0;
  int value = 0;
  std::string partition_key;  // Name of the table's one partition column.

  friend bool operator==(const ColumnPlan&, const ColumnPlan&) = default;
};

// What of a table does not fit the plan.
struct ColumnProblem {
  std::string column;
  std::string message;
  std::string remedy;

  friend bool operator==(const ColumnProblem&, const ColumnProblem&) = default;
};

// Finds the columns by name: topic STRING, partition BIGINT, offset BIGINT, key STRING, value
// STRING, and one partition column of type STRING. Other columns stay NULL and must allow it. Pure.
// All problems at once.
std::variant<ColumnPlan, std::vector<ColumnProblem>> PlanColumns(
    const maxcompute::TableSchema& schema);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_COLUMN_PLAN_H_

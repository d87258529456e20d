#ifndef SLUICE_EMULATOR_SQL_SELECT_PLAN_H_
#define SLUICE_EMULATOR_SQL_SELECT_PLAN_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/condition.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// A column of the source row, or a literal.
struct PlannedOperand {
  int column = -1;
  Value literal;

  const Value& In(const Row& row) const { return column >= 0 ? row[column] : literal; }
};

struct PlannedItem {
  SelectItem::Kind kind = SelectItem::Kind::kOperand;
  std::vector<PlannedOperand> operands;
};

// A SELECT with every name resolved.
struct SelectPlan {
  std::vector<PlannedItem> items;  // One per output column.
  Columns output;
  std::optional<Condition> condition;
  std::vector<bool> wanted;  // Of the source's columns.
  bool aggregates = false;
  std::vector<int> group_by;  // Places in the source.
  struct Order {
    int output = -1;  // A place in the output, or
    int source = -1;  // in the source row.
    bool descending = false;
  };
  std::vector<Order> order_by;
};

// SemanticError when a column is not there, or a column stands beside an aggregate without GROUP
// BY.
absl::StatusOr<SelectPlan> PlanSelect(const Select& select, const Columns& source,
                                      absl::TimeZone zone);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SELECT_PLAN_H_

#include "emulator/sql/select_plan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/sql/sql_error.h"

namespace sluice::emulator {
namespace {

Type TypeOf(const Value& literal) {
  if (std::holds_alternative<bool>(literal)) return {.kind = Kind::kBoolean};
  if (std::holds_alternative<int64_t>(literal)) return {.kind = Kind::kBigint};
  if (std::holds_alternative<double>(literal)) return {.kind = Kind::kDouble};
  if (std::holds_alternative<Decimal>(literal)) {
    return {.kind = Kind::kDecimal, .length = 38, .scale = 18};
  }
  return {.kind = Kind::kString};
}

class Planner {
 public:
  Planner(const Select& select, const Columns& source, absl::TimeZone zone)
      : select_(select), source_(source), zone_(zone) {
    plan_.wanted.resize(source.size());
  }

  absl::StatusOr<SelectPlan> Plan() {
    plan_.aggregates = !select_.group_by.empty() ||
                       std::any_of(select_.items.begin(), select_.items.end(),
                                   [](const SelectItem& item) { return item.IsAggregate(); });
    for (const std::string& name : select_.group_by) {
      SLUICE_ASSIGN_OR_RETURN(int column, Resolve(name));
      plan_.group_by.push_back(column);
    }
    for (const SelectItem& item : select_.items) SLUICE_RETURN_IF_ERROR(PlanItem(item));
    if (select_.where.has_value()) {
      SLUICE_ASSIGN_OR_RETURN(plan_.condition, Condition::Bind(*select_.where, source_, zone_));
      plan_.condition->MarkColumns(plan_.wanted);
    }
    for (const OrderBy& order : select_.order_by) SLUICE_RETURN_IF_ERROR(PlanOrder(order));
    return std::move(plan_);
  }

 private:
  absl::StatusOr<int> Resolve(const std::string& name) {
    int column = FindColumn(source_, name);
    if (column < 0) return SemanticError(absl::StrCat("column ", name, " cannot be resolved"));
    plan_.wanted[column] = true;
    return column;
  }

  absl::Status PlanItem(const SelectItem& item) {
    if (item.kind == SelectItem::Kind::kStar) return PlanStar();
    PlannedItem planned{.kind = item.kind};
    Column output{.name = item.alias, .type = {.kind = Kind::kBigint}};
    for (const Expression& operand : item.operands) {
      PlannedOperand place{.literal = operand.literal};
      Type type = TypeOf(operand.literal);
      if (operand.kind == Expression::Kind::kColumn) {
        SLUICE_ASSIGN_OR_RETURN(place.column, Resolve(operand.column));
        type = source_[place.column].type;
        if (output.name.empty() && !item.IsAggregate()) output.name = operand.column;
      }
      SLUICE_RETURN_IF_ERROR(CheckGrouped(item, place));
      if (item.kind != SelectItem::Kind::kCount && item.kind != SelectItem::Kind::kCountDistinct) {
        output.type = SumType(item.kind, std::move(type));
      }
      planned.operands.push_back(std::move(place));
    }
    if (output.name.empty()) output.name = absl::StrCat("_c", plan_.output.size());
    plan_.items.push_back(std::move(planned));
    plan_.output.push_back(std::move(output));
    return absl::OkStatus();
  }

  static Type SumType(SelectItem::Kind kind, Type type) {
    if (kind != SelectItem::Kind::kSum) return type;
    return type.kind == Kind::kFloat || type.kind == Kind::kDouble ? Type{.kind = Kind::kDouble}
                                                                   : Type{.kind = Kind::kBigint};
  }

  absl::Status CheckGrouped(const SelectItem& item, const PlannedOperand& place) const {
    if (!plan_.aggregates || item.IsAggregate() || place.column < 0) return absl::OkStatus();
    const auto& keys = plan_.group_by;
    if (std::find(keys.begin(), keys.end(), place.column) != keys.end()) return absl::OkStatus();
    return SemanticError(
        absl::StrCat("column ", source_[place.column].name, " must appear in GROUP BY key"));
  }

  absl::Status PlanStar() {
    if (source_.empty()) return SemanticError("* needs a table");
    if (plan_.aggregates) return SemanticError("* cannot stand beside an aggregate");
    for (size_t i = 0; i < source_.size(); ++i) {
      plan_.wanted[i] = true;
      plan_.items.push_back({.operands = {{.column = static_cast<int>(i)}}});
      plan_.output.push_back({.name = source_[i].name, .type = source_[i].type});
    }
    return absl::OkStatus();
  }

  absl::Status PlanOrder(const OrderBy& order) {
    SelectPlan::Order planned{.output = FindColumn(plan_.output, order.column),
                              .descending = order.descending};
    if (planned.output < 0) {
      if (plan_.aggregates) {
        return SemanticError(
            absl::StrCat("ORDER BY ", order.column, " names no column of the result"));
      }
      SLUICE_ASSIGN_OR_RETURN(planned.source, Resolve(order.column));
    }
    plan_.order_by.push_back(planned);
    return absl::OkStatus();
  }

  const Select& select_;
  const Columns& source_;
  const absl::TimeZone zone_;
  SelectPlan plan_;
};

}  // namespace

absl::StatusOr<SelectPlan> PlanSelect(const Select& select, const Columns& source,
                                      absl::TimeZone zone) {
  return Planner(select, source, zone).Plan();
}

}  // namespace sluice::emulator

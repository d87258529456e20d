#include "emulator/sql/select_run.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/record/record_encoder.h"
#include "emulator/sql/aggregate.h"
#include "emulator/sql/select_plan.h"
#include "emulator/sql/sql_error.h"

namespace sluice::emulator {
namespace {

constexpr size_t kHeldRowsMax = 20'000'000;  // To sort, to group or to tell apart.

absl::Status TooMuch(absl::string_view what) {
  return SqlError(
      "0010000", {},
      absl::StrCat("System internal error - ", what, "; narrow the query with WHERE or LIMIT"));
}

class SelectRun {
 public:
  SelectRun(SelectPlan plan, const Select& select, int64_t bytes_max)
      : plan_(std::move(plan)),
        skip_(select.offset),
        left_(select.limit.value_or(std::numeric_limits<int64_t>::max())),
        bytes_max_(bytes_max),
        encoder_(plan_.output) {}

  const SelectPlan& plan() const { return plan_; }

  // False when no further row is needed.
  absl::StatusOr<bool> Take(const Row& source) {
    if (plan_.aggregates) return TakeIntoGroup(source);
    Row output;
    for (const PlannedItem& item : plan_.items) output.push_back(item.operands[0].In(source));
    if (plan_.order_by.empty()) return Emit(output);
    if (sorted_.size() >= kHeldRowsMax) return TooMuch("too many rows to sort");
    Row key;
    for (const SelectPlan::Order& order : plan_.order_by) {
      key.push_back(order.output >= 0 ? output[order.output] : source[order.source]);
    }
    sorted_.emplace_back(std::move(key), std::move(output));
    return true;
  }

  absl::StatusOr<SelectResult> Finish() {
    if (plan_.aggregates) SLUICE_RETURN_IF_ERROR(CloseGroups());
    std::stable_sort(sorted_.begin(), sorted_.end(),
                     [this](const auto& a, const auto& b) { return Before(a.first, b.first); });
    for (const auto& [key, output] : sorted_) {
      SLUICE_ASSIGN_OR_RETURN(bool more, Emit(output));
      if (!more) break;
    }
    encoder_.Finish(bytes_);
    return SelectResult{plan_.output, std::move(bytes_), encoder_.count()};
  }

 private:
  absl::StatusOr<bool> Emit(const Row& output) {
    if (skip_ > 0) {
      --skip_;
      return true;
    }
    if (left_ <= 0) return false;
    encoder_.Append(output, bytes_);
    if (static_cast<int64_t>(bytes_.size()) > bytes_max_) return TooMuch("the result is too large");
    return --left_ > 0;
  }

  absl::StatusOr<bool> TakeIntoGroup(const Row& source) {
    Row key;
    for (int column : plan_.group_by) key.push_back(source[column]);
    std::vector<Aggregate>& group = GroupOf(std::move(key));
    for (size_t i = 0; i < plan_.items.size(); ++i) {
      operands_.clear();
      for (const PlannedOperand& operand : plan_.items[i].operands) {
        operands_.push_back(operand.In(source));
      }
      const size_t held = group[i].held();
      SLUICE_RETURN_IF_ERROR(group[i].Add(operands_));
      held_ += group[i].held() - held;
    }
    if (held_ > kHeldRowsMax) return TooMuch("too many groups or distinct values");
    return true;
  }

  // What stands beside the aggregates is the same in the whole group: MAX of it is it.
  std::vector<Aggregate>& GroupOf(Row key) {
    auto [group, is_new] = groups_.try_emplace(std::move(key));
    if (is_new) {
      ++held_;
      for (const PlannedItem& item : plan_.items) {
        group->second.emplace_back(item.kind == SelectItem::Kind::kOperand ? SelectItem::Kind::kMax
                                                                           : item.kind);
      }
    }
    return group->second;
  }

  absl::Status CloseGroups() {
    if (plan_.group_by.empty()) GroupOf({});  // No rows still give one row.
    for (const auto& [group_key, group] : groups_) {
      Row output;
      for (const Aggregate& aggregate : group) output.push_back(aggregate.Result());
      Row key;
      for (const SelectPlan::Order& order : plan_.order_by) key.push_back(output[order.output]);
      sorted_.emplace_back(std::move(key), std::move(output));
    }
    return absl::OkStatus();
  }

  bool Before(const Row& a, const Row& b) const {
    for (size_t i = 0; i < plan_.order_by.size(); ++i) {
      int order = Compare(a[i], b[i]);
      if (order != 0) return plan_.order_by[i].descending ? order > 0 : order < 0;
    }
    return false;
  }

  const SelectPlan plan_;
  int64_t skip_;
  int64_t left_;
  const int64_t bytes_max_;
  RecordEncoder encoder_;
  std::string bytes_;
  Row operands_;
  size_t held_ = 0;
  std::map<Row, std::vector<Aggregate>, RowLess> groups_;
  std::vector<std::pair<Row, Row>> sorted_;  // Keys and outputs.
};

}  // namespace

absl::StatusOr<SelectResult> RunSelect(const BlockDirectory& blocks, const Select& select,
                                       const std::optional<TableSnapshot>& snapshot,
                                       absl::TimeZone zone, int64_t bytes_max) {
  Columns source = snapshot.has_value() ? snapshot->AllColumns() : Columns();
  SLUICE_ASSIGN_OR_RETURN(SelectPlan plan, PlanSelect(select, source, zone));
  SelectRun run(std::move(plan), select, bytes_max);
  if (!snapshot.has_value()) {
    SLUICE_RETURN_IF_ERROR(run.Take({}).status());
  } else {
    SLUICE_RETURN_IF_ERROR(Scan(blocks, *snapshot, run.plan().condition, run.plan().wanted,
                                [&](const Row& row) { return run.Take(row); }));
  }
  return run.Finish();
}

}  // namespace sluice::emulator

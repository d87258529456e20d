#include "emulator/sql/aggregate.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "emulator/sql/sql_error.h"

namespace sluice::emulator {

absl::Status Aggregate::Add(const Row& operands) {
  if (std::any_of(operands.begin(), operands.end(), IsNull)) return absl::OkStatus();
  ++count_;
  switch (kind_) {
    case SelectItem::Kind::kCountDistinct:
      distinct_.insert(operands);
      return absl::OkStatus();
    case SelectItem::Kind::kMax:
      if (IsNull(value_) || Compare(operands[0], value_) > 0) value_ = operands[0];
      return absl::OkStatus();
    case SelectItem::Kind::kMin:
      if (IsNull(value_) || Compare(operands[0], value_) < 0) value_ = operands[0];
      return absl::OkStatus();
    case SelectItem::Kind::kSum:
      return AddToSum(operands[0]);
    default:
      return absl::OkStatus();
  }
}

absl::Status Aggregate::AddToSum(const Value& value) {
  const auto* integer = std::get_if<int64_t>(&value);
  if (integer != nullptr) {
    int64_t sum = IsNull(value_) ? 0 : std::get<int64_t>(value_);
    if (__builtin_add_overflow(sum, *integer, &sum)) {
      return SqlError("0121095", {}, "Invalid arguments - the sum is out of the range of BIGINT");
    }
    value_ = sum;
    return absl::OkStatus();
  }
  const auto* real = std::get_if<double>(&value);
  if (real == nullptr) {
    return SemanticError("SUM takes the integers, FLOAT and DOUBLE here");
  }
  value_ = (IsNull(value_) ? 0 : std::get<double>(value_)) + *real;
  return absl::OkStatus();
}

Value Aggregate::Result() const {
  if (kind_ == SelectItem::Kind::kCount) return Value(count_);
  if (kind_ == SelectItem::Kind::kCountDistinct) {
    return Value(static_cast<int64_t>(distinct_.size()));
  }
  return value_;
}

}  // namespace sluice::emulator

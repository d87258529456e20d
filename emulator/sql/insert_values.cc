#include "emulator/sql/insert_values.h"

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/sql/sql_error.h"

namespace sluice::emulator {
namespace {

// The type whose texts a literal's own text is.
Type TypeOfLiteral(const Value& value) {
  if (std::holds_alternative<bool>(value)) return {.kind = Kind::kBoolean};
  if (std::holds_alternative<int64_t>(value)) return {.kind = Kind::kBigint};
  if (std::holds_alternative<double>(value)) return {.kind = Kind::kDouble};
  return {};
}

absl::Status NotOfType(const std::string& what, const Type& type) {
  return SemanticError(absl::StrCat(what.substr(0, 64), " is no value of type ", type.ToString()));
}

absl::StatusOr<Value> FromLiteral(const Value& literal, const Type& type, absl::TimeZone zone) {
  if (IsNull(literal)) return literal;
  const std::string text = ToText(literal, TypeOfLiteral(literal), zone);
  absl::StatusOr<Value> value = FromText(text, type, zone);
  // A date alone is its midnight.
  if (!value.ok() && (type.kind == Kind::kDatetime || type.kind == Kind::kTimestamp ||
                      type.kind == Kind::kTimestampNtz)) {
    value = FromText(text + " 00:00:00", type, zone);
  }
  if (!value.ok()) return NotOfType(absl::StrCat("'", text, "'"), type);
  return value;
}

class NestedMaker {
 public:
  NestedMaker(const Expression& call, const Type& type, absl::TimeZone zone)
      : call_(call), type_(type), zone_(zone) {}

  absl::StatusOr<Value> Make() {
    if (call_.column == "array" && type_.kind == Kind::kArray) {
      for (const Expression& item : call_.operands) {
        SLUICE_RETURN_IF_ERROR(Append(item, type_.parts[0], nested_.items));
      }
    } else if (call_.column == "map" && type_.kind == Kind::kMap &&
               call_.operands.size() % 2 == 0) {
      for (size_t i = 0; i < call_.operands.size(); i += 2) {
        SLUICE_RETURN_IF_ERROR(Append(call_.operands[i], type_.parts[0], nested_.items));
        SLUICE_RETURN_IF_ERROR(Append(call_.operands[i + 1], type_.parts[1], nested_.values));
      }
    } else if (call_.column == "struct" && type_.kind == Kind::kStruct &&
               call_.operands.size() == type_.parts.size()) {
      for (size_t i = 0; i < type_.parts.size(); ++i) {
        SLUICE_RETURN_IF_ERROR(Append(call_.operands[i], type_.parts[i], nested_.items));
      }
    } else if (call_.column == "named_struct" && type_.kind == Kind::kStruct &&
               call_.operands.size() == 2 * type_.parts.size()) {
      for (size_t i = 0; i < type_.parts.size(); ++i) {
        const auto* name = std::get_if<std::string>(&call_.operands[2 * i].literal);
        if (name == nullptr || !absl::EqualsIgnoreCase(*name, type_.field_names[i])) {
          return SemanticError(absl::StrCat("field ", i + 1, " of the struct must be called ",
                                            type_.field_names[i]));
        }
        SLUICE_RETURN_IF_ERROR(Append(call_.operands[2 * i + 1], type_.parts[i], nested_.items));
      }
    } else {
      return NotOfType(absl::StrCat(call_.column, "(…)"), type_);
    }
    return Value(std::make_shared<const Nested>(std::move(nested_)));
  }

 private:
  absl::Status Append(const Expression& item, const Type& type, std::vector<Value>& to) {
    SLUICE_ASSIGN_OR_RETURN(Value value, InsertedValue(item, type, zone_));
    to.push_back(std::move(value));
    return absl::OkStatus();
  }

  const Expression& call_;
  const Type& type_;
  const absl::TimeZone zone_;
  Nested nested_;
};

}  // namespace

absl::StatusOr<Value> InsertedValue(const Expression& expression, const Type& type,
                                    absl::TimeZone zone) {
  if (expression.kind == Expression::Kind::kLiteral) {
    return FromLiteral(expression.literal, type, zone);
  }
  if (expression.column != "cast") return NestedMaker(expression, type, zone).Make();
  SLUICE_ASSIGN_OR_RETURN(Value value,
                          InsertedValue(expression.operands[0], expression.type, zone));
  if (IsNull(value) || expression.type == type) return value;
  if (std::holds_alternative<std::shared_ptr<const Nested>>(value)) {
    return NotOfType(absl::StrCat("a value of ", expression.type.ToString()), type);
  }
  return FromLiteral(Value(ToText(value, expression.type, zone)), type, zone);
}

}  // namespace sluice::emulator

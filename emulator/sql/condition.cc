#include "emulator/sql/condition.h"

#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/sql/sql_error.h"

namespace sluice::emulator {
namespace {

using Kind_ = Expression::Kind;

Truth Of(bool truth) { return truth ? Truth::kTrue : Truth::kFalse; }

Truth Not(Truth truth) {
  if (truth == Truth::kTrue) return Truth::kFalse;
  return truth == Truth::kFalse ? Truth::kTrue : truth;
}

bool IsNumber(const Value& value) {
  return std::holds_alternative<int64_t>(value) || std::holds_alternative<double>(value) ||
         std::holds_alternative<Decimal>(value);
}

// A text beside a number counts as the number it spells, or as NULL.
Value AsNumber(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr) return value;
  int64_t integer = 0;
  double real = 0;
  if (absl::SimpleAtoi(*text, &integer)) return Value(integer);
  if (absl::SimpleAtod(*text, &real)) return Value(real);
  return Value(Null{});
}

Truth CompareValues(Kind_ kind, const Value& a, const Value& b) {
  if (IsNull(a) || IsNull(b)) return Truth::kNull;
  if (IsNumber(a) != IsNumber(b)) {
    Value x = AsNumber(a);
    Value y = AsNumber(b);
    if (IsNull(x) || IsNull(y)) return Truth::kNull;
    if (IsNumber(x) && IsNumber(y)) return CompareValues(kind, x, y);
  }
  const int order = Compare(a, b);
  switch (kind) {
    case Kind_::kEqual:
      return Of(order == 0);
    case Kind_::kNotEqual:
      return Of(order != 0);
    case Kind_::kLess:
      return Of(order < 0);
    case Kind_::kLessEqual:
      return Of(order <= 0);
    case Kind_::kGreater:
      return Of(order > 0);
    default:
      return Of(order >= 0);
  }
}

Truth Combine(Kind_ chain, Truth a, Truth b) {
  const Truth decides = chain == Kind_::kAnd ? Truth::kFalse : Truth::kTrue;
  if (a == decides || b == decides) return decides;
  if (a == Truth::kUnknown || b == Truth::kUnknown) return Truth::kUnknown;
  if (a == Truth::kNull || b == Truth::kNull) return Truth::kNull;
  return Not(decides);
}

// Kinds whose values a text literal must be turned into before it can be compared.
bool NeedsConversion(const Type& type) {
  return type.kind == Kind::kDate || type.kind == Kind::kDatetime ||
         type.kind == Kind::kTimestamp || type.kind == Kind::kTimestampNtz ||
         type.kind == Kind::kBoolean;
}

}  // namespace

absl::StatusOr<Condition> Condition::Bind(const Expression& where, const Columns& columns,
                                          absl::TimeZone zone) {
  SLUICE_ASSIGN_OR_RETURN(Node root, BindNode(where, columns, zone));
  return Condition(std::move(root));
}

absl::StatusOr<Condition::Node> Condition::BindNode(const Expression& expression,
                                                    const Columns& columns, absl::TimeZone zone) {
  Node node{.kind = expression.kind, .literal = expression.literal};
  if (expression.kind == Kind_::kColumn) {
    node.column = FindColumn(columns, expression.column);
    if (node.column < 0) {
      return SemanticError(absl::StrCat("column ", expression.column, " cannot be resolved"));
    }
  }
  for (const Expression& operand : expression.operands) {
    SLUICE_ASSIGN_OR_RETURN(Node bound, BindNode(operand, columns, zone));
    node.operands.push_back(std::move(bound));
  }
  SLUICE_RETURN_IF_ERROR(AlignLiterals(node, columns, zone));
  return node;
}

absl::Status Condition::AlignLiterals(Node& node, const Columns& columns, absl::TimeZone zone) {
  if (node.kind == Kind_::kAnd || node.kind == Kind_::kOr || node.kind == Kind_::kNot) {
    return absl::OkStatus();
  }
  const Type* type = nullptr;
  for (const Node& operand : node.operands) {
    if (operand.column >= 0) type = &columns[operand.column].type;
  }
  if (type == nullptr || !NeedsConversion(*type)) return absl::OkStatus();
  for (Node& operand : node.operands) {
    const auto* text = std::get_if<std::string>(&operand.literal);
    if (operand.column >= 0 || text == nullptr) continue;
    absl::StatusOr<Value> value = FromText(*text, *type, zone);
    if (!value.ok() && type->kind != Kind::kDate)
      value = FromText(*text + " 00:00:00", *type, zone);
    if (!value.ok()) return SemanticError(value.status().message());
    operand.literal = *std::move(value);
  }
  return absl::OkStatus();
}

Truth Condition::Evaluate(const Row& row, size_t known_from) const {
  return Evaluate(root_, row, known_from);
}

Truth Condition::Evaluate(const Node& node, const Row& row, size_t known_from) {
  const auto unknown = [&](const Node& operand) {
    return operand.column >= 0 && static_cast<size_t>(operand.column) < known_from;
  };
  switch (node.kind) {
    case Kind_::kAnd:
    case Kind_::kOr:
      return EvaluateChain(node, row, known_from);
    case Kind_::kNot:
      return Not(Evaluate(node.operands[0], row, known_from));
    case Kind_::kIsNull: {
      const Node& operand = node.operands[0];
      if (unknown(operand)) return Truth::kUnknown;
      return Of(IsNull(operand.column >= 0 ? row[operand.column] : operand.literal));
    }
    case Kind_::kIn: {
      Truth truth = Truth::kFalse;
      for (size_t i = 1; i < node.operands.size(); ++i) {
        truth = Combine(
            Kind_::kOr, truth,
            CompareOperands(Kind_::kEqual, node.operands[0], node.operands[i], row, known_from));
      }
      return truth;
    }
    case Kind_::kBetween:
      return Combine(
          Kind_::kAnd,
          CompareOperands(Kind_::kGreaterEqual, node.operands[0], node.operands[1], row,
                          known_from),
          CompareOperands(Kind_::kLessEqual, node.operands[0], node.operands[2], row, known_from));
    case Kind_::kLiteral:
    case Kind_::kColumn: {
      if (unknown(node)) return Truth::kUnknown;
      const Value& value = node.column >= 0 ? row[node.column] : node.literal;
      const auto* truth = std::get_if<bool>(&value);
      return truth == nullptr ? Truth::kNull : Of(*truth);
    }
    default:
      return CompareOperands(node.kind, node.operands[0], node.operands[1], row, known_from);
  }
}

Truth Condition::EvaluateChain(const Node& node, const Row& row, size_t known_from) {
  Truth truth = Evaluate(node.operands[0], row, known_from);
  for (size_t i = 1; i < node.operands.size(); ++i) {
    truth = Combine(node.kind, truth, Evaluate(node.operands[i], row, known_from));
  }
  return truth;
}

Truth Condition::CompareOperands(Expression::Kind kind, const Node& left, const Node& right,
                                 const Row& row, size_t known_from) {
  for (const Node* operand : {&left, &right}) {
    if (operand->column >= 0 && static_cast<size_t>(operand->column) < known_from) {
      return Truth::kUnknown;
    }
  }
  const Value& a = left.column >= 0 ? row[left.column] : left.literal;
  const Value& b = right.column >= 0 ? row[right.column] : right.literal;
  return CompareValues(kind, a, b);
}

void Condition::MarkColumns(std::vector<bool>& wanted) const { Mark(root_, wanted); }

void Condition::Mark(const Node& node, std::vector<bool>& wanted) {
  if (node.column >= 0) wanted[node.column] = true;
  for (const Node& operand : node.operands) Mark(operand, wanted);
}

}  // namespace sluice::emulator

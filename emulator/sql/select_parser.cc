#include "emulator/sql/select_parser.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/sql/literal_parser.h"

namespace sluice::emulator {
namespace {

using Kind = Expression::Kind;

constexpr int kDepthMax = 200;

Expression Make(Kind kind, std::vector<Expression> operands) {
  return Expression{.kind = kind, .operands = std::move(operands)};
}

// Precedence from loose to tight: OR, AND, NOT, comparison, operand.
class ConditionParser {
 public:
  explicit ConditionParser(TokenReader& tokens) : tokens_(tokens) {}

  absl::StatusOr<Expression> ParseOr(int depth) { return ParseChain(Kind::kOr, "or", depth); }

  absl::StatusOr<Expression> ParseOperand() {
    return SeesLiteral(tokens_) ? ParseLiteral(tokens_) : ParseColumn();
  }

  absl::StatusOr<Expression> ParseColumn() {
    Expression column{.kind = Kind::kColumn};
    SLUICE_ASSIGN_OR_RETURN(column.column, tokens_.ExpectName("a column or a value"));
    // The name of the table, or its alias, may stand before.
    while (tokens_.TakeSymbol(".")) {
      SLUICE_ASSIGN_OR_RETURN(column.column, tokens_.ExpectName("a column"));
    }
    if (tokens_.SeesSymbol("(")) {
      return ParseError(tokens_.Peek().place,
                        absl::StrCat("function ", column.column, " is not covered here"));
    }
    return column;
  }

 private:
  absl::StatusOr<Expression> ParseChain(Kind kind, absl::string_view word, int depth) {
    std::vector<Expression> parts;
    do {
      absl::StatusOr<Expression> part =
          kind == Kind::kOr ? ParseChain(Kind::kAnd, "and", depth) : ParseNot(depth);
      if (!part.ok()) return part;
      parts.push_back(*std::move(part));
    } while (tokens_.TakeWords(word));
    if (parts.size() == 1) return std::move(parts[0]);
    return Make(kind, std::move(parts));
  }

  absl::StatusOr<Expression> ParseNot(int depth) {
    if (depth > kDepthMax)
      return ParseError(tokens_.Peek().place, "a condition is nested too deeply");
    if (tokens_.TakeWords("not")) {
      SLUICE_ASSIGN_OR_RETURN(Expression inner, ParseNot(depth + 1));
      return Make(Kind::kNot, {std::move(inner)});
    }
    if (tokens_.TakeSymbol("(")) {
      SLUICE_ASSIGN_OR_RETURN(Expression inner, ParseOr(depth + 1));
      SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol(")"));
      return inner;
    }
    return ParseComparison();
  }

  absl::StatusOr<Expression> ParseComparison() {
    SLUICE_ASSIGN_OR_RETURN(Expression left, ParseOperand());
    static constexpr std::pair<const char*, Kind> kOperators[] = {
        {"=", Kind::kEqual},         {"==", Kind::kEqual},  {"<>", Kind::kNotEqual},
        {"!=", Kind::kNotEqual},     {"<", Kind::kLess},    {"<=", Kind::kLessEqual},
        {">=", Kind::kGreaterEqual}, {">", Kind::kGreater},
    };
    for (const auto& [symbol, kind] : kOperators) {
      if (!tokens_.TakeSymbol(symbol)) continue;
      SLUICE_ASSIGN_OR_RETURN(Expression right, ParseOperand());
      return Make(kind, {std::move(left), std::move(right)});
    }
    if (tokens_.TakeWords("is")) {
      const bool is_not = tokens_.TakeWords("not");
      SLUICE_RETURN_IF_ERROR(tokens_.ExpectWords("null"));
      Expression is_null = Make(Kind::kIsNull, {std::move(left)});
      return is_not ? Make(Kind::kNot, {std::move(is_null)}) : is_null;
    }
    const bool negated = tokens_.TakeWords("not");
    absl::StatusOr<Expression> membership = ParseMembership(std::move(left));
    if (!membership.ok() || !negated) return membership;
    return Make(Kind::kNot, {*std::move(membership)});
  }

  absl::StatusOr<Expression> ParseMembership(Expression left) {
    std::vector<Expression> operands = {std::move(left)};
    if (tokens_.TakeWords("between")) {
      SLUICE_ASSIGN_OR_RETURN(Expression low, ParseOperand());
      SLUICE_RETURN_IF_ERROR(tokens_.ExpectWords("and"));
      SLUICE_ASSIGN_OR_RETURN(Expression high, ParseOperand());
      operands.push_back(std::move(low));
      operands.push_back(std::move(high));
      return Make(Kind::kBetween, std::move(operands));
    }
    if (!tokens_.TakeWords("in")) return tokens_.Unexpected("a comparison");
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol("("));
    do {
      SLUICE_ASSIGN_OR_RETURN(Expression item, ParseOperand());
      operands.push_back(std::move(item));
    } while (tokens_.TakeSymbol(","));
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol(")"));
    return Make(Kind::kIn, std::move(operands));
  }

  TokenReader& tokens_;
};

class SelectParser {
 public:
  explicit SelectParser(TokenReader& tokens) : tokens_(tokens), conditions_(tokens) {}

  absl::StatusOr<Select> Parse() {
    do {
      SLUICE_ASSIGN_OR_RETURN(SelectItem item, ParseItem());
      select_.items.push_back(std::move(item));
    } while (tokens_.TakeSymbol(","));
    if (tokens_.TakeWords("from")) SLUICE_RETURN_IF_ERROR(ParseFrom());
    if (tokens_.TakeWords("where")) {
      SLUICE_ASSIGN_OR_RETURN(select_.where, conditions_.ParseOr(0));
    }
    if (tokens_.TakeWords("group by")) SLUICE_RETURN_IF_ERROR(ParseGroupBy());
    if (tokens_.TakeWords("order by")) SLUICE_RETURN_IF_ERROR(ParseOrderBy());
    if (tokens_.TakeWords("limit")) SLUICE_RETURN_IF_ERROR(ParseLimit());
    return std::move(select_);
  }

 private:
  absl::StatusOr<SelectItem> ParseItem() {
    SelectItem item;
    if (tokens_.TakeSymbol("*")) {
      item.kind = SelectItem::Kind::kStar;
      return item;
    }
    if (SeesCall()) {
      SLUICE_RETURN_IF_ERROR(ParseAggregate(item));
    } else {
      SLUICE_ASSIGN_OR_RETURN(Expression operand, conditions_.ParseOperand());
      item.operands.push_back(std::move(operand));
    }
    if (tokens_.TakeWords("as")) {
      SLUICE_ASSIGN_OR_RETURN(item.alias, tokens_.ExpectName("an alias"));
    } else if (!AtClause()) {
      SLUICE_ASSIGN_OR_RETURN(item.alias, tokens_.ExpectName("an alias"));
    }
    return item;
  }

  bool SeesCall() const {
    return tokens_.Peek().kind == Token::Kind::kWord &&
           tokens_.Peek(1).kind == Token::Kind::kSymbol && tokens_.Peek(1).text == "(";
  }

  // Whether what comes cannot be an alias.
  bool AtClause() const {
    for (const char* word : {"from", "where", "group", "order", "limit"}) {
      if (tokens_.Sees(word)) return true;
    }
    return tokens_.AtEnd() || tokens_.Peek().kind == Token::Kind::kSymbol;
  }

  absl::Status ParseAggregate(SelectItem& item) {
    static constexpr std::pair<const char*, SelectItem::Kind> kFunctions[] = {
        {"count", SelectItem::Kind::kCount},
        {"max", SelectItem::Kind::kMax},
        {"min", SelectItem::Kind::kMin},
        {"sum", SelectItem::Kind::kSum},
    };
    bool known = false;
    for (const auto& [name, kind] : kFunctions) {
      if (tokens_.Sees(name)) {
        item.kind = kind;
        known = true;
      }
    }
    if (!known) {
      return ParseError(
          tokens_.Peek().place,
          absl::StrCat("function ", tokens_.Peek().text.substr(0, 64), " is not covered here"));
    }
    tokens_.Take();
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol("("));
    if (item.kind == SelectItem::Kind::kCount && tokens_.TakeSymbol("*")) {
      return tokens_.ExpectSymbol(")");
    }
    if (item.kind == SelectItem::Kind::kCount && tokens_.TakeWords("distinct")) {
      item.kind = SelectItem::Kind::kCountDistinct;
    }
    do {
      SLUICE_ASSIGN_OR_RETURN(Expression operand, conditions_.ParseOperand());
      item.operands.push_back(std::move(operand));
    } while (item.kind == SelectItem::Kind::kCountDistinct && tokens_.TakeSymbol(","));
    return tokens_.ExpectSymbol(")");
  }

  absl::Status ParseFrom() {
    SLUICE_ASSIGN_OR_RETURN(select_.from, tokens_.ExpectTableName());
    if (tokens_.TakeWords("as") || !(AtClause() || tokens_.SeesSymbol(";"))) {
      SLUICE_RETURN_IF_ERROR(tokens_.ExpectName("an alias").status());
    }
    if (tokens_.SeesSymbol(",")) {
      return ParseError(tokens_.Peek().place, "more than one table is not covered here");
    }
    return absl::OkStatus();
  }

  absl::Status ParseGroupBy() {
    do {
      SLUICE_ASSIGN_OR_RETURN(Expression column, conditions_.ParseColumn());
      select_.group_by.push_back(std::move(column.column));
    } while (tokens_.TakeSymbol(","));
    return absl::OkStatus();
  }

  absl::Status ParseOrderBy() {
    do {
      SLUICE_ASSIGN_OR_RETURN(Expression column, conditions_.ParseColumn());
      OrderBy order{.column = std::move(column.column)};
      order.descending = tokens_.TakeWords("desc");
      if (!order.descending) tokens_.TakeWords("asc");
      select_.order_by.push_back(std::move(order));
    } while (tokens_.TakeSymbol(","));
    return absl::OkStatus();
  }

  absl::Status ParseLimit() {
    SLUICE_ASSIGN_OR_RETURN(select_.limit, tokens_.ExpectInteger("a number of rows"));
    if (tokens_.TakeSymbol(",")) {  // LIMIT offset, rows
      select_.offset = *select_.limit;
      SLUICE_ASSIGN_OR_RETURN(select_.limit, tokens_.ExpectInteger("a number of rows"));
    } else if (tokens_.TakeWords("offset")) {
      SLUICE_ASSIGN_OR_RETURN(select_.offset, tokens_.ExpectInteger("a number of rows"));
    }
    return absl::OkStatus();
  }

  TokenReader& tokens_;
  ConditionParser conditions_;
  Select select_;
};

}  // namespace

absl::StatusOr<Select> ParseSelect(TokenReader& tokens) { return SelectParser(tokens).Parse(); }

}  // namespace sluice::emulator

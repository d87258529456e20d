#include "emulator/sql/insert_parser.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "base/status/status_macros.h"
#include "emulator/sql/literal_parser.h"

namespace sluice::emulator {
namespace {

constexpr int kDepthMax = 32;
constexpr size_t kRowsMax = 100'000;

class InsertParser {
 public:
  explicit InsertParser(TokenReader& tokens) : tokens_(tokens) {}

  absl::StatusOr<Insert> Parse() {
    insert_.overwrite = tokens_.TakeWords("overwrite");
    if (!insert_.overwrite) SLUICE_RETURN_IF_ERROR(tokens_.ExpectWords("into"));
    tokens_.TakeWords("table");
    SLUICE_ASSIGN_OR_RETURN(insert_.table, tokens_.ExpectTableName());
    if (tokens_.TakeWords("partition")) {
      SLUICE_ASSIGN_OR_RETURN(insert_.partition, tokens_.ExpectPartitionSpec());
    }
    if (tokens_.TakeSymbol("(")) {
      do {
        SLUICE_ASSIGN_OR_RETURN(std::string column, tokens_.ExpectName("a column"));
        insert_.columns.push_back(std::move(column));
      } while (tokens_.TakeSymbol(","));
      SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol(")"));
    }
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectWords("values"));
    do {
      if (insert_.rows.size() >= kRowsMax) {
        return ParseError(tokens_.Peek().place, "too many rows in one statement");
      }
      SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol("("));
      SLUICE_ASSIGN_OR_RETURN(std::vector<Expression> row, ParseList(0));
      insert_.rows.push_back(std::move(row));
    } while (tokens_.TakeSymbol(","));
    return std::move(insert_);
  }

 private:
  // Values up to the closing bracket.
  absl::StatusOr<std::vector<Expression>> ParseList(int depth) {
    std::vector<Expression> values;
    if (tokens_.TakeSymbol(")")) return values;
    do {
      SLUICE_ASSIGN_OR_RETURN(Expression value, ParseValue(depth));
      values.push_back(std::move(value));
    } while (tokens_.TakeSymbol(","));
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol(")"));
    return values;
  }

  absl::StatusOr<Expression> ParseValue(int depth) {
    if (depth > kDepthMax) return ParseError(tokens_.Peek().place, "values are nested too deeply");
    const bool is_call = tokens_.Peek().kind == Token::Kind::kWord &&
                         tokens_.Peek(1).kind == Token::Kind::kSymbol &&
                         tokens_.Peek(1).text == "(";
    if (!is_call) return ParseLiteral(tokens_);
    Expression call{.kind = Expression::Kind::kCall};
    SLUICE_ASSIGN_OR_RETURN(call.column, tokens_.ExpectName("a function"));
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol("("));
    if (call.column != "cast") {
      SLUICE_ASSIGN_OR_RETURN(call.operands, ParseList(depth + 1));
      return call;
    }
    SLUICE_ASSIGN_OR_RETURN(Expression operand, ParseValue(depth + 1));
    call.operands.push_back(std::move(operand));
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectWords("as"));
    SLUICE_ASSIGN_OR_RETURN(call.type, tokens_.ExpectType());
    SLUICE_RETURN_IF_ERROR(tokens_.ExpectSymbol(")"));
    return call;
  }

  TokenReader& tokens_;
  Insert insert_;
};

}  // namespace

absl::StatusOr<Insert> ParseInsert(TokenReader& tokens) { return InsertParser(tokens).Parse(); }

}  // namespace sluice::emulator

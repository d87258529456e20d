#include "emulator/sql/literal_parser.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "emulator/value/decimal.h"

namespace sluice::emulator {
namespace {

// Whose names may stand before a text. X'…' holds bytes in hexadecimal.
constexpr const char* kTypeWords[] = {"date",          "datetime", "timestamp",
                                      "timestamp_ntz", "json",     "x"};

bool SeesTypedText(const TokenReader& tokens) {
  if (tokens.Peek(1).kind != Token::Kind::kString) return false;
  for (const char* word : kTypeWords) {
    if (tokens.Sees(word)) return true;
  }
  return false;
}

bool SeesNumber(const TokenReader& tokens) {
  return tokens.Peek().kind == Token::Kind::kNumber || tokens.SeesSymbol("-") ||
         tokens.SeesSymbol("+");
}

absl::StatusOr<Expression> ParseNumber(TokenReader& tokens) {
  const bool negative = tokens.TakeSymbol("-");
  if (!negative) tokens.TakeSymbol("+");
  if (tokens.Peek().kind != Token::Kind::kNumber) return tokens.Unexpected("a number");
  std::string text = absl::StrCat(negative ? "-" : "", tokens.Peek().text);
  // 1BD is a DECIMAL, 1L a BIGINT, 1S and 1Y are smaller integers.
  if (absl::EndsWithIgnoreCase(text, "bd")) {
    text.resize(text.size() - 2);
  } else if (absl::EndsWithIgnoreCase(text, "l") || absl::EndsWithIgnoreCase(text, "s") ||
             absl::EndsWithIgnoreCase(text, "y")) {
    text.pop_back();
  }
  int64_t integer = 0;
  double real = 0;
  Value literal;
  if (absl::SimpleAtoi(text, &integer)) {
    literal = integer;
  } else if (IsDecimalText(text)) {
    literal = Decimal{text};
  } else if (absl::SimpleAtod(text, &real)) {
    literal = real;
  } else {
    return tokens.Unexpected("a number");
  }
  tokens.Take();
  return Expression{.literal = std::move(literal)};
}

// X'00FF'
absl::StatusOr<Expression> ParseBytes(TokenReader& tokens) {
  const Token token = tokens.Take();
  std::string bytes;
  int byte = 0;
  for (size_t i = 0; i + 1 < token.text.size(); i += 2) {
    if (!absl::SimpleHexAtoi(token.text.substr(i, 2), &byte)) break;
    bytes.push_back(static_cast<char>(byte));
  }
  if (bytes.size() * 2 != token.text.size()) {
    return ParseError(token.place, "X'…' must hold pairs of hexadecimal digits");
  }
  return Expression{.literal = Value(std::move(bytes))};
}

}  // namespace

bool SeesLiteral(const TokenReader& tokens) {
  return tokens.Peek().kind == Token::Kind::kString || SeesNumber(tokens) ||
         SeesTypedText(tokens) || tokens.Sees("null") || tokens.Sees("true") ||
         tokens.Sees("false");
}

absl::StatusOr<Expression> ParseLiteral(TokenReader& tokens) {
  if (SeesTypedText(tokens)) {
    const bool bytes = tokens.Sees("x");
    tokens.Take();
    if (bytes) return ParseBytes(tokens);
  }
  if (tokens.Peek().kind == Token::Kind::kString) {
    return Expression{.literal = Value(tokens.Take().text)};
  }
  if (SeesNumber(tokens)) return ParseNumber(tokens);
  if (tokens.TakeWords("null")) return Expression{};
  if (tokens.TakeWords("true")) return Expression{.literal = Value(true)};
  if (tokens.TakeWords("false")) return Expression{.literal = Value(false)};
  return tokens.Unexpected("a value");
}

}  // namespace sluice::emulator

#include "emulator/sql/token_reader.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"

namespace sluice::emulator {

const Token& TokenReader::Peek(size_t ahead) const {
  return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
}

Token TokenReader::Take() {
  Token token = Peek();
  if (next_ + 1 < tokens_.size()) ++next_;
  return token;
}

bool TokenReader::Sees(absl::string_view keyword, size_t ahead) const {
  const Token& token = Peek(ahead);
  return token.kind == Token::Kind::kWord && absl::EqualsIgnoreCase(token.text, keyword);
}

bool TokenReader::SeesSymbol(absl::string_view symbol) const {
  return Peek().kind == Token::Kind::kSymbol && Peek().text == symbol;
}

bool TokenReader::TakeWords(absl::string_view keywords) {
  std::vector<std::string> words = absl::StrSplit(keywords, ' ');
  for (size_t i = 0; i < words.size(); ++i) {
    if (!Sees(words[i], i)) return false;
  }
  next_ += words.size();
  return true;
}

bool TokenReader::TakeSymbol(absl::string_view symbol) {
  if (!SeesSymbol(symbol)) return false;
  Take();
  return true;
}

absl::Status TokenReader::Unexpected(absl::string_view expected) const {
  const Token& token = Peek();
  std::string seen = token.kind == Token::Kind::kEnd
                         ? "the end of the statement"
                         : absl::StrCat("'", token.text.substr(0, 64), "'");
  return ParseError(token.place, absl::StrCat("invalid token ", seen, ", expected ", expected));
}

absl::Status TokenReader::ExpectWords(absl::string_view keywords) {
  return TakeWords(keywords) ? absl::OkStatus() : Unexpected(keywords);
}

absl::Status TokenReader::ExpectSymbol(absl::string_view symbol) {
  return TakeSymbol(symbol) ? absl::OkStatus() : Unexpected(absl::StrCat("'", symbol, "'"));
}

absl::StatusOr<std::string> TokenReader::ExpectName(absl::string_view what) {
  const Token::Kind kind = Peek().kind;
  const bool is_name = kind == Token::Kind::kWord || kind == Token::Kind::kQuotedName;
  if (!is_name || Peek().text.empty()) return Unexpected(what);
  if (Peek().text.size() > 128) return ParseError(Peek().place, "a name is longer than 128 bytes");
  return absl::AsciiStrToLower(Take().text);
}

absl::StatusOr<std::string> TokenReader::ExpectString(absl::string_view what) {
  if (Peek().kind != Token::Kind::kString) return Unexpected(what);
  return Take().text;
}

absl::StatusOr<int64_t> TokenReader::ExpectInteger(absl::string_view what) {
  int64_t number = 0;
  if (Peek().kind != Token::Kind::kNumber || !absl::SimpleAtoi(Peek().text, &number)) {
    return Unexpected(what);
  }
  Take();
  return number;
}

absl::StatusOr<TableName> TokenReader::ExpectTableName() {
  TableName table{.place = Peek().place};
  SLUICE_ASSIGN_OR_RETURN(table.name, ExpectName("the name of a table"));
  if (!TakeSymbol(".")) return table;
  table.project = std::move(table.name);
  SLUICE_ASSIGN_OR_RETURN(table.name, ExpectName("the name of a table"));
  if (!TakeSymbol(".")) return table;
  table.schema = std::move(table.name);
  SLUICE_ASSIGN_OR_RETURN(table.name, ExpectName("the name of a table"));
  return table;
}

absl::StatusOr<PartitionSpec> TokenReader::ExpectPartitionSpec() {
  PartitionSpec spec;
  SLUICE_RETURN_IF_ERROR(ExpectSymbol("("));
  do {
    SLUICE_ASSIGN_OR_RETURN(std::string name, ExpectName("a partition key"));
    if (!TakeSymbol("==")) SLUICE_RETURN_IF_ERROR(ExpectSymbol("="));
    std::string sign = TakeSymbol("-") ? "-" : "";
    if (Peek().kind != Token::Kind::kString && Peek().kind != Token::Kind::kNumber) {
      return Unexpected("the value of a partition key");
    }
    spec.emplace_back(std::move(name), sign + Take().text);
  } while (TakeSymbol(",") || TakeSymbol("/"));
  SLUICE_RETURN_IF_ERROR(ExpectSymbol(")"));
  return spec;
}

absl::StatusOr<std::vector<PartitionSpec>> TokenReader::ExpectPartitions() {
  std::vector<PartitionSpec> specs;
  do {
    SLUICE_RETURN_IF_ERROR(ExpectWords("partition"));
    SLUICE_ASSIGN_OR_RETURN(PartitionSpec spec, ExpectPartitionSpec());
    specs.push_back(std::move(spec));
    TakeSymbol(",");
  } while (Sees("partition"));
  return specs;
}

absl::StatusOr<Type> TokenReader::ExpectType() {
  const TextPlace place = Peek().place;
  std::string text;
  int depth = 0;
  if (Peek().kind != Token::Kind::kWord) return Unexpected("the type of a column");
  // A type is one word, and what its brackets hold.
  do {
    if (AtEnd()) break;
    const std::string& next = Peek().text;
    for (char c : next) {
      if (c == '(' || c == '<') ++depth;
      if (c == ')' || c == '>') --depth;
    }
    absl::StrAppend(&text, Take().text, " ");
  } while (depth > 0 || SeesSymbol("(") || SeesSymbol("<"));
  absl::StatusOr<Type> type = ParseType(text);
  if (!type.ok()) return ParseError(place, type.status().message());
  return type;
}

absl::StatusOr<std::map<std::string, std::string>> TokenReader::ExpectProperties() {
  std::map<std::string, std::string> properties;
  SLUICE_RETURN_IF_ERROR(ExpectSymbol("("));
  do {
    SLUICE_ASSIGN_OR_RETURN(std::string name, ExpectString("the name of a property"));
    SLUICE_RETURN_IF_ERROR(ExpectSymbol("="));
    SLUICE_ASSIGN_OR_RETURN(properties[absl::AsciiStrToLower(name)],
                            ExpectString("the value of a property"));
  } while (TakeSymbol(","));
  SLUICE_RETURN_IF_ERROR(ExpectSymbol(")"));
  return properties;
}

absl::Status TokenReader::ExpectEnd() {
  while (TakeSymbol(";")) {
  }
  return AtEnd() ? absl::OkStatus() : Unexpected("the end of the statement");
}

}  // namespace sluice::emulator

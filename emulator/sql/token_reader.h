#ifndef SLUICE_EMULATOR_SQL_TOKEN_READER_H_
#define SLUICE_EMULATOR_SQL_TOKEN_READER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/lexer.h"

namespace sluice::emulator {

// Goes through the tokens of one statement. Borrows nothing.
class TokenReader {
 public:
  // The last token is kEnd.
  explicit TokenReader(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  const Token& Peek(size_t ahead = 0) const;
  bool AtEnd() const { return Peek().kind == Token::Kind::kEnd; }
  Token Take();

  // The next word is that keyword, in any case and without quotes.
  bool Sees(absl::string_view keyword, size_t ahead = 0) const;
  bool SeesSymbol(absl::string_view symbol) const;

  // Take what is there and answer whether it was: `IF NOT EXISTS` is taken whole or not at all.
  bool TakeWords(absl::string_view keywords);
  bool TakeSymbol(absl::string_view symbol);

  // Or a ParseError that names what was expected.
  absl::Status ExpectWords(absl::string_view keywords);
  absl::Status ExpectSymbol(absl::string_view symbol);
  absl::StatusOr<std::string> ExpectName(absl::string_view what);  // In lower case.
  absl::StatusOr<std::string> ExpectString(absl::string_view what);
  absl::StatusOr<int64_t> ExpectInteger(absl::string_view what);
  absl::StatusOr<TableName> ExpectTableName();
  absl::StatusOr<PartitionSpec> ExpectPartitionSpec();  // (pt='a', hh=1)
  // PARTITION (pt='a'), PARTITION (pt='b')
  absl::StatusOr<std::vector<PartitionSpec>> ExpectPartitions();
  absl::StatusOr<Type> ExpectType();
  // ("name"="value", …), names in lower case.
  absl::StatusOr<std::map<std::string, std::string>> ExpectProperties();
  absl::Status ExpectEnd();

  absl::Status Unexpected(absl::string_view expected) const;

 private:
  std::vector<Token> tokens_;
  size_t next_ = 0;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_TOKEN_READER_H_

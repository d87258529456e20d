#ifndef SLUICE_EMULATOR_SQL_LEXER_H_
#define SLUICE_EMULATOR_SQL_LEXER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/sql/sql_error.h"

namespace sluice::emulator {

struct Token {
  enum class Kind { kWord, kQuotedName, kString, kNumber, kSymbol, kEnd };
  Kind kind = Kind::kEnd;
  std::string text;  // Without quotes; of a word as it was written.
  TextPlace place;
};

// Words, `names`, 'texts' and "texts", numbers and symbols, without blanks, `-- remarks` and /*
// remarks */; the last token is kEnd. A quote or remark that is not closed is a ParseError.
absl::StatusOr<std::vector<Token>> Lex(absl::string_view sql);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_LEXER_H_

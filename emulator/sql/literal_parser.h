#ifndef SLUICE_EMULATOR_SQL_LITERAL_PARSER_H_
#define SLUICE_EMULATOR_SQL_LITERAL_PARSER_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/token_reader.h"

namespace sluice::emulator {

// Whether a literal comes: a text, a number, NULL, TRUE, FALSE, or a text after the name of its
// type, as in DATE '2024-01-02'.
bool SeesLiteral(const TokenReader& tokens);

// Reads one. ParseError when none comes.
absl::StatusOr<Expression> ParseLiteral(TokenReader& tokens);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_LITERAL_PARSER_H_

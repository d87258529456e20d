#ifndef SLUICE_EMULATOR_SQL_SELECT_PARSER_H_
#define SLUICE_EMULATOR_SQL_SELECT_PARSER_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/token_reader.h"

namespace sluice::emulator {

// Reads what follows the word SELECT, up to where the statement may end. ParseError otherwise.
absl::StatusOr<Select> ParseSelect(TokenReader& tokens);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SELECT_PARSER_H_

#ifndef SLUICE_EMULATOR_SQL_INSERT_PARSER_H_
#define SLUICE_EMULATOR_SQL_INSERT_PARSER_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/token_reader.h"

namespace sluice::emulator {

// Reads what follows INSERT: INTO or OVERWRITE, a table, a partition, columns, and rows of values.
// ParseError otherwise.
absl::StatusOr<Insert> ParseInsert(TokenReader& tokens);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_INSERT_PARSER_H_

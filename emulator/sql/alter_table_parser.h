#ifndef SLUICE_EMULATOR_SQL_ALTER_TABLE_PARSER_H_
#define SLUICE_EMULATOR_SQL_ALTER_TABLE_PARSER_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/token_reader.h"

namespace sluice::emulator {

// Reads what follows ALTER TABLE: partitions and columns that come, go and change, new names,
// comments, lifecycles and properties. ParseError otherwise.
absl::StatusOr<Statement> ParseAlterTable(TokenReader& tokens);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_ALTER_TABLE_PARSER_H_

#ifndef SLUICE_EMULATOR_SQL_CREATE_TABLE_PARSER_H_
#define SLUICE_EMULATOR_SQL_CREATE_TABLE_PARSER_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/token_reader.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// Reads what follows CREATE TABLE. ParseError where the words are wrong, SemanticError where they
// contradict each other.
absl::StatusOr<CreateTable> ParseCreateTable(TokenReader& tokens);

// One column as CREATE TABLE and ALTER TABLE define it: name, type, NOT NULL, COMMENT.
absl::StatusOr<Column> ParseColumn(TokenReader& tokens);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_CREATE_TABLE_PARSER_H_

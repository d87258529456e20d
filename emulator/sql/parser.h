#ifndef SLUICE_EMULATOR_SQL_PARSER_H_
#define SLUICE_EMULATOR_SQL_PARSER_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/sql/ast.h"

namespace sluice::emulator {

// Reads one statement and what `set name=value;` says before it. The error, ODPS-0130161, tells
// where and what was expected.
absl::StatusOr<Script> ParseScript(absl::string_view sql);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_PARSER_H_

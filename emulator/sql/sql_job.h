#ifndef SLUICE_EMULATOR_SQL_SQL_JOB_H_
#define SLUICE_EMULATOR_SQL_SQL_JOB_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/sql_context.h"

namespace sluice::emulator {

// Carries one statement out, with the grants that it needs; CreateInstance is the caller's to
// check.
absl::StatusOr<SqlOutcome> RunStatement(const SqlContext& context, const Statement& statement);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SQL_JOB_H_

#ifndef SLUICE_EMULATOR_SQL_INSERT_STATEMENT_H_
#define SLUICE_EMULATOR_SQL_INSERT_STATEMENT_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/sql_context.h"

namespace sluice::emulator {

// INSERT … VALUES: all rows or none. A partition that is missing is made. Needed on the table:
// Update, and Alter where a partition is to be made. A table with a primary key is refused: it
// takes upserts through the tunnel.
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const Insert& insert);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_INSERT_STATEMENT_H_

#ifndef SLUICE_EMULATOR_SQL_SHOW_STATEMENTS_H_
#define SLUICE_EMULATOR_SQL_SHOW_STATEMENTS_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/sql_context.h"

namespace sluice::emulator {

// Statements that tell what there is, as text. Needed: Describe on the table, List on the project.
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ShowPartitions& show);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ShowTables& show);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const DescribeTable& describe);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ShowCreateTable& show);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SHOW_STATEMENTS_H_

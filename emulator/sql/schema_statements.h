#ifndef SLUICE_EMULATOR_SQL_SCHEMA_STATEMENTS_H_
#define SLUICE_EMULATOR_SQL_SCHEMA_STATEMENTS_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/sql_context.h"

namespace sluice::emulator {

// Statements about the schemas of a project. Needed on the project: CreateSchema to make and drop,
// List to see them.
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const CreateSchema& create);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const DropSchema& drop);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ShowSchemas& show);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SCHEMA_STATEMENTS_H_

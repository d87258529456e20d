#ifndef SLUICE_EMULATOR_SQL_TABLE_STATEMENTS_H_
#define SLUICE_EMULATOR_SQL_TABLE_STATEMENTS_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/sql_context.h"

namespace sluice::emulator {

// Statements that make, change and drop tables. Needed: CreateTable on the project; Drop, Update
// (TRUNCATE) or Alter on the table.
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const CreateTable& create);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const DropTable& drop);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const TruncateTable& truncate);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const RenameTable& rename);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const SetTable& set);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const AddColumns& add);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ChangeColumn& change);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_TABLE_STATEMENTS_H_

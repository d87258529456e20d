#ifndef SLUICE_EMULATOR_SQL_COLUMN_CHANGE_H_
#define SLUICE_EMULATOR_SQL_COLUMN_CHANGE_H_

#include "absl/status/status.h"
#include "emulator/sql/ast.h"
#include "emulator/store/catalog.h"

namespace sluice::emulator {

// How the columns of a table change, and its schema version with them. Rows that are there stay as
// they lie: a column that comes is NULL in them, and a type becomes only what its values are
// already. SemanticError otherwise.
absl::Status AddTo(Table& table, const AddColumns& add);
absl::Status ChangeIn(Table& table, const ChangeColumn& change);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_COLUMN_CHANGE_H_

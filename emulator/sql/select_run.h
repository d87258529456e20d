#ifndef SLUICE_EMULATOR_SQL_SELECT_RUN_H_
#define SLUICE_EMULATOR_SQL_SELECT_RUN_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/blocks/block_directory.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/table_scan.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// A SELECT's rows as a record stream.
struct SelectResult {
  Columns columns;
  std::string bytes;
  int64_t rows = 0;
};

// Runs a SELECT over a snapshot; none when it has no FROM. Rows come in the order of their commits
// unless ORDER BY says otherwise. A result beyond `bytes_max`, or more rows to sort and group than
// memory should hold, is an error.
absl::StatusOr<SelectResult> RunSelect(const BlockDirectory& blocks, const Select& select,
                                       const std::optional<TableSnapshot>& snapshot,
                                       absl::TimeZone zone, int64_t bytes_max);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_SELECT_RUN_H_

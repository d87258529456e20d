#ifndef SLUICE_EMULATOR_SQL_TABLE_SCAN_H_
#define SLUICE_EMULATOR_SQL_TABLE_SCAN_H_

#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "emulator/blocks/block_directory.h"
#include "emulator/sql/condition.h"
#include "emulator/store/catalog.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// A table as it was at one moment: its partitions and the files of each.
struct TableSnapshot {
  Table table;
  std::vector<std::pair<Partition, std::vector<Segment>>> partitions;

  // The data columns, then the partition keys.
  Columns AllColumns() const;
};

absl::StatusOr<TableSnapshot> TakeSnapshot(Sql& sql, Table table);

// Gives every row of the snapshot that `condition` takes to `each`, until that answers false.
// Values of columns that are not in `wanted` (data columns, then keys) stay NULL; files are not
// even opened when no data column is wanted, nor those of partitions that cannot match.
absl::Status Scan(const BlockDirectory& blocks, const TableSnapshot& snapshot,
                  const std::optional<Condition>& condition, const std::vector<bool>& wanted,
                  absl::FunctionRef<absl::StatusOr<bool>(const Row&)> each);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_TABLE_SCAN_H_

#ifndef SLUICE_EMULATOR_SQL_PARTITION_STATEMENTS_H_
#define SLUICE_EMULATOR_SQL_PARTITION_STATEMENTS_H_

#include "absl/status/statusor.h"
#include "emulator/sql/ast.h"
#include "emulator/sql/sql_context.h"

namespace sluice::emulator {

// Statements that make, drop and rename partitions. Needed: Alter on the table.
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const AddPartitions& add);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const DropPartitions& drop);
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const RenamePartition& rename);

// Whether a partition is one of those that `spec`, which may name only some keys, means.
absl::StatusOr<bool> Matches(const Table& table, const Partition& partition,
                             const PartitionSpec& spec);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_PARTITION_STATEMENTS_H_

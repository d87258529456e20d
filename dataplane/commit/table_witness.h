#ifndef SLUICE_DATAPLANE_COMMIT_TABLE_WITNESS_H_
#define SLUICE_DATAPLANE_COMMIT_TABLE_WITNESS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/sql/sql.h"

namespace sluice::dataplane {

// Which rows are meant: those of one source partition with offsets in [first_offset, next_offset).
struct RowsOfSource {
  std::string topic;
  int32_t partition = 0;
  int64_t first_offset = 0;
  int64_t next_offset = 0;
};

// Asks the table what it holds, by its topic, partition and offset columns. Needs Select on the
// table (PERMISSION_MISSING without it). Borrows `sql`. Any thread may call.
class TableWitness {
 public:
  TableWitness(maxcompute::Sql& sql, maxcompute::TableName table)
      : sql_(sql), table_(std::move(table)) {}

  absl::StatusOr<int64_t> CountRows(const maxcompute::PartitionSpec& table_partition,
                                    const RowsOfSource& rows);

 private:
  maxcompute::Sql& sql_;
  const maxcompute::TableName table_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_TABLE_WITNESS_H_

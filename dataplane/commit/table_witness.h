#ifndef SLUICE_DATAPLANE_COMMIT_TABLE_WITNESS_H_
#define SLUICE_DATAPLANE_COMMIT_TABLE_WITNESS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "dataplane/commit/held_rows.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/sql/sql.h"

namespace sluice::dataplane {

// Which rows are meant: those of one source partition with offsets in [first_offset, next_offset).
struct RowsOfSource {
  std::string topic;
  int32_t partition = 0;
  int64_t first_offset = 0;
  std::optional<int64_t> next_offset = std::nullopt;  // Not set: all that follow.
};

// How far rows reach.
struct HeldExtent {
  int64_t rows = 0;
  int64_t first_offset = 0;  // Of the first and the last of them, if there are any.
  int64_t last_offset = 0;

  bool without_gaps() const { return rows > 0 && rows == last_offset - first_offset + 1; }
};

// More rows than this are not compared one by one.
inline constexpr int64_t kHeldRowsMax = 1'000'000;

// Asks the table what it holds, by its topic, partition and offset columns. Needs Select on the
// table (PERMISSION_MISSING without it). Borrows `sql`. Any thread may call.
class TableWitness {
 public:
  TableWitness(maxcompute::Sql& sql, maxcompute::TableName table)
      : sql_(sql), table_(std::move(table)) {}

  absl::StatusOr<int64_t> CountRows(const maxcompute::PartitionSpec& table_partition,
                                    const RowsOfSource& rows);

  // In all table partitions together.
  absl::StatusOr<HeldExtent> Extent(const RowsOfSource& rows);

  // Which of these rows there are, in all table partitions together. RESOURCE_EXHAUSTED: more than
  // kHeldRowsMax, with gaps between them.
  absl::StatusOr<HeldRows> Held(const RowsOfSource& rows);

 private:
  std::string From(const RowsOfSource& rows) const;

  maxcompute::Sql& sql_;
  const maxcompute::TableName table_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_TABLE_WITNESS_H_

#include "dataplane/commit/table_witness.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice::dataplane {

absl::StatusOr<int64_t> TableWitness::CountRows(const maxcompute::PartitionSpec& table_partition,
                                                const RowsOfSource& rows) {
  std::string statement = absl::StrCat(
      "SELECT COUNT(*) FROM ", table_.ForSql(),
      " WHERE `topic` = ", maxcompute::QuoteSql(rows.topic), " AND `partition` = ", rows.partition,
      " AND `offset` >= ", rows.first_offset, " AND `offset` < ", rows.next_offset);
  for (const auto& [key, value] : table_partition.levels()) {
    absl::StrAppend(&statement, " AND `", key, "` = ", maxcompute::QuoteSql(value));
  }
  SLUICE_ASSIGN_OR_RETURN(maxcompute::SqlRows answer,
                          sql_.Select(table_.project, absl::StrCat(statement, ";")));
  int64_t count = 0;
  if (answer.rows.size() != 1 || answer.rows[0].size() != 1 || !answer.rows[0][0].has_value() ||
      !absl::SimpleAtoi(*answer.rows[0][0], &count)) {
    return absl::InternalError(
        absl::StrCat("counting rows of ", table_.ToString(), ": the answer is no count"));
  }
  return count;
}

}  // namespace sluice::dataplane

#include "dataplane/commit/table_witness.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice::dataplane {
namespace {

// What one statement may answer: MaxCompute shows no more rows of a result.
constexpr int64_t kPageRows = 10'000;

// A cell that is a number; NULL, of MIN and MAX over nothing, is 0.
absl::StatusOr<int64_t> NumberIn(const std::vector<std::optional<std::string>>& row, size_t column,
                                 const maxcompute::TableName& table) {
  int64_t number = 0;
  if (column < row.size() &&
      (!row[column].has_value() || absl::SimpleAtoi(*row[column], &number))) {
    return number;
  }
  return absl::InternalError(
      absl::StrCat("asking table ", table.ToString(), " for offsets: the answer is no number"));
}

}  // namespace

std::string TableWitness::From(const RowsOfSource& rows) const {
  std::string from =
      absl::StrCat(" FROM ", table_.ForSql(), " WHERE `topic` = ", maxcompute::QuoteSql(rows.topic),
                   " AND `partition` = ", rows.partition, " AND `offset` >= ", rows.first_offset);
  if (rows.next_offset.has_value()) absl::StrAppend(&from, " AND `offset` < ", *rows.next_offset);
  return from;
}

absl::StatusOr<int64_t> TableWitness::CountRows(const maxcompute::PartitionSpec& table_partition,
                                                const RowsOfSource& rows) {
  std::string statement = absl::StrCat("SELECT COUNT(*)", From(rows));
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

absl::StatusOr<HeldExtent> TableWitness::Extent(const RowsOfSource& rows) {
  SLUICE_ASSIGN_OR_RETURN(
      const maxcompute::SqlRows answer,
      sql_.Select(table_.project,
                  absl::StrCat("SELECT COUNT(DISTINCT `offset`), MIN(`offset`), MAX(`offset`)",
                               From(rows), ";")));
  const std::vector<std::optional<std::string>> row =
      answer.rows.size() == 1 ? answer.rows[0] : std::vector<std::optional<std::string>>();
  HeldExtent extent;
  SLUICE_ASSIGN_OR_RETURN(extent.rows, NumberIn(row, 0, table_));
  SLUICE_ASSIGN_OR_RETURN(extent.first_offset, NumberIn(row, 1, table_));
  SLUICE_ASSIGN_OR_RETURN(extent.last_offset, NumberIn(row, 2, table_));
  return extent;
}

absl::StatusOr<HeldRows> TableWitness::Held(const RowsOfSource& rows) {
  SLUICE_ASSIGN_OR_RETURN(const HeldExtent extent, Extent(rows));
  HeldRows held;
  if (extent.without_gaps()) {
    held.Add(extent.first_offset, extent.last_offset + 1);
    return held;
  }
  if (extent.rows > kHeldRowsMax) {
    return absl::ResourceExhaustedError(
        absl::StrCat("table ", table_.ToString(), " holds ", extent.rows, " rows of topic ",
                     rows.topic, ", partition ", rows.partition, " from offset ", rows.first_offset,
                     " on, too many to compare"));
  }
  RowsOfSource page = rows;
  page.next_offset = extent.last_offset + 1;
  for (int64_t shown = extent.rows == 0 ? 0 : kPageRows; shown == kPageRows;) {
    SLUICE_ASSIGN_OR_RETURN(
        const maxcompute::SqlRows answer,
        sql_.Select(table_.project, absl::StrCat("SELECT `offset`", From(page),
                                                 " ORDER BY `offset` LIMIT ", kPageRows, ";")));
    for (const auto& row : answer.rows) {
      SLUICE_ASSIGN_OR_RETURN(const int64_t offset, NumberIn(row, 0, table_));
      held.Add(offset, offset + 1);
      page.first_offset = offset + 1;
    }
    shown = static_cast<int64_t>(answer.rows.size());
  }
  return held;
}

}  // namespace sluice::dataplane

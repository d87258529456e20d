#include "emulator/sql/table_scan.h"

#include <algorithm>
#include <string>

#include "base/status/status_macros.h"
#include "emulator/record/record_decoder.h"

namespace sluice::emulator {
namespace {

using EachRow = absl::FunctionRef<absl::StatusOr<bool>(const Row&)>;

// One partition's part of a scan.
class PartitionScan {
 public:
  PartitionScan(const BlockDirectory& blocks, const Table& table,
                const std::optional<Condition>& condition, const std::vector<bool>& wanted,
                EachRow each)
      : blocks_(blocks), table_(table), condition_(condition), wanted_(wanted), each_(each) {}

  // False when `each` has had enough.
  absl::StatusOr<bool> Run(const Partition& partition, const std::vector<Segment>& segments) {
    const size_t data_columns = table_.columns.size();
    row_.assign(wanted_.size(), Value());
    for (size_t i = 0; i < partition.values.size(); ++i) {
      SLUICE_ASSIGN_OR_RETURN(
          row_[data_columns + i],
          FromText(partition.values[i], table_.partition_keys[i].type, absl::UTCTimeZone()));
    }
    truth_ = condition_.has_value() ? condition_->Evaluate(row_, data_columns) : Truth::kTrue;
    if (truth_ == Truth::kFalse || truth_ == Truth::kNull) return true;
    const bool needs_data = std::find(wanted_.begin(), wanted_.begin() + data_columns, true) !=
                            wanted_.begin() + data_columns;
    for (const Segment& segment : segments) {
      absl::StatusOr<bool> more = needs_data ? ReadRows(segment) : CountRows(segment);
      if (!more.ok() || !*more) return more;
    }
    return true;
  }

 private:
  absl::StatusOr<bool> ReadRows(const Segment& segment) {
    SLUICE_ASSIGN_OR_RETURN(std::string bytes, blocks_.Read(segment.file));
    RecordDecoder decoder(table_.columns, bytes);
    decoder.Want({wanted_.begin(), wanted_.begin() + table_.columns.size()});
    while (true) {
      SLUICE_ASSIGN_OR_RETURN(bool got, decoder.Next(data_));
      if (!got) return true;
      std::swap_ranges(data_.begin(), data_.end(), row_.begin());
      if (truth_ == Truth::kUnknown && condition_->Evaluate(row_) != Truth::kTrue) continue;
      SLUICE_ASSIGN_OR_RETURN(bool more, each_(row_));
      if (!more) return false;
    }
  }

  absl::StatusOr<bool> CountRows(const Segment& segment) {
    for (int64_t i = 0; i < segment.rows; ++i) {
      SLUICE_ASSIGN_OR_RETURN(bool more, each_(row_));
      if (!more) return false;
    }
    return true;
  }

  const BlockDirectory& blocks_;
  const Table& table_;
  const std::optional<Condition>& condition_;
  const std::vector<bool>& wanted_;
  const EachRow each_;
  Truth truth_ = Truth::kTrue;
  Row row_;
  Row data_;
};

}  // namespace

Columns TableSnapshot::AllColumns() const {
  Columns columns = table.columns;
  columns.insert(columns.end(), table.partition_keys.begin(), table.partition_keys.end());
  return columns;
}

absl::StatusOr<TableSnapshot> TakeSnapshot(Sql& sql, Table table) {
  Catalog catalog(sql);
  TableSnapshot snapshot;
  SLUICE_ASSIGN_OR_RETURN(std::vector<Partition> partitions, catalog.ListPartitions(table.id));
  for (Partition& partition : partitions) {
    SLUICE_ASSIGN_OR_RETURN(std::vector<Segment> segments, catalog.ListSegments(partition.id));
    snapshot.partitions.emplace_back(std::move(partition), std::move(segments));
  }
  snapshot.table = std::move(table);
  return snapshot;
}

absl::Status Scan(const BlockDirectory& blocks, const TableSnapshot& snapshot,
                  const std::optional<Condition>& condition, const std::vector<bool>& wanted,
                  EachRow each) {
  PartitionScan scan(blocks, snapshot.table, condition, wanted, each);
  for (const auto& [partition, segments] : snapshot.partitions) {
    SLUICE_ASSIGN_OR_RETURN(bool more, scan.Run(partition, segments));
    if (!more) break;
  }
  return absl::OkStatus();
}

}  // namespace sluice::emulator

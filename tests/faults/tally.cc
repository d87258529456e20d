#include "tests/faults/tally.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sluice::faults {

Tally::Record& Tally::At(Position position) {
  if (position.partition >= records_.size()) records_.resize(position.partition + 1);
  std::vector<Record>& partition = records_[position.partition];
  if (position.offset >= partition.size()) partition.resize(position.offset + 1);
  return partition[position.offset];
}

void Tally::Committed(Position position, bool fits) {
  Record& record = At(position);
  if (!record.committed && fits) ++fitting_;
  record.committed = true;
  record.fits = fits;
}

void Tally::Acknowledged(Position position) { At(position).acknowledged = true; }

void Tally::DeadLetter(Position position) { At(position).dead = true; }

void Tally::Holds(const std::string& table_partition, std::vector<Position> rows) {
  table_[table_partition] = std::move(rows);
}

int64_t Tally::RowsOf(const std::string& table_partition) const {
  const auto found = table_.find(table_partition);
  return found == table_.end() ? -1 : static_cast<int64_t>(found->second.size());
}

Verdict Tally::Compare() const {
  Verdict verdict;
  std::vector<std::vector<uint16_t>> counts;
  for (const auto& [name, rows] : table_) {
    for (const Position& row : rows) {
      if (row.partition >= counts.size()) counts.resize(row.partition + 1);
      std::vector<uint16_t>& partition = counts[row.partition];
      if (row.offset >= partition.size()) partition.resize(row.offset + 1);
      ++partition[row.offset];
    }
    verdict.rows += static_cast<int64_t>(rows.size());
  }
  const auto found = [&](int64_t& kind, int64_t count, const char* what, size_t p, size_t o) {
    kind += count;
    if (verdict.first.empty()) {
      verdict.first = absl::StrCat("partition ", p, " offset ", o, ": ", what);
    }
  };
  const Record nothing;
  for (size_t p = 0; p < std::max(records_.size(), counts.size()); ++p) {
    const size_t records = p < records_.size() ? records_[p].size() : 0;
    const size_t rows = p < counts.size() ? counts[p].size() : 0;
    for (size_t o = 0; o < std::max(records, rows); ++o) {
      const Record& record = o < records ? records_[p][o] : nothing;
      const int count = o < rows ? counts[p][o] : 0;
      if (record.committed) ++verdict.records;
      if (record.acknowledged && !record.committed)
        found(verdict.unread, 1, "acknowledged, not read from the topic", p, o);
      const bool must = record.committed && record.fits;
      if (must && count == 0) found(verdict.lost, 1, "lost", p, o);
      if (must && count > 1) found(verdict.repeated, count - 1, "repeated", p, o);
      if (!must && count > 0) found(verdict.foreign, count, "a row of no good record", p, o);
      if (!record.committed || record.fits) continue;
      if (record.dead) ++verdict.dead;
      if (!record.dead) found(verdict.vanished, 1, "no row and no dead letter", p, o);
    }
  }
  return verdict;
}

}  // namespace sluice::faults

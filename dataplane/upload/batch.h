#ifndef SLUICE_DATAPLANE_UPLOAD_BATCH_H_
#define SLUICE_DATAPLANE_UPLOAD_BATCH_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "conversion/rejection.h"
#include "conversion/row_converter.h"
#include "conversion/source_record.h"
#include "maxcompute/record/record_encoder.h"

namespace sluice::dataplane {

// The rows of a batch that go into one table partition.
struct BatchShare {
  std::string partition_value;
  int64_t first_row_offset = 0;
  int64_t rows = 0;
  std::vector<maxcompute::EncodedBlock> blocks;
};

// Rows of one source partition on their way to becoming blocks: everything of [first_offset,
// next_offset).
//
// Each row is encoded once, straight into the block of its table partition. One thread at a time.
class Batch {
 public:
  // `revision` routes the rows. A block is closed when it holds `block_bytes_max`.
  Batch(int64_t first_offset, int64_t revision, int64_t block_bytes_max);

  // Appends the record's row to the block of `partition_value`. Nothing changes when the record is
  // rejected.
  std::optional<conversion::Rejection> Append(absl::string_view partition_value,
                                              const conversion::SourceRecord& record,
                                              conversion::RowConverter& converter);

  // Everything below `next_offset` is in the batch, or is no row. Never moves back.
  void Cover(int64_t next_offset);

  int64_t first_offset() const { return first_offset_; }
  int64_t next_offset() const { return next_offset_; }
  int64_t revision() const { return revision_; }
  int64_t rows() const { return rows_; }
  // Of the encoded rows; what the batch costs in memory, about.
  int64_t bytes() const { return bytes_; }
  int table_partitions() const { return static_cast<int>(open_.size()); }
  bool HasPartition(absl::string_view partition_value) const;

  // Closes the blocks and hands them over. The batch takes no more rows.
  std::vector<BatchShare> Seal();

 private:
  struct Open {
    BatchShare share;
    maxcompute::RecordEncoder encoder;
  };

  Open& ShareOf(absl::string_view partition_value);

  const int64_t first_offset_;
  const int64_t revision_;
  const int64_t block_bytes_max_;
  int64_t next_offset_;
  int64_t rows_ = 0;
  int64_t bytes_ = 0;
  std::deque<Open> open_;  // Few: the last one used is nearly always the next one used.
  Open* last_ = nullptr;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_BATCH_H_

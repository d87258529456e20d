#ifndef SLUICE_DATAPLANE_UPLOAD_BATCH_H_
#define SLUICE_DATAPLANE_UPLOAD_BATCH_H_

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "conversion/rejection.h"
#include "conversion/row_converter.h"
#include "conversion/source_record.h"
#include "dataplane/upload/open_block.h"
#include "dataplane/upload/share_upload.h"
#include "dataplane/upload/task_memory.h"

namespace sluice::dataplane {

// How the blocks of a batch are made.
struct BlockOptions {
  // Packed. A lost block is sent again whole.
  int64_t bytes_max = 16 << 20;
  // The fastest that every service knows (docs/decisions/0020-blocks-packed-piece-by-piece.md).
  maxcompute::ContentEncoding encoding = maxcompute::ContentEncoding::kDeflate;
};

using ShareUploads = std::vector<std::shared_ptr<ShareUpload>>;

// Rows of one source partition on their way to becoming blocks: everything of [first_offset,
// next_offset).
//
// Each row is encoded once, straight into the block of its table partition. Full blocks wait in
// their shares, which may be sent while the batch goes on. Borrows `memory`. One thread at a time.
class Batch {
 public:
  // `revision` routes the rows.
  Batch(int64_t first_offset, int64_t revision, TaskMemory& memory,
        const BlockOptions& options = {});
  // Gives up shares that were not sealed.
  ~Batch();

  // Appends the record's row to the block of `partition_value`. Nothing changes when the record is
  // rejected.
  std::optional<conversion::Rejection> Append(absl::string_view partition_value,
                                              const conversion::SourceRecord& record,
                                              conversion::RowConverter& converter);

  // Everything below `next_offset` is in the batch, or is no row. Never moves back.
  void Cover(int64_t next_offset) {
    if (next_offset > next_offset_) next_offset_ = next_offset;
  }

  int64_t first_offset() const { return first_offset_; }
  int64_t next_offset() const { return next_offset_; }
  int64_t revision() const { return revision_; }
  int64_t rows() const { return rows_; }
  // Of the encoded rows, not packed, about: those that are sent already too.
  int64_t bytes() const;
  // What it holds of the memory budget now.
  int64_t memory_bytes() const;
  // Counts also the rows that have come since pieces of them ended.
  void MeasureMemory();
  int table_partitions() const { return static_cast<int>(open_.size()); }
  bool HasPartition(absl::string_view partition_value) const;

  // Shares that have full blocks to send, those with the most bytes first.
  ShareUploads FullShares() const;
  // For how many table partitions no session has been asked for.
  int sessions_missing() const;

  // Closes blocks that are larger than the task's memory has room for now.
  void CloseLargeBlocks();

  // Closes the blocks and hands everything over. The batch takes no more rows.
  ShareUploads Seal();

 private:
  struct Open {
    Open(std::string partition_value, TaskMemory& memory, const BlockOptions& options)
        : upload(std::make_shared<ShareUpload>(std::move(partition_value))),
          block(memory, options.encoding, options.bytes_max) {}

    std::shared_ptr<ShareUpload> upload;
    OpenBlock block;
  };

  Open& ShareOf(absl::string_view partition_value);
  void Close(Open& open);

  const int64_t first_offset_;
  const int64_t revision_;
  TaskMemory& memory_;
  const BlockOptions options_;
  int64_t next_offset_;
  int64_t rows_ = 0;
  int64_t closed_bytes_ = 0;
  std::deque<Open> open_;  // Few: the last one used is nearly always the next one used.
  Open* last_ = nullptr;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_BATCH_H_

#ifndef SLUICE_DATAPLANE_UPLOAD_OPEN_BLOCK_H_
#define SLUICE_DATAPLANE_UPLOAD_OPEN_BLOCK_H_

#include <cstdint>

#include "dataplane/upload/memory_lease.h"
#include "dataplane/upload/task_memory.h"
#include "maxcompute/record/block_buffer.h"
#include "maxcompute/record/compression.h"
#include "maxcompute/record/record_encoder.h"

namespace sluice::dataplane {

// A block as it goes over the wire, footer included. Its memory is given back with it.
struct PackedBlock {
  maxcompute::BlockBuffer bytes;
  maxcompute::ContentEncoding encoding = maxcompute::ContentEncoding::kRaw;
  int64_t rows = 0;
  MemoryLease memory;
};

// A block that takes rows. Whenever it has a piece of them, that is packed while it is still in the
// processor's cache, straight into the memory that will be sent.
//
// Borrows `memory`. One thread at a time.
class OpenBlock {
 public:
  // A block is full when `bytes_max` are packed, or fewer where many are open.
  OpenBlock(TaskMemory& memory, maxcompute::ContentEncoding encoding, int64_t bytes_max);
  ~OpenBlock();
  OpenBlock(const OpenBlock&) = delete;
  OpenBlock& operator=(const OpenBlock&) = delete;

  // Rows go here; RowEnded after each.
  maxcompute::RecordEncoder& encoder() { return encoder_; }

  // Whether the block is full. To be called after each row.
  bool RowEnded() {
    if (encoder_.finished().size() < piece_end_) [[likely]]
      return false;
    return PieceEnded();
  }

  int64_t rows() const { return encoder_.rows(); }
  // Of the rows, not packed.
  int64_t encoded_bytes() const { return encoder_.rows() == 0 ? 0 : encoder_.encoded_bytes(); }
  // What it costs in memory, as it was last measured.
  int64_t bytes() const { return lease_.bytes(); }
  // Pieces are measured when they end; this measures the one in hand too.
  void Measure();

  // Ends the block and hands it over; a new one begins. It has rows.
  PackedBlock Close();

 private:
  bool PieceEnded();

  TaskMemory& memory_;
  const maxcompute::ContentEncoding encoding_;
  const int64_t bytes_max_;
  maxcompute::RecordEncoder encoder_;
  maxcompute::PieceByPiece packer_;
  maxcompute::BlockBuffer packed_;
  MemoryLease lease_;
  size_t piece_end_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_UPLOAD_OPEN_BLOCK_H_

#include "dataplane/upload/open_block.h"

#include <algorithm>
#include <utility>

namespace sluice::dataplane {
namespace {

// Packs about as well as the whole, fits a processor's second cache, and a hundred of them are 12
// MiB.
constexpr int64_t kPieceBytes = 128 << 10;

// From here on a block that is not packed grows fourfold: growing copies it, and most that came
// this far become full.
constexpr int64_t kFillsUpBytes = 1 << 20;

}  // namespace

OpenBlock::OpenBlock(TaskMemory& memory, maxcompute::ContentEncoding encoding, int64_t bytes_max)
    : memory_(memory),
      encoding_(encoding),
      bytes_max_(bytes_max),
      packer_(encoding),
      lease_(memory),
      piece_end_(std::min(kPieceBytes, bytes_max)) {
  memory_.open_blocks_.fetch_add(1);
}

OpenBlock::~OpenBlock() { memory_.open_blocks_.fetch_sub(1); }

bool OpenBlock::PieceEnded() {
  const int64_t piece = std::min(kPieceBytes, bytes_max_);
  const int64_t full = memory_.BlockBytes(bytes_max_);
  int64_t size = static_cast<int64_t>(encoder_.finished().size());
  if (encoding_ == maxcompute::ContentEncoding::kRaw) {
    piece_end_ = size + piece;
    const bool next_fits = encoder_.memory_bytes() - size >= 2 * piece;
    if (size >= kFillsUpBytes && !next_fits) encoder_.Reserve(std::min(full + 2 * piece, 4 * size));
  } else {
    packer_.Append(encoder_.finished(), packed_);
    encoder_.Drop();
    size = static_cast<int64_t>(packed_.size());
  }
  Measure();
  return size >= full;
}

void OpenBlock::Measure() {
  // What was never written to costs nothing: of `packed_` its size counts, not its capacity.
  lease_.Set(encoder_.memory_bytes() + static_cast<int64_t>(packed_.size()));
}

PackedBlock OpenBlock::Close() {
  PackedBlock block{.encoding = encoding_, .rows = encoder_.rows(), .memory = MemoryLease(memory_)};
  maxcompute::BlockBuffer rest = encoder_.Finish().bytes;
  if (encoding_ == maxcompute::ContentEncoding::kRaw) {
    block.bytes = std::move(rest);
  } else {
    packer_.Append(rest.view(), packed_);
    packer_.Finish(packed_);
    block.bytes = std::move(packed_);
    encoder_ = maxcompute::RecordEncoder(std::move(rest));
  }
  block.memory.Set(static_cast<int64_t>(block.bytes.size()));
  packer_ = maxcompute::PieceByPiece(encoding_);
  piece_end_ = std::min(kPieceBytes, bytes_max_);
  Measure();
  return block;
}

}  // namespace sluice::dataplane

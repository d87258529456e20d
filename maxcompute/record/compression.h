#ifndef SLUICE_MAXCOMPUTE_RECORD_COMPRESSION_H_
#define SLUICE_MAXCOMPUTE_RECORD_COMPRESSION_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/record/block_buffer.h"

namespace sluice::maxcompute {

// How the bytes of a block are packed on the wire. Every client and service knows deflate.
enum class ContentEncoding {
  kRaw,
  kDeflate,  // zlib's wrapper (RFC 1950), not bare deflate.
  kZstd,     // One frame after another.
  kLz4,      // A frame of independent blocks.
  kSnappy,   // The framing format: chunks of at most 64 KiB, each with its checksum.
};

// The value of Content-Encoding; empty for kRaw.
absl::string_view ContentEncodingName(ContentEncoding encoding);

// Whether every service takes it, so that a refusal is never about it.
inline bool IsTakenByAll(ContentEncoding encoding) {
  return encoding == ContentEncoding::kRaw || encoding == ContentEncoding::kDeflate;
}

// Packs bytes piece by piece, at the fastest level, each piece straight behind the others; in the
// end they are one body of the encoding.
//
// A piece is packed by itself, so that however many are begun, only the piece in hand costs memory.
// Pieces of 64 KiB and more pack about as well as the whole. Cannot fail. One thread at a time;
// about 1 MB of state is kept for each thread that has packed.
class PieceByPiece {
 public:
  explicit PieceByPiece(ContentEncoding encoding) : encoding_(encoding) {}

  void Append(absl::string_view piece, BlockBuffer& packed);

  // What must follow the last piece.
  void Finish(BlockBuffer& packed);

 private:
  void Begin(BlockBuffer& packed);

  ContentEncoding encoding_;
  bool begun_ = false;
  uint32_t adler_ = 1;  // Of kDeflate: over all bytes that were packed.
};

// Packs a whole block at the fastest level, appending to `packed`. Cannot fail. Any thread may
// call; it keeps about 350 kB of state for each thread that has called.
void Deflate(absl::string_view bytes, BlockBuffer& packed);

// The reverse of kDeflate. DATA_LOSS when the bytes are damaged or end early, OUT_OF_RANGE when
// there are more than `bytes_max`: a short answer may unpack to any length.
absl::StatusOr<std::string> Inflate(absl::string_view packed, int64_t bytes_max);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_COMPRESSION_H_

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
};

// The value of Content-Encoding; empty for kRaw.
absl::string_view ContentEncodingName(ContentEncoding encoding);

// Packs a whole block at the fastest level, appending to `packed`. Cannot fail. Any thread may
// call; it keeps about 350 kB of state for each thread that has called.
void Deflate(absl::string_view bytes, BlockBuffer& packed);

// The reverse. DATA_LOSS when the bytes are damaged or end early, OUT_OF_RANGE when there are more
// than `bytes_max`: a short answer may unpack to any length.
absl::StatusOr<std::string> Inflate(absl::string_view packed, int64_t bytes_max);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_COMPRESSION_H_

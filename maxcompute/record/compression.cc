#include "maxcompute/record/compression.h"

#include <isa-l/igzip_lib.h>
#include <zlib.h>

#include <algorithm>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"

namespace sluice::maxcompute {
namespace {

// ISA-L's level 1 is several times as fast as zlib's and packs about as well.
struct Deflater {
  isal_zstream stream;
  uint8_t level_memory[ISAL_DEF_LVL1_DEFAULT];
};

Deflater& ThreadsDeflater() {
  thread_local const std::unique_ptr<Deflater> deflater = std::make_unique<Deflater>();
  return *deflater;
}

constexpr size_t kOutputStep = 256 << 10;
// Lengths are 32 bits in both libraries.
constexpr size_t kInputStep = 1 << 30;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the packed bytes ", what));
}

struct InflateEnd {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

}  // namespace

absl::string_view ContentEncodingName(ContentEncoding encoding) {
  switch (encoding) {
    case ContentEncoding::kRaw:
      return "";
    case ContentEncoding::kDeflate:
      return "deflate";
  }
  return "";
}

void Deflate(absl::string_view bytes, BlockBuffer& packed) {
  Deflater& deflater = ThreadsDeflater();
  isal_zstream& stream = deflater.stream;
  isal_deflate_init(&stream);
  stream.level = 1;
  stream.level_buf = deflater.level_memory;
  stream.level_buf_size = sizeof deflater.level_memory;
  stream.gzip_flag = IGZIP_ZLIB;
  do {
    if (stream.avail_in == 0) {
      const size_t length = std::min(bytes.size(), kInputStep);
      stream.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(bytes.data()));
      stream.avail_in = static_cast<uint32_t>(length);
      bytes.remove_prefix(length);
      stream.end_of_stream = bytes.empty() ? 1 : 0;
    }
    stream.next_out = reinterpret_cast<uint8_t*>(packed.Prepare(kOutputStep));
    stream.avail_out = kOutputStep;
    const int result = isal_deflate(&stream);
    SLUICE_CHECK(result == COMP_OK) << "isal_deflate: " << result;
    packed.Advance(kOutputStep - stream.avail_out);
  } while (stream.internal_state.state != ZSTATE_END);
}

absl::StatusOr<std::string> Inflate(absl::string_view packed, int64_t bytes_max) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return absl::ResourceExhaustedError("no memory to unpack");
  const std::unique_ptr<z_stream, InflateEnd> end(&stream);
  std::string bytes;
  const auto buffer = std::make_unique<char[]>(kOutputStep);
  int result = Z_OK;
  while (result != Z_STREAM_END) {
    if (stream.avail_in == 0) {
      const size_t length = std::min(packed.size(), kInputStep);
      if (length == 0) return Damaged("end early");
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
      stream.avail_in = static_cast<uInt>(length);
      packed.remove_prefix(length);
    }
    stream.next_out = reinterpret_cast<Bytef*>(buffer.get());
    stream.avail_out = kOutputStep;
    result = inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) {
      return Damaged("are no zlib stream");
    }
    bytes.append(buffer.get(), kOutputStep - stream.avail_out);
    if (static_cast<int64_t>(bytes.size()) > bytes_max) {
      return absl::OutOfRangeError(
          absl::StrCat("the answer unpacks to more than ", bytes_max, " bytes"));
    }
  }
  if (stream.avail_in > 0 || !packed.empty()) return Damaged("go on after their end");
  return bytes;
}

}  // namespace sluice::maxcompute

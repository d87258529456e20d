#include "maxcompute/record/compression.h"

#include <isa-l/igzip_lib.h>
#include <lz4.h>
#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/check.h"
#include "maxcompute/record/crc32c.h"

namespace sluice::maxcompute {
namespace {

// ISA-L's level 1 is several times as fast as zlib's and packs about as well.
struct Deflater {
  isal_zstream stream;
  uint8_t level_memory[ISAL_DEF_LVL1_DEFAULT];
};

// What a piece that does not shrink may grow by, and what stands between pieces.
constexpr size_t kPieceSlack = 1024;
// Longer pieces are several: lengths in LZ4's blocks end at 4 MiB.
constexpr size_t kPieceBytesMax = 4 << 20;

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

// A piece as deflate blocks that end on a byte and need nothing of the pieces before.
void DeflatePiece(absl::string_view piece, BlockBuffer& packed) {
  Deflater& deflater = ThreadsDeflater();
  isal_zstream& stream = deflater.stream;
  isal_deflate_stateless_init(&stream);
  stream.level = 1;
  stream.level_buf = deflater.level_memory;
  stream.level_buf_size = sizeof deflater.level_memory;
  stream.gzip_flag = IGZIP_DEFLATE;
  stream.flush = FULL_FLUSH;
  stream.end_of_stream = 0;
  stream.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(piece.data()));
  stream.avail_in = static_cast<uint32_t>(piece.size());
  const size_t room = piece.size() + piece.size() / 1024 + kPieceSlack;
  stream.next_out = reinterpret_cast<uint8_t*>(packed.Prepare(room));
  stream.avail_out = static_cast<uint32_t>(room);
  const int result = isal_deflate_stateless(&stream);
  SLUICE_CHECK(result == COMP_OK) << "isal_deflate_stateless: " << result;
  packed.Advance(room - stream.avail_out);
}

struct ZstdEnd {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

// Level 1, with a table of matches that the processor's first cache holds, and two bytes further on
// where there was none: rows repeat each other in long stretches. A seventh to a quarter of the
// time less than the level by itself, for about the same length.
ZSTD_CCtx* NewZstdContext() {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  SLUICE_CHECK(context != nullptr) << "no memory for zstd";
  const auto set = [context](ZSTD_cParameter parameter, int value) {
    return !ZSTD_isError(ZSTD_CCtx_setParameter(context, parameter, value));
  };
  // With steps zstd would leave literals as they are, which costs a third more bytes. That it shall
  // not is a parameter without a lasting name (its literalCompressionMode).
  const bool packs_literals = set(ZSTD_c_experimentalParam5, 1);
  SLUICE_CHECK(set(ZSTD_c_compressionLevel, 1) && set(ZSTD_c_windowLog, 17) &&
               set(ZSTD_c_hashLog, 12) && set(ZSTD_c_minMatch, 6) &&
               set(ZSTD_c_targetLength, packs_literals ? 2 : 0));
  return context;
}

void ZstdPiece(absl::string_view piece, BlockBuffer& packed) {
  thread_local const std::unique_ptr<ZSTD_CCtx, ZstdEnd> context(NewZstdContext());
  const size_t room = ZSTD_compressBound(piece.size());
  const size_t length =
      ZSTD_compress2(context.get(), packed.Prepare(room), room, piece.data(), piece.size());
  SLUICE_CHECK(!ZSTD_isError(length)) << ZSTD_getErrorName(length);
  packed.Advance(length);
}

void AppendLittleEndian(uint32_t number, BlockBuffer& packed) {
  char* const to = packed.Prepare(sizeof number);
  for (size_t i = 0; i < sizeof number; ++i) to[i] = static_cast<char>(number >> (8 * i));
  packed.Advance(sizeof number);
}

// Frame format: version 1, blocks independent, no checksums, blocks of at most 4 MiB; the last byte
// is the header's own checksum.
constexpr absl::string_view kLz4Header("\x04\x22\x4D\x18\x60\x70\x73", 7);
constexpr uint32_t kLz4Stored = uint32_t{1} << 31;

void Lz4Piece(absl::string_view piece, BlockBuffer& packed) {
  const int size = static_cast<int>(piece.size());
  const int room = LZ4_compressBound(size);
  char* const begin = packed.Prepare(sizeof(uint32_t) + room);
  const int length = LZ4_compress_default(piece.data(), begin + sizeof(uint32_t), size, room);
  if (length > 0 && length < size) {
    AppendLittleEndian(static_cast<uint32_t>(length), packed);
    packed.Advance(length);
    return;
  }
  AppendLittleEndian(static_cast<uint32_t>(size) | kLz4Stored, packed);
  packed.Append(piece);
}

constexpr absl::string_view kSnappyHeader("\xff\x06\x00\x00sNaPpY", 10);
constexpr size_t kSnappyChunkBytesMax = 64 << 10;
constexpr uint32_t kSnappyPacked = 0x00;
constexpr uint32_t kSnappyStored = 0x01;

// A checksum that is stored beside what it is of would be that of an empty text: it is turned.
uint32_t SnappyChecksum(absl::string_view bytes) {
  const uint32_t crc = Crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
}

// Kind in the low byte, length of what follows it above.
void AppendSnappyHead(uint32_t kind, size_t length, uint32_t checksum, BlockBuffer& packed) {
  AppendLittleEndian(kind | static_cast<uint32_t>(sizeof checksum + length) << 8, packed);
  AppendLittleEndian(checksum, packed);
}

void SnappyPiece(absl::string_view piece, BlockBuffer& packed) {
  constexpr size_t kHeadBytes = 8;
  for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kSnappyChunkBytesMax))) {
    const absl::string_view chunk = piece.substr(0, kSnappyChunkBytesMax);
    const uint32_t checksum = SnappyChecksum(chunk);
    size_t length = 0;
    // Behind where its head will be.
    char* const begin = packed.Prepare(kHeadBytes + snappy::MaxCompressedLength(chunk.size()));
    snappy::RawCompress(chunk.data(), chunk.size(), begin + kHeadBytes, &length);
    if (length < chunk.size()) {
      AppendSnappyHead(kSnappyPacked, length, checksum, packed);
      packed.Advance(length);
    } else {
      AppendSnappyHead(kSnappyStored, chunk.size(), checksum, packed);
      packed.Append(chunk);
    }
  }
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
    case ContentEncoding::kZstd:
      return "zstd";
    case ContentEncoding::kLz4:
      return "x-lz4-frame";
    case ContentEncoding::kSnappy:
      return "x-snappy-framed";
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

void PieceByPiece::Begin(BlockBuffer& packed) {
  begun_ = true;
  // zlib's header: a window of 32 KiB, the fastest level.
  if (encoding_ == ContentEncoding::kDeflate) packed.Append(absl::string_view("\x78\x01", 2));
  if (encoding_ == ContentEncoding::kLz4) packed.Append(kLz4Header);
  if (encoding_ == ContentEncoding::kSnappy) packed.Append(kSnappyHeader);
}

void PieceByPiece::Append(absl::string_view piece, BlockBuffer& packed) {
  if (!begun_) Begin(packed);
  for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kPieceBytesMax))) {
    const absl::string_view part = piece.substr(0, kPieceBytesMax);
    switch (encoding_) {
      case ContentEncoding::kRaw:
        packed.Append(part);
        break;
      case ContentEncoding::kDeflate:
        adler_ =
            isal_adler32(adler_, reinterpret_cast<const unsigned char*>(part.data()), part.size());
        DeflatePiece(part, packed);
        break;
      case ContentEncoding::kZstd:
        ZstdPiece(part, packed);
        break;
      case ContentEncoding::kLz4:
        Lz4Piece(part, packed);
        break;
      case ContentEncoding::kSnappy:
        SnappyPiece(part, packed);
        break;
    }
  }
}

void PieceByPiece::Finish(BlockBuffer& packed) {
  if (!begun_) Begin(packed);
  if (encoding_ == ContentEncoding::kDeflate) {
    packed.Append(absl::string_view("\x03\x00", 2));  // An empty block that is the last one.
    char sum[4];
    for (int i = 0; i < 4; ++i) sum[i] = static_cast<char>(adler_ >> (24 - 8 * i));
    packed.Append(absl::string_view(sum, sizeof sum));
  }
  if (encoding_ == ContentEncoding::kLz4) AppendLittleEndian(0, packed);
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

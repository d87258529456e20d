#include "emulator/record/content_coding.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "emulator/error/service_error.h"
#include "emulator/record/coding_error.h"
#include "emulator/record/lz4_frame.h"
#include "emulator/record/snappy_framing.h"

namespace sluice::emulator {
namespace {

constexpr size_t kPieceBytes = 256 << 10;

absl::StatusOr<std::string> Inflate(absl::string_view body, uint64_t bytes_max) {
  z_stream stream = {};
  if (inflateInit(&stream) != Z_OK) return absl::InternalError("zlib does not start");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  std::string out;
  int result = Z_OK;
  while (result == Z_OK && out.size() <= bytes_max) {
    size_t begin = out.size();
    out.resize(begin + std::max(kPieceBytes, begin));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + begin);
    stream.avail_out = static_cast<uInt>(out.size() - begin);
    result = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  const bool all_used = stream.avail_in == 0;
  inflateEnd(&stream);
  if (out.size() > bytes_max) return UnpacksTooLarge(bytes_max);
  if (result != Z_STREAM_END || !all_used) return NotThatCoding("deflate");
  return out;
}

absl::StatusOr<std::string> UnpackZstd(absl::string_view body, uint64_t bytes_max) {
  std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(), ZSTD_freeDCtx);
  ZSTD_inBuffer in = {body.data(), body.size(), 0};
  std::string out;
  size_t hint = body.empty() ? 0 : 1;
  while (out.size() <= bytes_max) {
    size_t begin = out.size();
    out.resize(begin + std::max(kPieceBytes, begin));
    ZSTD_outBuffer piece = {out.data() + begin, out.size() - begin, 0};
    hint = ZSTD_decompressStream(context.get(), &piece, &in);
    out.resize(begin + piece.pos);
    if (ZSTD_isError(hint) != 0) return NotThatCoding("zstd");
    if (in.pos == in.size && piece.pos < piece.size) break;
  }
  if (out.size() > bytes_max) return UnpacksTooLarge(bytes_max);
  if (hint != 0) return NotThatCoding("zstd");
  return out;
}

class DeflateEncoder : public ContentEncoder {
 public:
  DeflateEncoder() { deflateInit(&stream_, Z_BEST_SPEED); }
  ~DeflateEncoder() override { deflateEnd(&stream_); }

  std::string Encode(absl::string_view bytes) override { return Run(bytes, Z_NO_FLUSH); }
  std::string Finish() override { return Run("", Z_FINISH); }

 private:
  std::string Run(absl::string_view bytes, int flush) {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream_.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    do {
      size_t begin = out.size();
      out.resize(begin + kPieceBytes);
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + begin);
      stream_.avail_out = kPieceBytes;
      deflate(&stream_, flush);
      out.resize(out.size() - stream_.avail_out);
    } while (stream_.avail_out == 0);
    return out;
  }

  z_stream stream_ = {};
};

class ZstdEncoder : public ContentEncoder {
 public:
  std::string Encode(absl::string_view bytes) override { return Run(bytes, ZSTD_e_continue); }
  std::string Finish() override { return Run("", ZSTD_e_end); }

 private:
  std::string Run(absl::string_view bytes, ZSTD_EndDirective directive) {
    ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
    std::string out;
    size_t left = 0;
    do {
      size_t begin = out.size();
      out.resize(begin + kPieceBytes);
      ZSTD_outBuffer piece = {out.data() + begin, kPieceBytes, 0};
      left = ZSTD_compressStream2(context_.get(), &piece, &in, directive);
      out.resize(begin + piece.pos);
    } while (directive == ZSTD_e_end ? left != 0 : in.pos < in.size);
    return out;
  }

  std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context_{ZSTD_createCCtx(), ZSTD_freeCCtx};
};

template <typename Encoder>
std::unique_ptr<ContentEncoder> Make() {
  return std::make_unique<Encoder>();
}

struct Coding {
  const char* name;
  absl::StatusOr<std::string> (*decode)(absl::string_view, uint64_t);  // Null: it is raw.
  std::unique_ptr<ContentEncoder> (*encoder)();
};

constexpr Coding kCodings[] = {
    {"", nullptr, nullptr},
    {"identity", nullptr, nullptr},
    {"raw", nullptr, nullptr},
    {"deflate", Inflate, Make<DeflateEncoder>},
    {"zstd", UnpackZstd, Make<ZstdEncoder>},
    {"x-snappy-framed", UnpackSnappyFramed, Make<SnappyFramedEncoder>},
    {"x-lz4-frame", UnpackLz4Frames, Make<Lz4FrameEncoder>},
    {"x-odps-lz4-frame", UnpackLz4Frames, Make<Lz4FrameEncoder>},
};

}  // namespace

absl::StatusOr<std::string> DecodeContent(absl::string_view encoding, std::string body,
                                          uint64_t bytes_max) {
  const std::string name = absl::AsciiStrToLower(absl::StripAsciiWhitespace(encoding));
  for (const Coding& coding : kCodings) {
    if (name != coding.name) continue;
    if (coding.decode != nullptr) return coding.decode(body, bytes_max);
    if (body.size() > bytes_max) return UnpacksTooLarge(bytes_max);
    return body;
  }
  return ServiceError("NotImplemented",
                      absl::StrCat("Content-Encoding ", name.substr(0, 64),
                                   " is not covered; use raw, deflate, zstd, x-snappy-framed or "
                                   "x-lz4-frame"));
}

ChosenEncoding ChooseEncoding(absl::string_view accept_encoding) {
  for (absl::string_view part : absl::StrSplit(accept_encoding, ',')) {
    part = absl::StripAsciiWhitespace(part.substr(0, part.find(';')));
    for (const Coding& coding : kCodings) {
      if (part == coding.name && coding.encoder != nullptr) return {coding.name, coding.encoder()};
    }
  }
  return {};
}

}  // namespace sluice::emulator

#include "emulator/record/lz4_frame.h"

#include <lz4frame.h>

#include <algorithm>
#include <memory>

#include "emulator/record/coding_error.h"

namespace sluice::emulator {
namespace {

constexpr size_t kPieceBytes = 256 << 10;

LZ4F_preferences_t Preferences() {
  LZ4F_preferences_t preferences = {};
  preferences.frameInfo.blockMode = LZ4F_blockIndependent;
  preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
  return preferences;
}

struct FreeContext {
  void operator()(LZ4F_dctx* context) const { LZ4F_freeDecompressionContext(context); }
};

}  // namespace

absl::StatusOr<std::string> UnpackLz4Frames(absl::string_view body, uint64_t bytes_max) {
  LZ4F_dctx* made = nullptr;
  if (LZ4F_isError(LZ4F_createDecompressionContext(&made, LZ4F_VERSION)) != 0) {
    return absl::InternalError("LZ4 does not start");
  }
  std::unique_ptr<LZ4F_dctx, FreeContext> context(made);
  std::string out;
  size_t hint = 1;  // 0 exactly at the end of a frame.
  while (out.size() <= bytes_max) {
    const size_t begin = out.size();
    out.resize(begin + std::max(kPieceBytes, begin));
    size_t written = out.size() - begin;
    size_t read = body.size();
    hint =
        LZ4F_decompress(context.get(), out.data() + begin, &written, body.data(), &read, nullptr);
    const bool has_room = written < out.size() - begin;
    out.resize(begin + written);
    if (LZ4F_isError(hint) != 0) return NotThatCoding("LZ4 frame");
    body.remove_prefix(read);
    if (body.empty() && has_room) break;
    if (read == 0 && written == 0) return NotThatCoding("LZ4 frame");
  }
  if (out.size() > bytes_max) return UnpacksTooLarge(bytes_max);
  if (hint != 0) return NotThatCoding("LZ4 frame");
  return out;
}

Lz4FrameEncoder::Lz4FrameEncoder() { LZ4F_createCompressionContext(&context_, LZ4F_VERSION); }

Lz4FrameEncoder::~Lz4FrameEncoder() { LZ4F_freeCompressionContext(context_); }

std::string Lz4FrameEncoder::Header() {
  if (begun_) return "";
  begun_ = true;
  const LZ4F_preferences_t preferences = Preferences();
  std::string out(LZ4F_HEADER_SIZE_MAX, '\0');
  out.resize(LZ4F_compressBegin(context_, out.data(), out.size(), &preferences));
  return out;
}

std::string Lz4FrameEncoder::Encode(absl::string_view bytes) {
  std::string out = Header();
  const LZ4F_preferences_t preferences = Preferences();
  const size_t begin = out.size();
  out.resize(begin + LZ4F_compressBound(bytes.size(), &preferences));
  out.resize(begin + LZ4F_compressUpdate(context_, out.data() + begin, out.size() - begin,
                                         bytes.data(), bytes.size(), nullptr));
  return out;
}

std::string Lz4FrameEncoder::Finish() {
  std::string out = Header();
  const LZ4F_preferences_t preferences = Preferences();
  const size_t begin = out.size();
  out.resize(begin + LZ4F_compressBound(0, &preferences));
  out.resize(begin + LZ4F_compressEnd(context_, out.data() + begin, out.size() - begin, nullptr));
  return out;
}

}  // namespace sluice::emulator

// Any bytes as a compressed body: they are refused, or what comes out stays within its bound and
// can be packed and unpacked again. The first byte chooses the coding.

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "base/check.h"
#include "emulator/record/content_coding.h"

namespace {

constexpr uint64_t kBytesMax = 1 << 20;

void Try(const char* coding, std::string body) {
  absl::StatusOr<std::string> text =
      sluice::emulator::DecodeContent(coding, std::move(body), kBytesMax);
  if (!text.ok()) return;
  SLUICE_CHECK(text->size() <= kBytesMax) << coding;
  sluice::emulator::ChosenEncoding chosen = sluice::emulator::ChooseEncoding(coding);
  std::string packed = chosen.encoder->Encode(*text);
  packed += chosen.encoder->Finish();
  absl::StatusOr<std::string> again =
      sluice::emulator::DecodeContent(coding, std::move(packed), kBytesMax);
  SLUICE_CHECK(again.ok() && *again == *text) << coding;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static constexpr const char* kCodings[] = {"deflate", "zstd", "x-snappy-framed", "x-lz4-frame"};
  if (size == 0) return 0;
  Try(kCodings[data[0] % std::size(kCodings)],
      std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  return 0;
}

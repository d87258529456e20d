#ifndef SLUICE_EMULATOR_RECORD_LZ4_FRAME_H_
#define SLUICE_EMULATOR_RECORD_LZ4_FRAME_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/record/content_encoder.h"

struct LZ4F_cctx_s;

namespace sluice::emulator {

// LZ4's frames, one after the other: linked blocks or independent ones.
absl::StatusOr<std::string> UnpackLz4Frames(absl::string_view body, uint64_t bytes_max);

// Writes one frame of independent blocks: one client reads no others.
class Lz4FrameEncoder : public ContentEncoder {
 public:
  Lz4FrameEncoder();
  ~Lz4FrameEncoder() override;

  std::string Encode(absl::string_view bytes) override;
  std::string Finish() override;

 private:
  std::string Header();

  LZ4F_cctx_s* context_ = nullptr;
  bool begun_ = false;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_LZ4_FRAME_H_

#ifndef SLUICE_EMULATOR_RECORD_SNAPPY_FRAMING_H_
#define SLUICE_EMULATOR_RECORD_SNAPPY_FRAMING_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/record/content_encoder.h"

namespace sluice::emulator {

// Snappy's framing format: a stream identifier, then chunks of at most 64 KiB, each with a masked
// CRC32C of what it unpacks to.
absl::StatusOr<std::string> UnpackSnappyFramed(absl::string_view body, uint64_t bytes_max);

class SnappyFramedEncoder : public ContentEncoder {
 public:
  std::string Encode(absl::string_view bytes) override;
  std::string Finish() override;

 private:
  void AppendChunk(absl::string_view bytes, std::string& out) const;

  bool begun_ = false;
  std::string held_;  // Less than a chunk.
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_SNAPPY_FRAMING_H_

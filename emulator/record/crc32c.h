#ifndef SLUICE_EMULATOR_RECORD_CRC32C_H_
#define SLUICE_EMULATOR_RECORD_CRC32C_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace sluice::emulator {

// The Castagnoli checksum of the record stream, by the processor's own instruction where it has
// one.
class Crc32c {
 public:
  void Update(const void* bytes, size_t size);
  void Update(absl::string_view bytes) { Update(bytes.data(), bytes.size()); }

  // Integers enter as little-endian bytes.
  void UpdateInt32(int32_t value) { Update(&value, sizeof value); }
  void UpdateInt64(int64_t value) { Update(&value, sizeof value); }

  uint32_t value() const { return ~state_; }

 private:
  uint32_t state_ = 0xFFFFFFFF;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_CRC32C_H_

#ifndef SLUICE_EMULATOR_RECORD_WIRE_H_
#define SLUICE_EMULATOR_RECORD_WIRE_H_

#include <cstdint>
#include <cstring>
#include <string>

#include "absl/strings/string_view.h"

namespace sluice::emulator {

// Field numbers that are no columns.
constexpr uint32_t kEndRecord = 33553408;  // CRC32C of the record before it.
constexpr uint32_t kMetaCount = 33554430;  // How many records there were.
constexpr uint32_t kMetaChecksum =
    33554431;  // CRC32C over the records' CRCs; the stream ends here.

enum WireType : uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

inline uint64_t ZigZag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}
inline int64_t UnZigZag(uint64_t value) {
  return static_cast<int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

// Reads the primitives of a record stream. Every read answers false at a truncated or overlong one.
class WireReader {
 public:
  explicit WireReader(absl::string_view bytes) : rest_(bytes) {}

  bool AtEnd() const { return rest_.empty(); }
  size_t left() const { return rest_.size(); }

  // Up to ten bytes: some writers send 32-bit values sign-extended.
  bool ReadVarint(uint64_t& value) {
    value = 0;
    for (int i = 0; i < 10; ++i) {
      if (static_cast<size_t>(i) >= rest_.size()) return false;
      auto byte = static_cast<unsigned char>(rest_[i]);
      value |= static_cast<uint64_t>(byte & 0x7F) << (7 * i);
      if ((byte & 0x80) == 0) {
        rest_.remove_prefix(i + 1);
        return true;
      }
    }
    return false;
  }

  bool ReadSigned(int64_t& value) {
    uint64_t raw = 0;
    if (!ReadVarint(raw)) return false;
    value = UnZigZag(raw);
    return true;
  }

  template <typename T>
  bool ReadFixed(T& value) {
    if (rest_.size() < sizeof value) return false;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return true;
  }

  bool ReadBytes(size_t size, absl::string_view& bytes) {
    if (rest_.size() < size) return false;
    bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

 private:
  absl::string_view rest_;
};

inline void AppendVarint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

inline void AppendTag(uint32_t field, WireType type, std::string& out) {
  AppendVarint(static_cast<uint64_t>(field) << 3 | type, out);
}

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_WIRE_H_

#ifndef SLUICE_MAXCOMPUTE_RECORD_WIRE_FORMAT_H_
#define SLUICE_MAXCOMPUTE_RECORD_WIRE_FORMAT_H_

#include <cstdint>

namespace sluice::maxcompute::wire {

// The record stream borrows protobuf's tags and varints and is not protobuf: some fields of type 2
// carry no length.
inline constexpr uint32_t kVarint = 0;
inline constexpr uint32_t kFixed64 = 1;
inline constexpr uint32_t kBytes = 2;
inline constexpr uint32_t kFixed32 = 5;

// Field numbers beyond those of columns, which count from 1.
inline constexpr uint32_t kEndRecord = 33553408;     // CRC32C of the record.
inline constexpr uint32_t kMetaCount = 33554430;     // How many records, zigzag.
inline constexpr uint32_t kMetaChecksum = 33554431;  // CRC32C over the records' CRCs.
inline constexpr uint32_t kMetricsEnd =
    33554176;  // Downloads may carry metrics before the checksum.

inline constexpr int kVarintBytesMax = 10;

inline constexpr uint32_t Tag(uint32_t field, uint32_t wire_type) { return field << 3 | wire_type; }

inline constexpr uint64_t Zigzag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}

inline constexpr int64_t Unzigzag(uint64_t value) {
  return static_cast<int64_t>(value >> 1) ^ -static_cast<int64_t>(value & 1);
}

inline constexpr char* WriteVarint(char* to, uint64_t value) {
  while (value >= 0x80) {
    *to++ = static_cast<char>(value | 0x80);
    value >>= 7;
  }
  *to++ = static_cast<char>(value);
  return to;
}

inline constexpr int VarintBytes(uint64_t value) {
  int bytes = 1;
  for (; value >= 0x80; value >>= 7) ++bytes;
  return bytes;
}

}  // namespace sluice::maxcompute::wire

#endif  // SLUICE_MAXCOMPUTE_RECORD_WIRE_FORMAT_H_

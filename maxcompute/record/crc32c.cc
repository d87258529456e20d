#include "maxcompute/record/crc32c.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__) && (defined(__ARM_FEATURE_CRC32) || !defined(__clang__))
#include <arm_acle.h>
#include <sys/auxv.h>
#endif

namespace sluice::maxcompute::crc32c_internal {
namespace {

// Eight tables, so that the portable form takes eight bytes at a time.
constexpr std::array<std::array<uint32_t, 256>, 8> MakeTables() {
  constexpr uint32_t kPolynomial = 0x82F63B78;
  std::array<std::array<uint32_t, 256>, 8> tables{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
    tables[0][byte] = crc;
  }
  for (uint32_t byte = 0; byte < 256; ++byte) {
    for (size_t k = 1; k < 8; ++k) {
      const uint32_t before = tables[k - 1][byte];
      tables[k][byte] = (before >> 8) ^ tables[0][before & 0xFF];
    }
  }
  return tables;
}

constexpr std::array<std::array<uint32_t, 256>, 8> kTables = MakeTables();

uint32_t PortableByte(uint32_t state, uint8_t byte) {
  return (state >> 8) ^ kTables[0][(state ^ byte) & 0xFF];
}

uint32_t PortableU32(uint32_t state, uint32_t word) {
  const uint32_t mixed = state ^ word;
  return kTables[3][mixed & 0xFF] ^ kTables[2][(mixed >> 8) & 0xFF] ^
         kTables[1][(mixed >> 16) & 0xFF] ^ kTables[0][mixed >> 24];
}

uint32_t PortableU64(uint32_t state, uint64_t word) {
  const uint64_t mixed = state ^ word;
  uint32_t result = 0;
  for (size_t k = 0; k < 8; ++k) result ^= kTables[7 - k][(mixed >> (8 * k)) & 0xFF];
  return result;
}

uint32_t PortableExtend(uint32_t state, const void* data, size_t size) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  for (; size >= 8; size -= 8, bytes += 8) {
    uint64_t word = 0;
    for (int k = 0; k < 8; ++k) word |= uint64_t{bytes[k]} << (8 * k);  // Whatever our byte order.
    state = PortableU64(state, word);
  }
  for (; size > 0; --size) state = PortableByte(state, *bytes++);
  return state;
}

uint32_t PortableU32U64(uint32_t state, uint32_t first, uint64_t second) {
  return PortableU64(PortableU32(state, first), second);
}

uint32_t PortableU32Bytes(uint32_t state, uint32_t first, const void* data, size_t size) {
  return PortableExtend(PortableU32(state, first), data, size);
}

uint32_t PortableCopyU32Bytes(uint32_t state, uint32_t first, char* to, const char* from,
                              size_t size, uint64_t& seen) {
  for (size_t i = 0; i < size; ++i) seen |= static_cast<uint8_t>(from[i]);
  if (size > 0) std::memcpy(to, from, size);
  return PortableExtend(PortableU32(state, first), from, size);
}

constexpr Implementation kPortable{"portable", PortableExtend, PortableU32U64, PortableU32Bytes,
                                   PortableCopyU32Bytes};

#if defined(__x86_64__)
#define SLUICE_CRC32C_TARGET __attribute__((target("sse4.2")))
SLUICE_CRC32C_TARGET inline uint32_t StepU8(uint32_t s, uint8_t v) { return _mm_crc32_u8(s, v); }
SLUICE_CRC32C_TARGET inline uint32_t StepU32(uint32_t s, uint32_t v) { return _mm_crc32_u32(s, v); }
SLUICE_CRC32C_TARGET inline uint32_t StepU64(uint32_t s, uint64_t v) {
  return static_cast<uint32_t>(_mm_crc32_u64(s, v));
}
constexpr char kHardwareName[] = "sse4.2";
bool HardwareRunsHere() { return __builtin_cpu_supports("sse4.2") != 0; }
#elif defined(__aarch64__) && (defined(__ARM_FEATURE_CRC32) || !defined(__clang__))
#define SLUICE_CRC32C_TARGET __attribute__((target("+crc")))
SLUICE_CRC32C_TARGET inline uint32_t StepU8(uint32_t s, uint8_t v) { return __crc32cb(s, v); }
SLUICE_CRC32C_TARGET inline uint32_t StepU32(uint32_t s, uint32_t v) { return __crc32cw(s, v); }
SLUICE_CRC32C_TARGET inline uint32_t StepU64(uint32_t s, uint64_t v) { return __crc32cd(s, v); }
constexpr char kHardwareName[] = "armv8-crc";
bool HardwareRunsHere() {
  constexpr unsigned long kHwcapCrc32 = 1 << 7;
  return (getauxval(AT_HWCAP) & kHwcapCrc32) != 0;
}
#endif

#if defined(SLUICE_CRC32C_TARGET)
SLUICE_CRC32C_TARGET uint32_t HardwareExtend(uint32_t state, const void* data, size_t size) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  for (; size >= 8; size -= 8, bytes += 8) {
    uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    state = StepU64(state, word);
  }
  if (size >= 4) {
    uint32_t word;
    std::memcpy(&word, bytes, sizeof word);
    state = StepU32(state, word);
    bytes += 4;
    size -= 4;
  }
  for (; size > 0; --size) state = StepU8(state, *bytes++);
  return state;
}

SLUICE_CRC32C_TARGET uint32_t HardwareU32U64(uint32_t state, uint32_t first, uint64_t second) {
  return StepU64(StepU32(state, first), second);
}

SLUICE_CRC32C_TARGET uint32_t HardwareU32Bytes(uint32_t state, uint32_t first, const void* data,
                                               size_t size) {
  return HardwareExtend(StepU32(state, first), data, size);
}

SLUICE_CRC32C_TARGET inline uint64_t CopyWord(char* to, const uint8_t* from) {
  uint64_t word;
  std::memcpy(&word, from, sizeof word);
  std::memcpy(to, &word, sizeof word);
  return word;
}

SLUICE_CRC32C_TARGET inline uint32_t HardwareCopy(uint32_t state, char* to, const uint8_t* bytes,
                                                  size_t size, uint64_t& seen) {
  for (; size >= 8; size -= 8, bytes += 8, to += 8) {
    const uint64_t word = CopyWord(to, bytes);
    seen |= word;
    state = StepU64(state, word);
  }
  if (size >= 4) {
    uint32_t word;
    std::memcpy(&word, bytes, sizeof word);
    std::memcpy(to, &word, sizeof word);
    seen |= word;
    state = StepU32(state, word);
    bytes += 4;
    to += 4;
    size -= 4;
  }
  for (; size > 0; --size) {
    seen |= *bytes;
    *to++ = static_cast<char>(*bytes);
    state = StepU8(state, *bytes++);
  }
  return state;
}

SLUICE_CRC32C_TARGET uint32_t HardwareCopyU32Bytes(uint32_t state, uint32_t first, char* to,
                                                   const char* from, size_t size, uint64_t& seen) {
  return HardwareCopy(StepU32(state, first), to, reinterpret_cast<const uint8_t*>(from), size,
                      seen);
}

constexpr Implementation kHardware{kHardwareName, HardwareExtend, HardwareU32U64, HardwareU32Bytes,
                                   HardwareCopyU32Bytes};
#endif

#if defined(__x86_64__)
// The instruction takes one cycle and its result comes after three. So parts of the bytes are
// summed beside each other, as if the later ones began anew, and put together: what follows a part
// multiplies its sum by a power of x, which is a constant.
#define SLUICE_CRC32C_PARTS_TARGET __attribute__((target("sse4.2,pclmul")))
constexpr size_t kPartBytes = 64;
constexpr size_t kPartWords = kPartBytes / 8;

// x to the power of `exponent`, modulo the polynomial, in the reflected order of bits.
constexpr uint32_t PowerOfX(int exponent) {
  uint32_t power = 0x80000000;
  for (; exponent > 0; --exponent) power = (power >> 1) ^ ((power & 1) != 0 ? 0x82F63B78 : 0);
  return power;
}

// What a sum is multiplied by so that the instruction, which multiplies by x to the 32nd, and the
// order of bits, which does so once, make it the sum with `bytes` more behind it.
constexpr uint32_t Behind(size_t bytes) { return PowerOfX(static_cast<int>(8 * bytes) - 33); }

SLUICE_CRC32C_PARTS_TARGET inline uint64_t Multiply(uint32_t sum, uint32_t constant) {
  const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128(sum), _mm_cvtsi64_si128(constant),
                                               /*low halves=*/0);
  return static_cast<uint64_t>(_mm_cvtsi128_si64(product));
}

SLUICE_CRC32C_PARTS_TARGET inline uint64_t WordAt(const uint8_t* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

SLUICE_CRC32C_PARTS_TARGET uint32_t PartsExtend(uint32_t state, const void* data, size_t size) {
  const auto* bytes = static_cast<const uint8_t*>(data);
  for (; size >= 3 * kPartBytes; size -= 3 * kPartBytes, bytes += 3 * kPartBytes) {
    uint32_t first = state;
    uint32_t second = 0;
    uint32_t third = 0;
    for (size_t i = 0; i + 1 < kPartWords; ++i) {
      first = StepU64(first, WordAt(bytes + 8 * i));
      second = StepU64(second, WordAt(bytes + kPartBytes + 8 * i));
      third = StepU64(third, WordAt(bytes + 2 * kPartBytes + 8 * i));
    }
    first = StepU64(first, WordAt(bytes + kPartBytes - 8));
    second = StepU64(second, WordAt(bytes + 2 * kPartBytes - 8));
    // The last word of the third part brings the other two along.
    state = StepU64(third, WordAt(bytes + 3 * kPartBytes - 8) ^
                               Multiply(first, Behind(2 * kPartBytes)) ^
                               Multiply(second, Behind(kPartBytes)));
  }
  return HardwareExtend(state, bytes, size);
}

SLUICE_CRC32C_PARTS_TARGET uint32_t PartsU32Bytes(uint32_t state, uint32_t first, const void* data,
                                                  size_t size) {
  return PartsExtend(StepU32(state, first), data, size);
}

// As PartsExtend; the copy and the look at the bytes cost nothing beside the waiting for the sums.
SLUICE_CRC32C_PARTS_TARGET uint32_t PartsCopyU32Bytes(uint32_t state, uint32_t field, char* to,
                                                      const char* from, size_t size,
                                                      uint64_t& seen) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(from);
  state = StepU32(state, field);
  for (; size >= 3 * kPartBytes;
       size -= 3 * kPartBytes, bytes += 3 * kPartBytes, to += 3 * kPartBytes) {
    uint32_t first = state;
    uint32_t second = 0;
    uint32_t third = 0;
    uint64_t all = 0;
    for (size_t i = 0;; ++i) {
      const uint64_t a = CopyWord(to + 8 * i, bytes + 8 * i);
      const uint64_t b = CopyWord(to + kPartBytes + 8 * i, bytes + kPartBytes + 8 * i);
      const uint64_t c = CopyWord(to + 2 * kPartBytes + 8 * i, bytes + 2 * kPartBytes + 8 * i);
      all |= a | b | c;
      first = StepU64(first, a);
      second = StepU64(second, b);
      if (i + 1 == kPartWords) {
        state = StepU64(third, c ^ Multiply(first, Behind(2 * kPartBytes)) ^
                                   Multiply(second, Behind(kPartBytes)));
        break;
      }
      third = StepU64(third, c);
    }
    seen |= all;
  }
  return HardwareCopy(state, to, bytes, size, seen);
}

constexpr Implementation kParts{"sse4.2+pclmul", PartsExtend, HardwareU32U64, PartsU32Bytes,
                                PartsCopyU32Bytes};
bool PartsRunHere() { return HardwareRunsHere() && __builtin_cpu_supports("pclmul") != 0; }
#endif

}  // namespace

std::atomic<const Implementation*> chosen{nullptr};

const Implementation& Choose() {
  const Implementation& choice = *All().front();
  chosen.store(&choice, std::memory_order_relaxed);
  return choice;
}

std::vector<const Implementation*> All() {
  std::vector<const Implementation*> all;
#if defined(SLUICE_CRC32C_PARTS_TARGET)
  if (PartsRunHere()) all.push_back(&kParts);
#endif
#if defined(SLUICE_CRC32C_TARGET)
  if (HardwareRunsHere()) all.push_back(&kHardware);
#endif
  all.push_back(&kPortable);
  return all;
}

}  // namespace sluice::maxcompute::crc32c_internal

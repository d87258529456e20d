#include "emulator/record/crc32c.h"

#include <array>
#include <bit>
#include <cstring>

namespace sluice::emulator {
namespace {

static_assert(std::endian::native == std::endian::little, "integers are fed as they lie in memory");

constexpr uint32_t kPolynomial = 0x82F63B78;  // Castagnoli, reflected.

constexpr std::array<uint32_t, 256> MakeTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t byte = 0; byte < 256; ++byte) {
    uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
    table[byte] = crc;
  }
  return table;
}

constexpr std::array<uint32_t, 256> kTable = MakeTable();

uint32_t UpdateByTable(uint32_t state, const unsigned char* bytes, size_t size) {
  for (size_t i = 0; i < size; ++i) state = (state >> 8) ^ kTable[(state ^ bytes[i]) & 0xFF];
  return state;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) uint32_t UpdateByInstruction(uint32_t state,
                                                               const unsigned char* bytes,
                                                               size_t size) {
  for (; size >= 8; bytes += 8, size -= 8) {
    uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    state = static_cast<uint32_t>(__builtin_ia32_crc32di(state, word));
  }
  for (; size > 0; ++bytes, --size) state = __builtin_ia32_crc32qi(state, *bytes);
  return state;
}
#endif

}  // namespace

void Crc32c::Update(const void* bytes, size_t size) {
  const auto* begin = static_cast<const unsigned char*>(bytes);
#if defined(__x86_64__)
  static const bool has_instruction = __builtin_cpu_supports("sse4.2");
  if (has_instruction) {
    state_ = UpdateByInstruction(state_, begin, size);
    return;
  }
#endif
  state_ = UpdateByTable(state_, begin, size);
}

}  // namespace sluice::emulator

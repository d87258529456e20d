#ifndef SLUICE_MAXCOMPUTE_RECORD_CRC32C_H_
#define SLUICE_MAXCOMPUTE_RECORD_CRC32C_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

// CRC32C (Castagnoli) by the processor's own instruction where it has one (SSE4.2, ARMv8 CRC), of
// three parts at once where it can also multiply without carries (PCLMULQDQ), else by a table;
// which of them is found out at the first use. Crc32c("123456789") is 0xE3069283.
//
// The running form works on the *inverted* state, so that pieces can be added without inverting
// between them:
//   uint32_t state = kCrc32cInit; state = ExtendCrc32c(state, …); …; uint32_t crc =
//   FinishCrc32c(state);
inline constexpr uint32_t kCrc32cInit = 0xFFFFFFFFu;

inline constexpr uint32_t FinishCrc32c(uint32_t state) { return state ^ 0xFFFFFFFFu; }

namespace crc32c_internal {

struct Implementation {
  const char* name;
  uint32_t (*extend)(uint32_t state, const void* data, size_t size);
  // A column's number, as four bytes, and then the eight bytes of its value.
  uint32_t (*extend_u32_u64)(uint32_t state, uint32_t first, uint64_t second);
  // A column's number and then bytes.
  uint32_t (*extend_u32_bytes)(uint32_t state, uint32_t first, const void* data, size_t size);
  // The same, and copies the bytes meanwhile to where they are not yet. Of every byte copied bit 7
  // is set somewhere among the bits 7 of `seen` when the byte has it: with none set, all are ASCII.
  uint32_t (*copy_u32_bytes)(uint32_t state, uint32_t first, char* to, const char* from,
                             size_t size, uint64_t& seen);
};

extern std::atomic<const Implementation*> chosen;
const Implementation& Choose();

inline const Implementation& Chosen() {
  const Implementation* implementation = chosen.load(std::memory_order_relaxed);
  if (implementation == nullptr) [[unlikely]]
    return Choose();
  return *implementation;
}

// Every implementation that runs on this processor, the quickest first, the portable one last.
std::vector<const Implementation*> All();

}  // namespace crc32c_internal

inline uint32_t ExtendCrc32c(uint32_t state, absl::string_view bytes) {
  return crc32c_internal::Chosen().extend(state, bytes.data(), bytes.size());
}

inline uint32_t Crc32c(absl::string_view bytes) {
  return FinishCrc32c(ExtendCrc32c(kCrc32cInit, bytes));
}

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_CRC32C_H_

#include "controlplane/model/uid.h"

#include <cstdint>
#include <random>

#include "absl/strings/str_format.h"

namespace sluice::controlplane {

std::string NewUid() {
  // The system's own source: two replicas started from the same image must not agree.
  std::random_device random;
  const auto bits = [&random] { return (uint64_t{random()} << 32) | random(); };
  const uint64_t high = (bits() & 0xffffffffffff0fffULL) | 0x4000;                // Version 4.
  const uint64_t low = (bits() & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;  // RFC 4122.
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", high >> 32, (high >> 16) & 0xffff,
                         high & 0xffff, low >> 48, low & 0xffffffffffffULL);
}

}  // namespace sluice::controlplane

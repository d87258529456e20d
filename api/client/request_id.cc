#include "api/client/request_id.h"

#include <cstdint>
#include <random>

#include "absl/strings/str_format.h"

namespace sluice::client {

std::string NewRequestId() {
  std::random_device device;  // The system's own source, not a seed for another one.
  const uint32_t a = device(), b = device(), c = device(), d = device();
  return absl::StrFormat("%08x-%04x-4%03x-%04x-%04x%08x", a, b >> 16, b & 0xfff,
                         0x8000 | (c >> 16 & 0x3fff), c & 0xffff, d);
}

}  // namespace sluice::client

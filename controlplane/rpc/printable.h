#ifndef SLUICE_CONTROLPLANE_RPC_PRINTABLE_H_
#define SLUICE_CONTROLPLANE_RPC_PRINTABLE_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// `text` as valid UTF-8 of at most `bytes_max` bytes (and an ellipsis where it was cut): what
// brokers and services say, and what tables hold, may be anything, and a proto's string must not.
std::string Printable(absl::string_view text, size_t bytes_max);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_PRINTABLE_H_

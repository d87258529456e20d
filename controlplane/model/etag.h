#ifndef SLUICE_CONTROLPLANE_MODEL_ETAG_H_
#define SLUICE_CONTROLPLANE_MODEL_ETAG_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// What a client sends back with a write so that it is refused when somebody else was faster.
// Differs between any two generations and any two incarnations of a name. Opaque to clients.
std::string EtagOf(absl::string_view uid, int64_t generation);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_ETAG_H_

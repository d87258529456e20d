#ifndef SLUICE_CONTROLPLANE_GATEWAY_STRICT_JSON_H_
#define SLUICE_CONTROLPLANE_GATEWAY_STRICT_JSON_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {

// How deep a body may be: no message of the API comes near it.
inline constexpr int kJsonDepthMax = 32;

// `text` as RFC 8259 has it and not a bit more: one value, double quotes, no comments, no trailing
// commas, no key twice in an object, valid UTF-8, numbers that a double can hold, at most
// kJsonDepthMax deep. Otherwise INVALID_ARGUMENT, BODY_MALFORMED, saying at which byte. Pure; the
// depth of its own stack does not grow with that of the text.
absl::StatusOr<nlohmann::json> ReadStrictJson(absl::string_view text);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_STRICT_JSON_H_

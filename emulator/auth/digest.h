#ifndef SLUICE_EMULATOR_AUTH_DIGEST_H_
#define SLUICE_EMULATOR_AUTH_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::emulator {

// Raw bytes.
std::string HmacSha1(absl::string_view key, absl::string_view text);
std::string HmacSha256(absl::string_view key, absl::string_view text);

// Takes as long for a wrong text as for the right one of its length.
bool EqualInConstantTime(absl::string_view a, absl::string_view b);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_AUTH_DIGEST_H_

#ifndef SLUICE_MAXCOMPUTE_AUTH_DIGEST_H_
#define SLUICE_MAXCOMPUTE_AUTH_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

// Raw bytes, not hex.
std::string HmacSha1(absl::string_view key, absl::string_view text);
std::string HmacSha256(absl::string_view key, absl::string_view text);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_AUTH_DIGEST_H_

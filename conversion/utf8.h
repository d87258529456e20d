#ifndef SLUICE_CONVERSION_UTF8_H_
#define SLUICE_CONVERSION_UTF8_H_

#include "absl/strings/string_view.h"

namespace sluice::conversion {

// Whether `text` is valid UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above
// U+10FFFF.
bool IsUtf8(absl::string_view text);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_UTF8_H_

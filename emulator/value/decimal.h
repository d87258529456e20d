#ifndef SLUICE_EMULATOR_VALUE_DECIMAL_H_
#define SLUICE_EMULATOR_VALUE_DECIMAL_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::emulator {

// Whether `text` is a plain decimal number: sign, digits, at most one point.
bool IsDecimalText(absl::string_view text);

// Such a text with at most `scale` digits after the point, rounded half away from zero, as the
// service does with what a DECIMAL column cannot hold. A text that has no more stays as it is.
std::string RoundDecimal(absl::string_view text, int scale);

// Negative, 0 or positive, however the two numbers are written.
int CompareDecimals(absl::string_view a, absl::string_view b);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_VALUE_DECIMAL_H_

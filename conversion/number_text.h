#ifndef SLUICE_CONVERSION_NUMBER_TEXT_H_
#define SLUICE_CONVERSION_NUMBER_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "conversion/misfit.h"

namespace sluice::conversion {

// Texts as numbers. A number fits when the type holds exactly its value, however it is written:
// `1`, `+1`, `1.0`, `10e-1` are all the integer 1. Digits are never rounded away, except that
// binary floating point takes the nearest number it has. No blanks. On a misfit the result is
// whatever.
//
// VALUE_UNFIT: it is no number. VALUE_OUT_OF_RANGE: it is too large. VALUE_TOO_PRECISE: it has more
// digits after the point than the type.

std::optional<Misfit> ReadInteger(absl::string_view text, int64_t min, int64_t max,
                                  int64_t& number);

// As plain text without exponent, without needless zeros: what DECIMAL(precision,scale) is on the
// wire.
std::optional<Misfit> ReadDecimal(absl::string_view text, int precision, int scale,
                                  std::string& plain);

// Also `nan`, `inf` and `infinity` in any case, with a sign.
std::optional<Misfit> ReadDouble(absl::string_view text, double& number);
std::optional<Misfit> ReadFloat(absl::string_view text, float& number);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_NUMBER_TEXT_H_

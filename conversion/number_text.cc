#include "conversion/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/charconv.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sluice::conversion {
namespace {

// Far above what any type takes, far below what an int holds.
constexpr int kExponentMax = 100'000;

// A decimal number by its parts: whole.fraction × 10^exponent, digits as they are written.
struct NumberParts {
  bool negative = false;
  absl::string_view whole;
  absl::string_view fraction;
  int exponent = 0;
};

absl::string_view TakeDigits(absl::string_view& rest) {
  size_t size = 0;
  while (size < rest.size() && absl::ascii_isdigit(static_cast<unsigned char>(rest[size]))) ++size;
  const absl::string_view digits = rest.substr(0, size);
  rest.remove_prefix(size);
  return digits;
}

// Whether there was a sign; `negative` tells which.
bool TakeSign(absl::string_view& rest, bool& negative) {
  if (rest.empty() || (rest[0] != '-' && rest[0] != '+')) return false;
  negative = rest[0] == '-';
  rest.remove_prefix(1);
  return true;
}

std::optional<NumberParts> TakeApart(absl::string_view text) {
  NumberParts parts;
  TakeSign(text, parts.negative);
  parts.whole = TakeDigits(text);
  if (!text.empty() && text[0] == '.') {
    text.remove_prefix(1);
    parts.fraction = TakeDigits(text);
  }
  if (parts.whole.empty() && parts.fraction.empty()) return std::nullopt;
  if (text.empty()) return parts;
  if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
  text.remove_prefix(1);
  bool negative = false;
  TakeSign(text, negative);
  const absl::string_view digits = TakeDigits(text);
  if (digits.empty() || !text.empty()) return std::nullopt;
  for (char digit : digits)
    parts.exponent = std::min(kExponentMax, parts.exponent * 10 + (digit - '0'));
  if (negative) parts.exponent = -parts.exponent;
  return parts;
}

Misfit NoNumber() { return {.reason = "VALUE_UNFIT", .message = "is not a number"}; }

Misfit OutOfRange(absl::string_view range) {
  return {.reason = "VALUE_OUT_OF_RANGE", .message = absl::StrCat("is not ", range)};
}

bool IsWordForNotFinite(absl::string_view text) {
  bool negative = false;
  TakeSign(text, negative);
  return absl::EqualsIgnoreCase(text, "nan") || absl::EqualsIgnoreCase(text, "inf") ||
         absl::EqualsIgnoreCase(text, "infinity");
}

// A digit, a point or a word: what from_chars would take beyond that (hexadecimal, "nan(1)") is no
// number here.
template <typename T>
std::optional<Misfit> ReadFloating(absl::string_view text, const char* range, T& number) {
  if (!IsWordForNotFinite(text) && !TakeApart(text).has_value()) return NoNumber();
  if (text[0] == '+') text.remove_prefix(1);
  const absl::from_chars_result result =
      absl::from_chars(text.data(), text.data() + text.size(), number);
  // Too small is zero or the number next to it; too large is a huge one.
  if (result.ec == std::errc::result_out_of_range && std::abs(number) > 1) return OutOfRange(range);
  if (result.ec == std::errc::invalid_argument || result.ptr != text.data() + text.size())
    return NoNumber();
  return std::nullopt;
}

}  // namespace

std::optional<Misfit> ReadInteger(absl::string_view text, int64_t min, int64_t max,
                                  int64_t& number) {
  const char* const end = text.data() + text.size();
  const std::from_chars_result result = std::from_chars(text.data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) {
    // Not the usual form. Nineteen digits and a point hold every integer of 64 bits.
    std::string plain;
    if (std::optional<Misfit> misfit = ReadDecimal(text, 20, 0, plain)) return misfit;
    const std::from_chars_result again =
        std::from_chars(plain.data(), plain.data() + plain.size(), number);
    if (again.ec != std::errc()) return OutOfRange(absl::StrCat("from ", min, " to ", max));
  }
  if (number < min || number > max) return OutOfRange(absl::StrCat("from ", min, " to ", max));
  return std::nullopt;
}

std::optional<Misfit> ReadDecimal(absl::string_view text, int precision, int scale,
                                  std::string& plain) {
  const std::optional<NumberParts> parts = TakeApart(text);
  if (!parts.has_value()) return NoNumber();
  plain.assign(parts->whole.data(), parts->whole.size());
  plain.append(parts->fraction.data(), parts->fraction.size());
  const size_t first = plain.find_first_not_of('0');
  if (first == std::string::npos) {
    plain = "0";
    return std::nullopt;
  }
  const size_t last = plain.find_last_not_of('0');
  // How many of the digits, from the first that counts to the last, stand before the point.
  const int64_t whole_size =
      static_cast<int64_t>(parts->whole.size()) - static_cast<int64_t>(first) + parts->exponent;
  const auto digits = static_cast<int64_t>(last - first + 1);
  if (whole_size > precision - scale) {
    return OutOfRange(absl::StrCat("below 10^", precision - scale, ": its type has ",
                                   precision - scale, " digits before the point"));
  }
  if (digits - whole_size > scale) {
    return Misfit{.reason = "VALUE_TOO_PRECISE",
                  .message = absl::StrCat("has more than ", scale, " digits after the point")};
  }
  plain.erase(last + 1);
  plain.erase(0, first);
  if (whole_size >= digits) {
    plain.append(whole_size - digits, '0');
  } else if (whole_size > 0) {
    plain.insert(whole_size, ".");
  } else {
    plain.insert(0, absl::StrCat("0.", std::string(-whole_size, '0')));
  }
  if (parts->negative) plain.insert(0, "-");
  return std::nullopt;
}

std::optional<Misfit> ReadDouble(absl::string_view text, double& number) {
  return ReadFloating(text, "in the range of DOUBLE", number);
}

std::optional<Misfit> ReadFloat(absl::string_view text, float& number) {
  return ReadFloating(text, "in the range of FLOAT", number);
}

}  // namespace sluice::conversion

#include "emulator/value/decimal.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace sluice::emulator {
namespace {

struct Parts {
  bool negative = false;
  absl::string_view whole;     // Without leading zeros.
  absl::string_view fraction;  // Without trailing zeros.
};

Parts Split(absl::string_view text) {
  Parts parts;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    parts.negative = text[0] == '-';
    text.remove_prefix(1);
  }
  size_t point = text.find('.');
  parts.whole = text.substr(0, point);
  if (point != text.npos) parts.fraction = text.substr(point + 1);
  while (absl::StartsWith(parts.whole, "0")) parts.whole.remove_prefix(1);
  while (absl::EndsWith(parts.fraction, "0")) parts.fraction.remove_suffix(1);
  if (parts.whole.empty() && parts.fraction.empty()) parts.negative = false;
  return parts;
}

}  // namespace

bool IsDecimalText(absl::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  size_t digits = 0;
  size_t points = 0;
  for (char c : text) {
    if (c == '.') {
      ++points;
    } else if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      ++digits;
    } else {
      return false;
    }
  }
  return digits > 0 && points <= 1;
}

std::string RoundDecimal(absl::string_view text, int scale) {
  const size_t point = text.find('.');
  if (point == text.npos || text.size() - point - 1 <= static_cast<size_t>(scale)) {
    return std::string(text);
  }
  const bool up = text[point + 1 + scale] >= '5';
  std::string rounded(text.substr(0, scale == 0 ? point : point + 1 + scale));
  if (!up) return rounded.find_first_of("0123456789") == rounded.npos ? rounded + "0" : rounded;
  // The carry goes from the last digit to the left, and may need one more in front.
  for (size_t i = rounded.size(); i-- > 0;) {
    if (rounded[i] == '.') continue;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(rounded[i]))) {
      return rounded.insert(i + 1, "1");
    }
    if (rounded[i] != '9') {
      ++rounded[i];
      return rounded;
    }
    rounded[i] = '0';
  }
  return "1" + rounded;
}

int CompareDecimals(absl::string_view a_text, absl::string_view b_text) {
  const Parts a = Split(a_text);
  const Parts b = Split(b_text);
  if (a.negative != b.negative) return a.negative ? -1 : 1;
  int order = a.whole.size() < b.whole.size() ? -1 : a.whole.size() > b.whole.size() ? 1 : 0;
  if (order == 0) order = a.whole.compare(b.whole);
  if (order == 0) order = a.fraction.compare(b.fraction);
  return a.negative ? -order : order;
}

}  // namespace sluice::emulator

#include "maxcompute/request/foreign_text.h"

#include "absl/strings/ascii.h"

namespace sluice::maxcompute {

std::string ForeignText(absl::string_view text) {
  constexpr size_t kBytesMax = 512;
  size_t length = text.size();
  if (length > kBytesMax) {
    length = kBytesMax;
    // Not within a character of UTF-8.
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
  }
  std::string line(text.substr(0, length));
  for (char& c : line) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) c = ' ';
  }
  return line;
}

}  // namespace sluice::maxcompute

#include "controlplane/rpc/printable.h"

#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

size_t LengthOfCharacter(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

}  // namespace

std::string Printable(absl::string_view text, size_t bytes_max) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    size_t length = LengthOfCharacter(text[i]);
    bool valid = length > 0 && i + length <= text.size();
    for (size_t j = 1; valid && j < length; ++j) {
      valid = (static_cast<unsigned char>(text[i + j]) & 0xc0) == 0x80;
    }
    // E0, ED, F0 and F4 restrict their second byte; these rare forms are not worth telling apart.
    if (valid && length >= 3) {
      const unsigned char first = text[i], second = text[i + 1];
      valid = !(first == 0xe0 && second < 0xa0) && !(first == 0xed && second > 0x9f) &&
              !(first == 0xf0 && second < 0x90) && !(first == 0xf4 && second > 0x8f);
    }
    if (!valid) length = 1;
    if (out.size() + length > bytes_max) return out + "…";
    if (valid) {
      absl::StrAppend(&out, text.substr(i, length));
    } else {
      out.push_back('?');
    }
    i += length;
  }
  return out;
}

}  // namespace sluice::controlplane

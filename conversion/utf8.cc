#include "conversion/utf8.h"

#include <bit>
#include <cstdint>
#include <cstring>

namespace sluice::conversion {
namespace {

static_assert(std::endian::native == std::endian::little, "later bytes are a word's higher ones");

constexpr uint64_t kHighBits = 0x8080808080808080;

uint64_t WordAt(const unsigned char* p) {
  uint64_t word;
  std::memcpy(&word, p, sizeof word);
  return word;
}

// Whether none of so many times eight bytes is above 0x7F.
template <int kWords>
bool IsAscii(const unsigned char* p) {
  uint64_t all = 0;
  for (int i = 0; i < kWords; ++i) all |= WordAt(p + 8 * i);
  return (all & kHighBits) == 0;
}

// The same of [p, end), which is shorter than eight bytes and ends a text that begins at `begin`.
bool IsTailAscii(const unsigned char* begin, const unsigned char* p, const unsigned char* end) {
  if (end - begin >= 8) return (WordAt(end - 8) & (kHighBits << (8 * (8 - (end - p))))) == 0;
  unsigned char all = 0;
  for (; p < end; ++p) all |= *p;
  return all < 0x80;
}

bool IsContinuation(unsigned char c) { return (c & 0xC0) == 0x80; }

// The length of the valid sequence that begins at `p`, a byte above 0x7F; 0 when there is none.
int SequenceLength(const unsigned char* p, const unsigned char* end) {
  const unsigned char lead = *p;
  // The range of the second byte shuts out overlong forms, surrogates and what lies above U+10FFFF.
  unsigned char second_min = 0x80, second_max = 0xBF;
  int length;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) second_min = 0xA0;
    if (lead == 0xED) second_max = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) second_min = 0x90;
    if (lead == 0xF4) second_max = 0x8F;
  } else {
    return 0;
  }
  if (end - p < length || p[1] < second_min || p[1] > second_max) return 0;
  for (int i = 2; i < length; ++i) {
    if (!IsContinuation(p[i])) return 0;
  }
  return length;
}

}  // namespace

bool IsUtf8(absl::string_view text) {
  const unsigned char* const begin = reinterpret_cast<const unsigned char*>(text.data());
  const unsigned char* const end = begin + text.size();
  const unsigned char* p = begin;
  while (p < end) {
    // Most text is ASCII: many bytes at a time while it is.
    while (end - p >= 32 && IsAscii<4>(p)) p += 32;
    while (end - p >= 8 && IsAscii<1>(p)) p += 8;
    if (p == end || (end - p < 8 && IsTailAscii(begin, p, end))) break;
    if (*p < 0x80) {
      ++p;
      continue;
    }
    const int length = SequenceLength(p, end);
    if (length == 0) return false;
    p += length;
  }
  return true;
}

}  // namespace sluice::conversion

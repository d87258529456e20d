#include "conversion/json_parser.h"

#include <cmath>
#include <cstring>

#include "absl/strings/charconv.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "conversion/utf8.h"

namespace sluice::conversion {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Of eight bytes, whether one is a quote, a backslash, a control character or not ASCII.
bool HasSpecial(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;
  const auto zeroes = [](uint64_t w) { return (w - kOnes) & ~w & kHighs; };
  const uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
  return ((word & kHighs) | control | zeroes(word ^ kOnes * '"') | zeroes(word ^ kOnes * '\\')) !=
         0;
}

}  // namespace

JsonParser::JsonParser(absl::string_view text, JsonDocument& document)
    : document_(document), begin_(text.data()), end_(begin_ + text.size()), at_(begin_) {
  if (absl::StartsWith(text, kByteOrderMark)) at_ += kByteOrderMark.size();
}

std::optional<Misfit> JsonParser::Parse() {
  SkipBlanks();
  if (!Value({}, 0)) return std::move(misfit_);
  SkipBlanks();
  if (at_ != end_) Wrong();
  return std::move(misfit_);
}

bool JsonParser::Wrong() {
  misfit_ = {.reason = "JSON_SYNTAX",
             .message = absl::StrCat("is not JSON: see its byte ", at_ - begin_ + 1),
             .unreadable = true};
  return false;
}

bool JsonParser::TooDeep() {
  misfit_ = {.reason = "JSON_TOO_DEEP",
             .message = absl::StrCat("has arrays and objects within each other more than ",
                                     JsonDocument::kDepthMax, " deep"),
             .unreadable = true};
  return false;
}

void JsonParser::SkipBlanks() {
  while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

bool JsonParser::Skip(char c) {
  if (Next() != c) return false;
  ++at_;
  return true;
}

uint32_t JsonParser::Add(Kind kind, const Piece& name, const Piece& text) {
  const auto value = static_cast<uint32_t>(document_.values_.size());
  document_.values_.push_back({.kind = kind, .end = value + 1, .name = name, .text = text});
  return value;
}

bool JsonParser::Value(const Piece& name, int depth) {
  switch (Next()) {
    case '{':
      return Object(Add(Kind::kObject, name), depth + 1);
    case '[':
      return Array(Add(Kind::kArray, name), depth + 1);
    case '"': {
      Piece text;
      if (!String(text)) return false;
      Add(Kind::kString, name, text);
      return true;
    }
    case 't':
      return Word("true", Kind::kTrue, name);
    case 'f':
      return Word("false", Kind::kFalse, name);
    case 'n':
      return Word("null", Kind::kNull, name);
    default:
      return Number(name);
  }
}

bool JsonParser::Object(uint32_t value, int depth) {
  if (depth > JsonDocument::kDepthMax) return TooDeep();
  ++at_;
  SkipBlanks();
  if (!Skip('}')) {
    do {
      if (!Member(value, depth)) return false;
    } while (Skip(','));
    if (!Skip('}')) return Wrong();
  }
  document_.values_[value].end = static_cast<uint32_t>(document_.values_.size());
  return true;
}

bool JsonParser::Member(uint32_t object, int depth) {
  SkipBlanks();
  if (Next() != '"') return Wrong();
  Piece name;
  if (!String(name)) return false;
  SkipBlanks();
  if (!Skip(':')) return Wrong();
  SkipBlanks();
  if (!Value(name, depth)) return false;
  ++document_.values_[object].count;
  SkipBlanks();
  return true;
}

bool JsonParser::Array(uint32_t value, int depth) {
  if (depth > JsonDocument::kDepthMax) return TooDeep();
  ++at_;
  SkipBlanks();
  if (!Skip(']')) {
    do {
      SkipBlanks();
      if (!Value({}, depth)) return false;
      ++document_.values_[value].count;
      SkipBlanks();
    } while (Skip(','));
    if (!Skip(']')) return Wrong();
  }
  document_.values_[value].end = static_cast<uint32_t>(document_.values_.size());
  return true;
}

bool JsonParser::Word(absl::string_view word, Kind kind, const Piece& name) {
  for (const char c : word) {
    if (!Skip(c)) return Wrong();
  }
  Add(kind, name);
  return true;
}

bool JsonParser::Digits() {
  if (!IsDigit(Next())) return Wrong();
  while (IsDigit(Next())) ++at_;
  return true;
}

bool JsonParser::Number(const Piece& name) {
  const char* const begin = at_;
  Skip('-');
  if (Next() == '0') {
    ++at_;  // No digit may follow.
  } else if (!Digits()) {
    return false;
  }
  if (Skip('.') && !Digits()) return false;
  const bool has_exponent = Next() == 'e' || Next() == 'E';
  if (has_exponent) {
    ++at_;
    if (!Skip('-')) Skip('+');
    if (!Digits()) return false;
  }
  const Piece digits = PieceFrom(begin);
  constexpr uint32_t kSurelyInRange = 300;  // Digits before the point.
  if ((has_exponent || digits.size > kSurelyInRange) && !CheckRange(digits)) return false;
  Add(Kind::kNumber, name, digits);
  return true;
}

bool JsonParser::CheckRange(const Piece& number) {
  double value = 0;
  const char* const begin = begin_ + number.begin;
  const absl::from_chars_result read = absl::from_chars(begin, begin + number.size, value);
  // What is too small to tell from zero is in range.
  if (read.ec != std::errc::result_out_of_range || std::abs(value) < 1) return true;
  misfit_ = {.reason = "JSON_SYNTAX",
             .message = "has a number beyond the range of DOUBLE",
             .unreadable = true};
  return false;
}

bool JsonParser::PlainCharacters() {
  const char* const begin = at_;
  bool ascii = true;
  while (at_ < end_) {
    uint64_t word;
    while (end_ - at_ >= static_cast<ptrdiff_t>(sizeof word)) {
      std::memcpy(&word, at_, sizeof word);
      if (HasSpecial(word)) break;
      at_ += sizeof word;
    }
    const auto c = static_cast<unsigned char>(Next());
    if (c == '"' || c == '\\' || c < 0x20) break;  // Also at the end.
    ascii = ascii && c < 0x80;
    ++at_;
  }
  if (ascii || IsUtf8(absl::string_view(begin, at_ - begin))) return true;
  at_ = begin;
  return Wrong();
}

bool JsonParser::String(Piece& piece) {
  const char* const begin = ++at_;
  if (!PlainCharacters()) return false;
  piece = PieceFrom(begin);
  if (Skip('"')) [[likely]]
    return true;
  // One with escapes is copied.
  std::string& characters = document_.characters_;
  piece.of_text = false;
  piece.begin = static_cast<uint32_t>(characters.size());
  characters.append(begin, at_ - begin);
  while (Next() != '"') {
    if (!Skip('\\')) return Wrong();  // A control character, or the end.
    if (!Escape()) return false;
    const char* const plain = at_;
    if (!PlainCharacters()) return false;
    characters.append(plain, at_ - plain);
  }
  ++at_;
  piece.size = static_cast<uint32_t>(characters.size()) - piece.begin;
  return true;
}

bool JsonParser::Escape() {
  constexpr absl::string_view kNames = "\"\\/bfnrt", kCharacters = "\"\\/\b\f\n\r\t";
  const size_t known = at_ == end_ ? absl::string_view::npos : kNames.find(*at_);
  if (known != absl::string_view::npos) {
    ++at_;
    document_.characters_ += kCharacters[known];
    return true;
  }
  uint32_t code = 0;
  if (!Skip('u')) return Wrong();
  if (!HexDigits(code)) return false;
  constexpr uint32_t kHighFirst = 0xD800, kLowFirst = 0xDC00, kLowLast = 0xDFFF;
  if (code >= kLowFirst && code <= kLowLast) return Wrong();
  if (code >= kHighFirst && code < kLowFirst) {
    uint32_t low = 0;
    if (!Skip('\\') || !Skip('u')) return Wrong();
    if (!HexDigits(low)) return false;
    if (low < kLowFirst || low > kLowLast) return Wrong();
    code = 0x10000 + ((code - kHighFirst) << 10) + (low - kLowFirst);
  }
  AppendUtf8(code);
  return true;
}

bool JsonParser::HexDigits(uint32_t& code) {
  for (int i = 0; i < 4; ++i) {
    const char c = Next();
    const char lower = static_cast<char>(c | 0x20);
    if (IsDigit(c)) {
      code = code << 4 | static_cast<uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      code = code << 4 | static_cast<uint32_t>(lower - 'a' + 10);
    } else {
      return Wrong();
    }
    ++at_;
  }
  return true;
}

void JsonParser::AppendUtf8(uint32_t code) {
  std::string& to = document_.characters_;
  if (code < 0x80) {
    to += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr unsigned char kLead[] = {0, 0xC0, 0xE0, 0xF0};
  to += static_cast<char>(kLead[more] | code >> (6 * more));
  for (int i = more - 1; i >= 0; --i) to += static_cast<char>(0x80 | (code >> (6 * i) & 0x3F));
}

}  // namespace sluice::conversion

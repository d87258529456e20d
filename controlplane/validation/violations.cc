#include "controlplane/validation/violations.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kEchoBytesMax = 64;
constexpr size_t kFieldBytesMax = 128;
constexpr absl::string_view kAdvice = "; ";

// Where the advice of a message begins with "; ", which echoed values may hold too; npos without
// any.
size_t FindAdvice(absl::string_view message) {
  bool quoted = false;
  for (size_t i = 0; i < message.size(); ++i) {
    if (quoted && message[i] == '\\') {
      ++i;  // An escaped quote.
    } else if (message[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && message.substr(i, kAdvice.size()) == kAdvice) {
      return i;
    }
  }
  return message.npos;
}

// The longest beginning of `text` of at most `bytes_max` bytes that ends between two characters.
absl::string_view Cut(absl::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t end = bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

absl::string_view ProblemIn(const Violation& violation) {
  const absl::string_view message = violation.message;
  return message.substr(0, FindAdvice(message));
}

absl::string_view AdviceIn(const Violation& violation) {
  const absl::string_view message = violation.message;
  const size_t advice = FindAdvice(message);
  return advice == message.npos ? "" : message.substr(advice + kAdvice.size());
}

void Violations::Add(absl::string_view field, absl::string_view reason, absl::string_view message) {
  ++count_;
  if (kept_.size() == kKeptMax) return;
  kept_.push_back(
      {std::string(Cut(field, kFieldBytesMax)), std::string(reason), std::string(message)});
}

std::string Echo(absl::string_view value) {
  const absl::string_view head = Cut(value, kEchoBytesMax);
  if (head.size() == value.size()) return absl::StrCat("\"", absl::Utf8SafeCHexEscape(head), "\"");
  return absl::StrCat("\"", absl::Utf8SafeCHexEscape(head), "…\" (", value.size(), " bytes)");
}

}  // namespace sluice::controlplane

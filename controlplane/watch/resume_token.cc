#include "controlplane/watch/resume_token.h"

#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kTokenBytesMax = 512;
constexpr absl::string_view kForm = "1";

}  // namespace

std::string TokenOf(const ResumePoint& point) {
  return absl::WebSafeBase64Escape(
      absl::StrCat(kForm, "\n", point.epoch, "\n", point.fingerprint, "\n", point.sequence));
}

std::optional<ResumePoint> ParseToken(absl::string_view token) {
  std::string text;
  if (token.size() > kTokenBytesMax || !absl::WebSafeBase64Unescape(token, &text)) {
    return std::nullopt;
  }
  const std::vector<std::string> parts = absl::StrSplit(text, '\n');
  ResumePoint point;
  if (parts.size() != 4 || parts[0] != kForm || !absl::SimpleAtoi(parts[3], &point.sequence)) {
    return std::nullopt;
  }
  point.epoch = parts[1];
  point.fingerprint = parts[2];
  return point;
}

}  // namespace sluice::controlplane

#include "controlplane/rpc/page_token.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "controlplane/rpc/printable.h"

namespace sluice::controlplane {
namespace {

constexpr int kPageSizeDefault = 50;
constexpr int kPageSizeMax = 1000;
constexpr size_t kTokenBytesMax = 4096;

}  // namespace

std::string MakePageToken(absl::string_view list, absl::string_view after) {
  return absl::WebSafeBase64Escape(absl::StrCat("1\n", list, "\n", after));
}

absl::Status PageTokenInvalid() {
  return WithRemedy(
      WithReason(absl::InvalidArgumentError("page_token was not given by this list"),
                 "PAGE_TOKEN_INVALID"),
      "begin again without page_token, and keep all other arguments the same from page to page");
}

absl::StatusOr<std::string> ReadPageToken(absl::string_view list, absl::string_view token) {
  if (token.empty()) return std::string();
  std::string text;
  absl::string_view after;
  if (token.size() <= kTokenBytesMax && absl::WebSafeBase64Unescape(token, &text)) {
    after = text;
    // The database takes no text that is no UTF-8, and a NUL would end it early on its way there.
    if (absl::ConsumePrefix(&after, absl::StrCat("1\n", list, "\n")) &&
        after.find('\0') == absl::string_view::npos && Printable(after, after.size()) == after) {
      return std::string(after);
    }
  }
  return PageTokenInvalid();
}

int PageSizeOf(int32_t asked, Violations& violations) {
  if (asked < 0) {
    violations.Add("page_size", "FIELD_OUT_OF_RANGE",
                   absl::StrCat("is ", asked, "; set it to 0 to 1000"));
  }
  return asked <= 0 ? kPageSizeDefault : std::min<int>(asked, kPageSizeMax);
}

}  // namespace sluice::controlplane

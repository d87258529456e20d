#include "controlplane/gateway/credentials.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"

namespace sluice::controlplane {

absl::StatusOr<ShownCredentials> BearerCredentials::Of(const http::ServerRequest& request) {
  const std::string shown = request.Header("Authorization");
  if (shown.empty()) return ShownCredentials();
  constexpr absl::string_view kScheme = "Bearer ";
  const absl::string_view token = absl::StripAsciiWhitespace(
      absl::string_view(shown).substr(std::min(kScheme.size(), shown.size())));
  if (!absl::StartsWithIgnoreCase(shown, kScheme) || token.empty() ||
      !std::all_of(token.begin(), token.end(), absl::ascii_isgraph)) {
    return WithRemedy(
        WithReason(absl::UnauthenticatedError("the header Authorization has not the form that is "
                                              "read here"),
                   "REQUEST_MALFORMED"),
        "send `Authorization: Bearer TOKEN`");
  }
  return ShownCredentials{.metadata = {{"authorization", absl::StrCat(kScheme, token)}}};
}

}  // namespace sluice::controlplane

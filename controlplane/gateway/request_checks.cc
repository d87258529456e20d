#include "controlplane/gateway/request_checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/reason.h"
#include "controlplane/gateway/reply.h"

namespace sluice::controlplane {
namespace {

absl::Status Malformed(absl::string_view why) {
  return WithReason(absl::InvalidArgumentError(why), "REQUEST_MALFORMED");
}

absl::Status OfAnotherOrigin(absl::string_view why) {
  return WithReason(absl::PermissionDeniedError(
                        absl::StrCat("changes are taken from the console's own pages only: ", why)),
                    "CROSS_ORIGIN");
}

int CountOf(const http::ServerRequest& request, absl::string_view name) {
  return static_cast<int>(
      std::count_if(request.headers.begin(), request.headers.end(),
                    [&](const auto& field) { return absl::EqualsIgnoreCase(field.first, name); }));
}

}  // namespace

absl::Status CheckHeaders(const http::ServerRequest& request) {
  if (CountOf(request, "Host") != 1) return Malformed("there must be exactly one header Host");
  const int ids = CountOf(request, "X-Request-Id");
  if (ids > 1 || (ids == 1 && !IsRequestId(request.Header("X-Request-Id")))) {
    return Malformed(
        "X-Request-Id must be 1 to 128 letters, digits, dots, hyphens and underscores; it may be "
        "left out");
  }
  return absl::OkStatus();
}

absl::Status CheckBodyType(const http::ServerRequest& request) {
  if (request.body.empty()) return absl::OkStatus();
  const std::string said = absl::AsciiStrToLower(request.Header("Content-Type"));
  const std::vector<std::string> parts = absl::StrSplit(said, ';');
  bool fits = absl::StripAsciiWhitespace(parts[0]) == "application/json" &&
              !request.headers.Has("Content-Encoding");
  for (size_t i = 1; i < parts.size(); ++i) {
    const absl::string_view parameter = absl::StripAsciiWhitespace(parts[i]);
    fits = fits && (parameter.empty() || parameter == "charset=utf-8" ||
                    parameter == "charset=\"utf-8\"" || !absl::StartsWith(parameter, "charset"));
  }
  if (fits) return absl::OkStatus();
  return WithRemedy(Malformed("the body must be JSON in UTF-8, uncompressed, and say so"),
                    "send the header `Content-Type: application/json`");
}

bool IsWrite(const http::ServerRequest& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

absl::Status CheckOrigin(const http::ServerRequest& request, bool by_itself,
                         const std::string& public_origin) {
  if (!IsWrite(request)) return absl::OkStatus();
  const std::string site = request.Header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") {
    return OfAnotherOrigin("Sec-Fetch-Site says that this one is of another site");
  }
  if (request.headers.Has("Origin")) {
    const std::string origin = request.Header("Origin");
    const std::string host = request.Header("Host");
    // Where TLS is spoken no page came in clear; where it is not, a proxy may speak it.
    const bool is_ours =
        absl::EqualsIgnoreCase(origin, absl::StrCat("https://", host)) ||
        (!request.is_tls && absl::EqualsIgnoreCase(origin, absl::StrCat("http://", host))) ||
        (!public_origin.empty() && origin == public_origin);
    if (!is_ours) {
      return OfAnotherOrigin("Origin and Host differ");
    }
  }
  if (by_itself && !request.headers.Has("X-Sluice-Request")) {
    return OfAnotherOrigin("with a session the header X-Sluice-Request must be there");
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane

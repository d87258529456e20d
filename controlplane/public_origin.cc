#include "controlplane/public_origin.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

constexpr char kExample[] = "https://sluice.example.com";

absl::Status Refuse(absl::string_view why, absl::string_view instead) {
  return absl::InvalidArgumentError(absl::StrCat("public_origin ", why,
                                                 ", which no browser writes in the header Origin; "
                                                 "write ",
                                                 instead));
}

// What stands between the scheme and the end.
struct Place {
  bool has_user = false;
  absl::string_view host;
  std::optional<absl::string_view> port;
  bool goes_on = false;  // With a path, a query, a fragment, or a slash alone.
};

Place PlaceOf(absl::string_view rest) {
  Place place;
  const size_t end = rest.find_first_of("/\\?#");
  place.goes_on = end != absl::string_view::npos;
  absl::string_view authority = rest.substr(0, end);
  const size_t user_end = authority.rfind('@');
  place.has_user = user_end != absl::string_view::npos;
  if (place.has_user) authority.remove_prefix(user_end + 1);
  const size_t bracket = authority.rfind(']');  // An IPv6 address has colons of its own.
  const size_t colon = authority.find(':', bracket == absl::string_view::npos ? 0 : bracket);
  place.host = authority.substr(0, colon);
  if (colon != absl::string_view::npos) place.port = authority.substr(colon + 1);
  return place;
}

bool IsHost(absl::string_view host) {
  if (absl::StartsWith(host, "[")) {
    return host.size() > 2 && absl::EndsWith(host, "]") &&
           std::all_of(host.begin() + 1, host.end() - 1,
                       [](char c) { return absl::ascii_isxdigit(c) || c == ':' || c == '.'; });
  }
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_';
  });
}

// As browsers write it: without what the scheme has anyhow. Nothing when it is no port.
std::optional<std::string> PortOf(const Place& place, absl::string_view scheme) {
  if (!place.port.has_value() || place.port->empty()) return "";
  int32_t port = 0;
  if (!std::all_of(place.port->begin(), place.port->end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(*place.port, &port) || port < 1 || port > 65535) {
    return std::nullopt;
  }
  return port == (scheme == "https" ? 443 : 80) ? "" : absl::StrCat(":", port);
}

}  // namespace

absl::Status CheckPublicOrigin(absl::string_view origin) {
  const size_t scheme_end = origin.find("://");
  const std::string scheme = absl::AsciiStrToLower(origin.substr(0, scheme_end));
  if (scheme_end == absl::string_view::npos || (scheme != "http" && scheme != "https")) {
    return Refuse("does not begin with http:// or https://", absl::StrCat("it as ", kExample));
  }
  const Place place = PlaceOf(origin.substr(scheme_end + 3));
  if (!IsHost(place.host)) {
    return Refuse("has no host, or one with other characters than a-z, 0-9, `-`, `.` and `_`",
                  absl::StrCat("it as ", kExample, ", a name in another script as xn--…"));
  }
  const std::optional<std::string> port = PortOf(place, scheme);
  if (!port.has_value()) {
    return Refuse("has a port that is not 1 to 65535", absl::StrCat("it as ", kExample, ":8443"));
  }
  const std::string instead = absl::StrCat(scheme, "://", absl::AsciiStrToLower(place.host), *port);
  if (instead == origin) return absl::OkStatus();
  if (place.has_user) return Refuse("has a user name or a password", instead);
  if (place.goes_on) return Refuse("goes on behind the host", instead);
  if (place.port.has_value() && *port != absl::StrCat(":", *place.port)) {
    return Refuse("has a port that its scheme has anyhow, or with zeros before it", instead);
  }
  return Refuse("has capital letters", instead);
}

}  // namespace sluice::controlplane

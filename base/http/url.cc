#include "base/http/url.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sluice::http {
namespace {

bool IsUnreserved(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' ||
         c == '~';
}

std::string Encode(absl::string_view text, absl::string_view kept) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size() + text.size() / 4);
  for (const char c : text) {
    if (IsUnreserved(c) || kept.find(c) != absl::string_view::npos) {
      encoded.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded.push_back('%');
    encoded.push_back(kHex[byte >> 4]);
    encoded.push_back(kHex[byte & 15]);
  }
  return encoded;
}

}  // namespace

std::string Url::ToString() const { return absl::StrCat(scheme, "://", authority, path); }

absl::StatusOr<Url> ParseUrl(absl::string_view text) {
  const auto refuse = [](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat("the URL ", why, "; write it as http://host:port/path"));
  };
  const size_t scheme_end = text.find("://");
  if (scheme_end == absl::string_view::npos) return refuse("has no scheme");
  Url url;
  url.scheme = absl::AsciiStrToLower(text.substr(0, scheme_end));
  if (url.scheme != "http" && url.scheme != "https") return refuse("is neither http nor https");
  absl::string_view rest = text.substr(scheme_end + 3);
  if (rest.find_first_of("?#") != absl::string_view::npos) return refuse("has a query or fragment");
  const size_t path_begin = rest.find('/');
  const absl::string_view authority = rest.substr(0, path_begin);
  if (authority.empty()) return refuse("has no host");
  if (authority.find('@') != absl::string_view::npos) return refuse("holds a user name");
  for (const char c : text) {
    if (!absl::ascii_isgraph(static_cast<unsigned char>(c))) return refuse("holds blanks");
  }
  url.authority = std::string(authority);
  if (path_begin != absl::string_view::npos) url.path = std::string(rest.substr(path_begin));
  while (!url.path.empty() && url.path.back() == '/') url.path.pop_back();
  return url;
}

std::string PercentEncode(absl::string_view text) { return Encode(text, ""); }

std::string PercentEncodePath(absl::string_view path) { return Encode(path, "/"); }

std::string EncodeQuery(const QueryParameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    if (!query.empty()) query.push_back('&');
    absl::StrAppend(&query, PercentEncode(name));
    if (!value.empty()) absl::StrAppend(&query, "=", PercentEncode(value));
  }
  return query;
}

}  // namespace sluice::http

#include "maxcompute/auth/canonical_request.h"

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sluice::maxcompute {
namespace {

constexpr absl::string_view kOwnPrefix = "x-odps-";

bool IsValueOnly(absl::string_view name) {
  return name == "content-md5" || name == "content-type" || name == "date";
}

// By lower-case name. The three general headers are always there, if only as empty lines.
std::map<std::string, std::string> SignedHeaders(const http::QueryParameters& parameters,
                                                 const http::Headers& headers) {
  std::map<std::string, std::string> signed_headers = {
      {"content-md5", ""}, {"content-type", ""}, {"date", ""}};
  for (const auto& [name, value] : headers) {
    const std::string lower = absl::AsciiStrToLower(name);
    if (IsValueOnly(lower) || absl::StartsWith(lower, kOwnPrefix)) signed_headers[lower] = value;
  }
  for (const auto& [name, value] : parameters) {
    if (absl::StartsWith(name, kOwnPrefix)) signed_headers[name] = value;
  }
  return signed_headers;
}

std::string CanonicalResource(absl::string_view path, const http::QueryParameters& parameters) {
  http::QueryParameters sorted = parameters;
  std::sort(sorted.begin(), sorted.end());
  std::string resource(path);
  char separator = '?';
  for (const auto& [name, value] : sorted) {
    resource.push_back(separator);
    separator = '&';
    absl::StrAppend(&resource, name);
    if (!value.empty()) absl::StrAppend(&resource, "=", value);
  }
  return resource;
}

}  // namespace

std::string CanonicalRequest(absl::string_view method, absl::string_view path,
                             const http::QueryParameters& parameters,
                             const http::Headers& headers) {
  std::string canonical = absl::AsciiStrToUpper(method);
  for (const auto& [name, value] : SignedHeaders(parameters, headers)) {
    absl::StrAppend(&canonical, "\n", IsValueOnly(name) ? "" : absl::StrCat(name, ":"), value);
  }
  absl::StrAppend(&canonical, "\n", CanonicalResource(path, parameters));
  return canonical;
}

}  // namespace sluice::maxcompute

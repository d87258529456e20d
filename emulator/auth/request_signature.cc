#include "emulator/auth/request_signature.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "emulator/auth/digest.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

constexpr absl::string_view kFormType = "application/x-www-form-urlencoded";

// A request's path and parameters, decoded in one of two ways.
struct Resource {
  std::string path;
  std::vector<http::QueryParameter> query;
};

// As pyodps does it: decode the whole URL, then parse what came out as a URL again.
Resource DecodeTwice(const http::ServerRequest& request) {
  std::string url = http::PercentDecode(request.target.raw);
  url = url.substr(0, url.find('#'));
  size_t question = url.find('?');
  Resource resource{.path = http::PercentDecode(absl::string_view(url).substr(0, question))};
  if (question != url.npos) {
    resource.query = http::ParseQuery(absl::string_view(url).substr(question + 1));
  }
  return resource;
}

std::string CanonicalResource(const Resource& resource, absl::string_view path_prefix) {
  absl::string_view path = resource.path;
  absl::ConsumePrefix(&path, path_prefix);
  std::vector<http::QueryParameter> query = resource.query;
  std::stable_sort(query.begin(), query.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  std::string canonical(path);
  for (size_t i = 0; i < query.size(); ++i) {
    absl::StrAppend(&canonical, i == 0 ? "?" : "&", query[i].name,
                    query[i].value.empty() ? "" : "=", query[i].value);
  }
  return canonical;
}

// By lower-case name, as they are signed.
std::map<std::string, std::string> SignedHeaders(const http::ServerRequest& request,
                                                 const Resource& resource) {
  std::map<std::string, std::string> headers = {
      {"content-md5", ""}, {"content-type", ""}, {"date", ""}};
  for (const auto& [name, value] : request.headers) {
    std::string lower = absl::AsciiStrToLower(name);
    if (headers.count(lower) > 0 || absl::StartsWith(lower, "x-odps-")) {
      headers[lower] = std::string(absl::StripAsciiWhitespace(value));
    }
  }
  for (const http::QueryParameter& parameter : resource.query) {
    if (absl::StartsWith(parameter.name, "x-odps-")) headers[parameter.name] = parameter.value;
  }
  return headers;
}

std::string Canonical(const http::ServerRequest& request, const Resource& resource,
                      absl::string_view path_prefix, bool without_content_type) {
  std::string canonical = absl::StrCat(request.method, "\n");
  for (const auto& [name, value] : SignedHeaders(request, resource)) {
    if (absl::StartsWith(name, "x-odps-")) absl::StrAppend(&canonical, name, ":");
    absl::StrAppend(&canonical, without_content_type && name == "content-type" ? "" : value, "\n");
  }
  return absl::StrCat(canonical, CanonicalResource(resource, path_prefix));
}

}  // namespace

absl::StatusOr<Credential> ParseAuthorization(absl::string_view header) {
  if (header.empty()) {
    return ServiceError("Unauthorized",
                        "the request is not signed: it has no Authorization header");
  }
  size_t colon = header.rfind(':');
  if (!absl::ConsumePrefix(&header, "ODPS ") || colon == header.npos) {
    return ServiceError("Unauthorized",
                        "the Authorization header is not of the form ODPS id:signature");
  }
  colon = header.rfind(':');
  Credential credential{.signature = std::string(header.substr(colon + 1))};
  std::vector<std::string> parts = absl::StrSplit(header.substr(0, colon), '/');
  credential.access_key_id = parts[0];
  if (parts.size() == 1) return credential;
  if (parts.size() != 5 || parts[3] != "odps" || parts[4] != "aliyun_v4_request" ||
      parts[1].empty()) {
    return ServiceError("Unauthorized",
                        "the Authorization header is not of the form ODPS "
                        "id/date/region/odps/aliyun_v4_request:signature");
  }
  credential.date = parts[1];
  credential.region = parts[2];
  return credential;
}

std::vector<std::string> CanonicalStrings(const http::ServerRequest& request,
                                          absl::string_view path_prefix) {
  const bool may_lack_type = absl::EqualsIgnoreCase(request.Header("content-type"), kFormType);
  const Resource decodings[] = {{request.target.path, request.target.query}, DecodeTwice(request)};
  std::vector<std::string> texts;
  for (const Resource& resource : decodings) {
    texts.push_back(Canonical(request, resource, path_prefix, false));
    if (may_lack_type) texts.push_back(Canonical(request, resource, path_prefix, true));
  }
  return texts;
}

std::string Sign(const Credential& credential, absl::string_view secret,
                 absl::string_view canonical) {
  std::string key(secret);
  if (credential.is_version_4()) {
    key = HmacSha256(absl::StrCat("aliyun_v4", secret), credential.date);
    key = HmacSha256(key, credential.region);
    key = HmacSha256(key, "odps");
    key = HmacSha256(key, "aliyun_v4_request");
  }
  return absl::Base64Escape(HmacSha1(key, canonical));
}

}  // namespace sluice::emulator

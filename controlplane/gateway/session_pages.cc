#include "controlplane/gateway/session_pages.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/gateway/message_json.h"
#include "controlplane/gateway/reply.h"
#include "controlplane/gateway/request_checks.h"
#include "controlplane/gateway/strict_json.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_api_token.h"

namespace sluice::controlplane {
namespace {

constexpr char kAll[] = "/v1/sessions";
constexpr char kCurrent[] = "/v1/sessions/current";

std::vector<std::string> ValuesOf(const http::ServerRequest& request, absl::string_view name) {
  std::vector<std::string> values;
  for (const auto& [key, value] : request.headers) {
    if (absl::EqualsIgnoreCase(key, name)) values.push_back(value);
  }
  return values;
}

bool IsLoopback(absl::string_view address) {
  return address == "::1" || absl::StartsWith(address, "127.") ||
         absl::StartsWith(address, "::ffff:127.");
}

// Only browsers add these by themselves, and none leaves out Origin from a write.
bool IsOfABrowser(const http::ServerRequest& request) {
  return request.headers.Has("Cookie") || request.headers.Has("Origin") ||
         request.headers.Has("Sec-Fetch-Site");
}

absl::Status BodyIsNone() {
  return WithRemedy(
      WithReason(absl::InvalidArgumentError("the body says neither a token nor a code, or both"),
                 "BODY_MALFORMED"),
      R"(send {"token": "SECRET"} or {"code": "CODE"})");
}

// The secret that the body shows, which is in no error.
absl::StatusOr<std::string> SecretOf(const http::ServerRequest& request) {
  SLUICE_RETURN_IF_ERROR(CheckBodyType(request));
  const absl::StatusOr<nlohmann::json> body = ReadStrictJson(request.body);
  if (!body.ok() || !body->is_object() || body->size() != 1) return BodyIsNone();
  const auto member = body->begin();
  if ((member.key() != "token" && member.key() != "code") || !member->is_string()) {
    return BodyIsNone();
  }
  return member->get<std::string>();
}

http::ServerResponse Fail(const absl::Status& why) { return ErrorResponse(DetailsOf(why), 0); }

http::ServerResponse NoSuchMethod(const http::ServerRequest& request, const std::string& allowed) {
  if (request.method == "OPTIONS") return {.status = 204, .headers = {{"Allow", allowed}}};
  http::ServerResponse response =
      ErrorResponse(DetailsOf(WithReason(
                        absl::UnimplementedError(absl::StrCat(
                            "this path is not there for ", request.method, ", but for ", allowed)),
                        "METHOD_NOT_ALLOWED")),
                    405);
  response.headers.Set("Allow", allowed);
  return response;
}

}  // namespace

// Only a proxy of this machine is believed, and of its list only what it added itself.
std::string SessionPages::ClientAddressOf(const http::ServerRequest& request) const {
  const std::string peer = request.peer.substr(0, request.peer.rfind(':'));
  const std::vector<std::string> lists = ValuesOf(request, "X-Forwarded-For");
  if (!behind_proxy_ || !IsLoopback(peer) || lists.empty()) return peer;
  absl::string_view last = lists.back();
  last = absl::StripAsciiWhitespace(last.substr(last.rfind(',') + 1));
  // Some proxies add the port: `192.0.2.1:5678`, `[2001:db8::1]:5678`.
  if (absl::ConsumePrefix(&last, "[")) return std::string(last.substr(0, last.find(']')));
  const bool has_port = last.find(':') == last.rfind(':');  // An IPv6 address has two colons.
  return std::string(has_port ? last.substr(0, last.find(':')) : last);
}

BrowserRequest SessionPages::BrowserRequestOf(const http::ServerRequest& request) const {
  return {.is_write = IsWrite(request),
          .is_tls = request.is_tls,
          .cookies = ValuesOf(request, "Cookie"),
          .origins = ValuesOf(request, "Origin"),
          .hosts = ValuesOf(request, "Host"),
          .intentions = ValuesOf(request, "X-Sluice-Request"),
          .client_address = ClientAddressOf(request)};
}

absl::StatusOr<ShownCredentials> SessionPages::Of(const http::ServerRequest& request) {
  // Where nobody is asked the header proves nothing: a page of another site may have set it.
  if (gatekeeper_.asks() && request.headers.Has("Authorization")) return bearer_.Of(request);
  BrowserRequest shown = BrowserRequestOf(request);
  // Nobody can make a program that is no browser send a request without meaning it.
  if (!IsOfABrowser(request)) shown.is_write = false;
  SLUICE_ASSIGN_OR_RETURN(const std::optional<std::string> authorization,
                          desk_.AuthorizationOf(shown));
  if (!authorization.has_value()) return ShownCredentials();
  return ShownCredentials{.metadata = {{"authorization", *authorization}}, .by_itself = true};
}

http::ServerResponse SessionPages::Tell(const Caller& caller) const {
  http::ServerResponse response;
  response.headers.Set("Content-Type", "application/json");
  response.body = WriteMessage(ToProto(caller, gatekeeper_.asks()));
  return response;
}

absl::StatusOr<http::ServerResponse> SessionPages::SignIn(const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(const std::string secret, SecretOf(request));
  SLUICE_ASSIGN_OR_RETURN(const SignedIn signed_in,
                          desk_.SignIn(BrowserRequestOf(request), secret));
  http::ServerResponse response = Tell(signed_in.caller);
  response.headers.Set("Set-Cookie", signed_in.set_cookie);
  return response;
}

absl::StatusOr<http::ServerResponse> SessionPages::Current(const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(const Caller caller, desk_.Current(BrowserRequestOf(request)));
  return Tell(caller);
}

absl::StatusOr<http::ServerResponse> SessionPages::SignOut(const http::ServerRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(const std::string cookie, desk_.SignOut(BrowserRequestOf(request)));
  http::ServerResponse response;
  response.headers.Set("Content-Type", "application/json");
  response.headers.Set("Set-Cookie", cookie);
  response.body = "{}";
  return response;
}

http::ServerResponse SessionPages::Answer(const http::ServerRequest& request) {
  absl::StatusOr<http::ServerResponse> response;
  if (request.target.path == kAll) {
    if (request.method != "POST") return NoSuchMethod(request, "POST, OPTIONS");
    response = SignIn(request);
  } else if (request.target.path == kCurrent) {
    const bool reads = request.method == "GET" || request.method == "HEAD";
    if (!reads && request.method != "DELETE") {
      return NoSuchMethod(request, "GET, HEAD, DELETE, OPTIONS");
    }
    response = reads ? Current(request) : SignOut(request);
  } else {
    response = WithReason(
        absl::NotFoundError("below /v1/sessions there is nothing but /v1/sessions/current"),
        "PATH_NOT_FOUND");
  }
  return response.ok() ? *std::move(response) : Fail(response.status());
}

}  // namespace sluice::controlplane

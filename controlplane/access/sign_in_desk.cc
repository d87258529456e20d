#include "controlplane/access/sign_in_desk.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status/status_macros.h"
#include "controlplane/access/refusal.h"
#include "controlplane/access/secret.h"

namespace sluice::controlplane {
namespace {

constexpr char kCookie[] = "sluice_session";
constexpr char kSecurePrefix[] = "__Host-";  // Browsers take it from this very host by TLS only.
constexpr char kSignInPermission[] = "caller.read";  // Every person has it, and no worker.

// Whether the host is named by its number or as this machine. A name of somebody else's may lead
// here as well as anywhere, and his pages are then of our origin.
bool IsNumberOrLocal(absl::string_view host) {
  if (absl::StartsWith(host, "[")) return true;
  host = host.substr(0, host.rfind(':'));
  if (absl::EqualsIgnoreCase(host, "localhost")) return true;
  return !host.empty() && std::all_of(host.begin(), host.end(),
                                      [](char c) { return absl::ascii_isdigit(c) || c == '.'; });
}

// `sluice.example.com:8443` of `https://sluice.example.com:8443`.
absl::string_view HostOf(absl::string_view origin) {
  const size_t scheme = origin.find("://");
  return scheme == absl::string_view::npos ? origin : origin.substr(scheme + 3);
}

bool IsFault(const absl::Status& status) {
  return absl::IsUnauthenticated(status) || absl::IsPermissionDenied(status);
}

}  // namespace

bool SignInDesk::IsSecure(const BrowserRequest& request) const {
  return options_.public_origin.empty() ? request.is_tls
                                        : absl::StartsWith(options_.public_origin, "https://");
}

std::string SignInDesk::OriginOf(const BrowserRequest& request) const {
  if (!options_.public_origin.empty()) return options_.public_origin;
  const std::string host = request.hosts.size() == 1 ? request.hosts.front() : "";
  return absl::StrCat(request.is_tls ? "https://" : "http://", absl::AsciiStrToLower(host));
}

absl::Status SignInDesk::CheckSite(const BrowserRequest& request) const {
  if (request.hosts.size() != 1) return CrossSiteRequest("the request has no single Host");
  const std::string& host = request.hosts.front();
  const bool is_public =
      !host.empty() && absl::EqualsIgnoreCase(host, HostOf(options_.public_origin));
  if (!gatekeeper_.asks() && !IsNumberOrLocal(host) && !is_public) {
    return CrossSiteRequest(
        "without authentication this is answered under its number, as localhost, or as "
        "public_origin says");
  }
  const bool has_origin = !request.origins.empty();
  if (has_origin && (request.origins.size() > 1 || request.origins.front() != OriginOf(request))) {
    return CrossSiteRequest("the request comes from a page of another origin");
  }
  if (!request.is_write) return absl::OkStatus();
  if (!has_origin) return CrossSiteRequest("the request does not say of what origin its page is");
  if (request.intentions.empty() || request.intentions.front().empty()) {
    return CrossSiteRequest("the request lacks the header X-Sluice-Request");
  }
  return absl::OkStatus();
}

std::string SignInDesk::CookieName(const BrowserRequest& request) const {
  return absl::StrCat(IsSecure(request) ? kSecurePrefix : "", kCookie);
}

std::string SignInDesk::SetCookie(const BrowserRequest& request, const std::string& value,
                                  absl::Duration life) const {
  return absl::StrCat(CookieName(request), "=", value,
                      "; Path=/; Max-Age=", absl::ToInt64Seconds(life),
                      "; HttpOnly; SameSite=Strict", IsSecure(request) ? "; Secure" : "");
}

std::optional<std::string> SignInDesk::SessionIn(const BrowserRequest& request) const {
  const std::string name = CookieName(request);
  std::optional<std::string> session;
  for (const std::string& header : request.cookies) {
    for (absl::string_view pair : absl::StrSplit(header, ';')) {
      pair = absl::StripAsciiWhitespace(pair);
      if (!absl::ConsumePrefix(&pair, name) || !absl::ConsumePrefix(&pair, "=")) continue;
      // Another program of this machine may have put a second one beside ours: then neither counts.
      if (session.has_value() && *session != pair) return "";
      session = std::string(pair);
    }
  }
  if (session.has_value() && !HasFormOf(SecretKind::kSession, *session)) return "";
  return session;
}

absl::StatusOr<ApiToken> SignInDesk::TokenBehind(const std::string& secret, absl::Time now) {
  if (HasFormOf(SecretKind::kSignInCode, secret)) {
    SLUICE_ASSIGN_OR_RETURN(const std::optional<std::string> id,
                            sessions_.FindSignInCode(HashOfSecret(secret), now));
    if (!id.has_value()) return SignInCodeInvalid();
    absl::StatusOr<ApiToken> token = tokens_.GetApiToken(*id);
    return absl::IsNotFound(token.status()) ? SignInCodeInvalid() : std::move(token);
  }
  if (!HasFormOf(SecretKind::kToken, secret)) return TokenInvalid();
  SLUICE_ASSIGN_OR_RETURN(std::optional<ApiToken> token,
                          tokens_.FindApiToken(HashOfSecret(secret)));
  if (!token.has_value()) return TokenInvalid();
  return *std::move(token);
}

absl::StatusOr<SignedIn> SignInDesk::Begin(const BrowserRequest& request,
                                           const std::string& secret) {
  const absl::Time now = absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now()));
  SLUICE_ASSIGN_OR_RETURN(const ApiToken token, TokenBehind(secret, now));
  SLUICE_RETURN_IF_ERROR(CheckLive(token, now));
  Caller caller = CallerOf(token);
  if (!caller.permissions.contains(kSignInPermission)) {
    return NotPermitted(caller, kSignInPermission);
  }
  // Always a new secret, whatever cookie came along: nobody can prepare a session for another.
  const std::string session_secret = NewSecret(SecretKind::kSession);
  const absl::Time end = std::min(now + options_.session_life, token.expire_time);
  const absl::Status begun = sessions_.CreateSession(
      {token.id, now, now, end}, HashOfSecret(session_secret), HashOfSecret(secret));
  // Since it was found it was taken, replaced by another, or revoked.
  if (absl::IsNotFound(begun)) {
    return HasFormOf(SecretKind::kSignInCode, secret) ? SignInCodeInvalid() : TokenInvalid();
  }
  SLUICE_RETURN_IF_ERROR(begun);
  (void)tokens_.NoteTokenUse(token.id, now);
  if (const auto former = SessionIn(request); former.has_value() && !former->empty()) {
    (void)sessions_.EndSession(HashOfSecret(*former));
  }
  caller.expire_time = end;
  return SignedIn{SetCookie(request, session_secret, end - now), std::move(caller)};
}

absl::StatusOr<SignedIn> SignInDesk::SignIn(const BrowserRequest& request,
                                            const std::string& secret) {
  if (!gatekeeper_.asks()) return AuthenticationOff();
  SLUICE_RETURN_IF_ERROR(CheckSite(request));
  const std::string place = PlaceOf(request.client_address);
  if (!failures_.MayTry(place, clock_.Monotonic())) return TooManySignIns();
  absl::StatusOr<SignedIn> signed_in = Begin(request, secret);
  if (signed_in.ok()) failures_.Succeeded(place);
  if (IsFault(signed_in.status())) failures_.Failed(place, clock_.Monotonic());
  return signed_in;
}

absl::StatusOr<std::optional<std::string>> SignInDesk::AuthorizationOf(
    const BrowserRequest& request) {
  SLUICE_RETURN_IF_ERROR(CheckSite(request));
  if (!gatekeeper_.asks()) return std::nullopt;
  const std::optional<std::string> session = SessionIn(request);
  if (!session.has_value()) return std::nullopt;
  if (session->empty()) return SessionEnded();
  return std::optional<std::string>(absl::StrCat("Bearer ", *session));
}

absl::StatusOr<Caller> SignInDesk::Current(const BrowserRequest& request) {
  SLUICE_RETURN_IF_ERROR(CheckSite(request));
  const std::optional<std::string> session = SessionIn(request);
  if (gatekeeper_.asks() && !session.has_value()) return TokenMissing();
  if (gatekeeper_.asks() && session->empty()) return SessionEnded();
  return gatekeeper_.Admit(session.value_or(""), kSignInPermission);
}

absl::StatusOr<std::string> SignInDesk::SignOut(const BrowserRequest& request) {
  SLUICE_RETURN_IF_ERROR(CheckSite(request));
  const std::optional<std::string> session = SessionIn(request);
  if (gatekeeper_.asks() && session.has_value() && !session->empty()) {
    SLUICE_RETURN_IF_ERROR(sessions_.EndSession(HashOfSecret(*session)));
  }
  return SetCookie(request, "", absl::ZeroDuration());
}

}  // namespace sluice::controlplane

#ifndef SLUICE_CONTROLPLANE_ACCESS_SIGN_IN_DESK_H_
#define SLUICE_CONTROLPLANE_ACCESS_SIGN_IN_DESK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/access/caller.h"
#include "controlplane/access/failed_attempts.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/store/api_token_store.h"
#include "controlplane/store/session_store.h"

namespace sluice::controlplane {

// What decides of a browser's request whether it is what it seems. Header values as they came, in
// their order, one for each time that the header was there.
struct BrowserRequest {
  bool is_write = false;                // Any method but GET and HEAD.
  bool is_tls = false;                  // The connection is encrypted.
  std::vector<std::string> cookies;     // `Cookie`
  std::vector<std::string> origins;     // `Origin`
  std::vector<std::string> hosts;       // `Host`
  std::vector<std::string> intentions;  // `X-Sluice-Request`, by which forms of other sites fail.
  std::string client_address;           // An IP address, without a port.
};

// A session that has begun.
struct SignedIn {
  std::string set_cookie;  // Value of the header `Set-Cookie`.
  Caller caller;
};

// Lets browsers in: makes sessions of tokens and one-time codes, knows them again by their cookie,
// and ends them.
//
// What is shown is a secret: it is in no error. Borrows its arguments. Thread-safe; blocks as the
// store does.
class SignInDesk {
 public:
  struct Options {
    absl::Duration session_life = absl::Hours(12);  // However busy a session is.
    // `https://sluice.example.com`: where browsers find the console, when that is not what their
    // request says, because a proxy stands before it. Without a slash at its end; empty: none does.
    std::string public_origin;
    FailedAttempts::Options failures;
  };

  SignInDesk(ApiTokenStore& tokens, SessionStore& sessions, Gatekeeper& gatekeeper, Clock& clock,
             const Options& options)
      : tokens_(tokens),
        sessions_(sessions),
        gatekeeper_(gatekeeper),
        clock_(clock),
        options_(options),
        failures_(options.failures) {}

  // A new session for the owner of `secret`, a token's or a code for signing in; the one whose
  // cookie the request shows ends. POST /v1/sessions.
  //
  // UNAUTHENTICATED: TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_REVOKED, SIGN_IN_CODE_INVALID.
  // PERMISSION_DENIED: CROSS_SITE_REQUEST, NOT_PERMITTED (a worker's token). RESOURCE_EXHAUSTED,
  // TOO_MANY_SIGN_INS. FAILED_PRECONDITION, AUTHENTICATION_OFF.
  absl::StatusOr<SignedIn> SignIn(const BrowserRequest& request, const std::string& secret);

  // What to send as `authorization` with the call that the request becomes; nothing when it shows
  // no session. Asks nobody: the call itself is refused when the session has ended.
  // PERMISSION_DENIED, CROSS_SITE_REQUEST. Requests with an `Authorization` of their own need none
  // of this: no browser adds that by itself.
  absl::StatusOr<std::optional<std::string>> AuthorizationOf(const BrowserRequest& request);

  // Who is signed in. GET /v1/sessions/current. UNAUTHENTICATED: TOKEN_MISSING, SESSION_ENDED.
  absl::StatusOr<Caller> Current(const BrowserRequest& request);

  // Ends the session, if there is one, and answers the header `Set-Cookie` that makes the browser
  // forget it. DELETE /v1/sessions/current. PERMISSION_DENIED, CROSS_SITE_REQUEST.
  absl::StatusOr<std::string> SignOut(const BrowserRequest& request);

 private:
  // Whether the browser's page is ours, and meant to send this.
  // Stricter than the gateway's CROSS_ORIGIN: what browsers add by themselves proves no intent.
  absl::Status CheckSite(const BrowserRequest& request) const;
  bool IsSecure(const BrowserRequest& request) const;
  std::string OriginOf(const BrowserRequest& request) const;
  std::string CookieName(const BrowserRequest& request) const;
  std::string SetCookie(const BrowserRequest& request, const std::string& value,
                        absl::Duration life) const;
  std::optional<std::string> SessionIn(const BrowserRequest& request) const;
  absl::StatusOr<ApiToken> TokenBehind(const std::string& secret, absl::Time now);
  absl::StatusOr<SignedIn> Begin(const BrowserRequest& request, const std::string& secret);

  ApiTokenStore& tokens_;
  SessionStore& sessions_;
  Gatekeeper& gatekeeper_;
  Clock& clock_;
  const Options options_;
  FailedAttempts failures_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_SIGN_IN_DESK_H_

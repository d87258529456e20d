#ifndef SLUICE_CONTROLPLANE_GATEWAY_SESSION_PAGES_H_
#define SLUICE_CONTROLPLANE_GATEWAY_SESSION_PAGES_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/access/sign_in_desk.h"
#include "controlplane/gateway/credentials.h"

namespace sluice::controlplane {

// What browsers sign in by: a cookie instead of the header Authorization, and the paths that give
// and take it. The desk decides; here it is only put into HTTP.
//
//   POST   /v1/sessions          {"token": SECRET} or {"code": CODE}; answers who is signed in
//   GET    /v1/sessions/current  who is signed in
//   DELETE /v1/sessions/current  signs out
//
// Borrows its arguments. Any thread may call.
class SessionPages : public Credentials {
 public:
  // `behind_proxy`: requests from loopback come from whom the last `X-Forwarded-For` names.
  SessionPages(SignInDesk& desk, const Gatekeeper& gatekeeper, bool behind_proxy)
      : desk_(desk), gatekeeper_(gatekeeper), behind_proxy_(behind_proxy) {}

  // Of a request without Authorization: its session, when it shows one. PERMISSION_DENIED,
  // CROSS_SITE_REQUEST: it is of a page that is not ours.
  absl::StatusOr<ShownCredentials> Of(const http::ServerRequest& request) override;

  // GatewayPages::sessions. Blocks as the store does.
  http::ServerResponse Answer(const http::ServerRequest& request);

 private:
  absl::StatusOr<http::ServerResponse> SignIn(const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> Current(const http::ServerRequest& request);
  absl::StatusOr<http::ServerResponse> SignOut(const http::ServerRequest& request);
  http::ServerResponse Tell(const Caller& caller) const;
  BrowserRequest BrowserRequestOf(const http::ServerRequest& request) const;
  std::string ClientAddressOf(const http::ServerRequest& request) const;

  SignInDesk& desk_;
  const Gatekeeper& gatekeeper_;
  const bool behind_proxy_;
  BearerCredentials bearer_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_SESSION_PAGES_H_

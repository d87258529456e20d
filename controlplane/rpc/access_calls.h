#ifndef SLUICE_CONTROLPLANE_RPC_ACCESS_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_ACCESS_CALLS_H_

#include "absl/status/status.h"
#include "base/time/clock.h"
#include "controlplane/access/caller.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/store/api_token_store.h"
#include "controlplane/store/session_store.h"
#include "sluice/v1/access_service.pb.h"

namespace sluice::controlplane {

// Tokens, and who calls. No answer but those that make a secret has one, and none of these is
// stored for repeats. Borrows its arguments. Thread-safe; blocks as the store does.
class AccessCalls {
 public:
  AccessCalls(ApiTokenStore& tokens, SessionStore& sessions, Gatekeeper& gatekeeper, Clock& clock)
      : tokens_(tokens), sessions_(sessions), gatekeeper_(gatekeeper), clock_(clock) {}

  absl::Status CreateApiToken(const v1::CreateApiTokenRequest& request, const Caller& caller,
                              v1::CreateApiTokenResponse* response);
  absl::Status GetApiToken(const v1::GetApiTokenRequest& request, v1::ApiToken* response);
  absl::Status ListApiTokens(const v1::ListApiTokensRequest& request,
                             v1::ListApiTokensResponse* response);
  absl::Status RevokeApiToken(const v1::RevokeApiTokenRequest& request, const Caller& caller,
                              v1::ApiToken* response);
  absl::Status GetCaller(const Caller& caller, v1::Caller* response);
  absl::Status CreateSignInLink(const Caller& caller, v1::SignInLink* response);

 private:
  ApiTokenStore& tokens_;
  SessionStore& sessions_;
  Gatekeeper& gatekeeper_;
  Clock& clock_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_ACCESS_CALLS_H_

#ifndef SLUICE_CONTROLPLANE_ACCESS_GATEKEEPER_H_
#define SLUICE_CONTROLPLANE_ACCESS_GATEKEEPER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/access/caller.h"
#include "controlplane/store/api_token_store.h"
#include "controlplane/store/session_store.h"

namespace sluice::controlplane {

struct GatekeeperOptions {
  // Whether callers are asked who they are. When not, everybody may do everything.
  bool asks = true;
  absl::Duration session_idle = absl::Hours(1);  // A session that is not used for longer has ended.
};

// The secret in the values of a call's `authorization`: one, of the form `Bearer SECRET`, a token's
// or a session's. UNAUTHENTICATED: TOKEN_MISSING, TOKEN_INVALID. Asks nobody. Pure.
absl::StatusOr<std::string> SecretIn(const std::vector<std::string>& authorization);

// Knows callers by their secret and says whether they may.
//
// Every call asks the store, so that what was revoked is refused at once, by every replica. Borrows
// its arguments. Thread-safe; blocks as the store does.
class Gatekeeper {
 public:
  // Whether being let in counts as a use, which is noted and keeps a session alive.
  enum class Use { kNote, kOnlyLook };

  Gatekeeper(ApiTokenStore& tokens, SessionStore& sessions, Clock& clock,
             const GatekeeperOptions& options)
      : tokens_(tokens), sessions_(sessions), clock_(clock), options_(options) {}

  bool asks() const { return options_.asks; }

  // OK when a call that shows `secret` (SecretIn) may be worth asking the store about. Never
  // blocks.
  absl::Status MayAsk(const absl::StatusOr<std::string>& secret) const;

  // Who calls. UNAUTHENTICATED: TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED, TOKEN_REVOKED,
  // SESSION_ENDED. PERMISSION_DENIED, NOT_PERMITTED: they lack `permission`. UNAVAILABLE while the
  // store does not answer: then nobody is let in.
  absl::StatusOr<Caller> Admit(const absl::StatusOr<std::string>& secret,
                               absl::string_view permission, Use use = Use::kNote);

 private:
  absl::StatusOr<Caller> CallerBySession(const std::string& secret, Use use);
  absl::StatusOr<Caller> CallerByToken(const std::string& secret, Use use);
  // A note that fails is made by the next call.
  void NoteUse(const ApiToken& token, absl::Time now);

  ApiTokenStore& tokens_;
  SessionStore& sessions_;
  Clock& clock_;
  const GatekeeperOptions options_;
};

// OK while the token lets in. UNAUTHENTICATED: TOKEN_EXPIRED, TOKEN_REVOKED.
absl::Status CheckLive(const ApiToken& token, absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_GATEKEEPER_H_

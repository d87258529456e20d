#include "controlplane/access/gatekeeper.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "base/status/status_macros.h"
#include "controlplane/access/refusal.h"
#include "controlplane/access/secret.h"

namespace sluice::controlplane {
namespace {

constexpr absl::string_view kScheme = "Bearer ";

bool IsSession(absl::string_view secret) { return HasFormOf(SecretKind::kSession, secret); }

}  // namespace

absl::StatusOr<std::string> SecretIn(const std::vector<std::string>& authorization) {
  if (authorization.empty()) return TokenMissing();
  // Of two it would not be clear which one was meant, and by whom.
  if (authorization.size() > 1) return TokenInvalid();
  absl::string_view value = authorization.front();
  if (!absl::StartsWithIgnoreCase(value, kScheme)) return TokenInvalid();
  value.remove_prefix(kScheme.size());
  if (!HasFormOf(SecretKind::kToken, value) && !IsSession(value)) return TokenInvalid();
  return std::string(value);
}

absl::Status CheckLive(const ApiToken& token, absl::Time now) {
  if (token.revoke_time.has_value()) return TokenRevoked(token.id);
  if (token.expire_time <= now) return TokenExpired(token.id);
  return absl::OkStatus();
}

absl::Status Gatekeeper::MayAsk(const absl::StatusOr<std::string>& secret) const {
  return options_.asks ? secret.status() : absl::OkStatus();
}

absl::StatusOr<Caller> Gatekeeper::Admit(const absl::StatusOr<std::string>& secret,
                                         absl::string_view permission, Use use) {
  if (!options_.asks) return UnknownCaller();
  SLUICE_RETURN_IF_ERROR(secret.status());
  SLUICE_ASSIGN_OR_RETURN(Caller caller, IsSession(*secret) ? CallerBySession(*secret, use)
                                                            : CallerByToken(*secret, use));
  if (!caller.permissions.contains(std::string(permission))) {
    return NotPermitted(caller, permission);
  }
  return caller;
}

absl::StatusOr<Caller> Gatekeeper::CallerByToken(const std::string& secret, Use use) {
  const std::string hash = HashOfSecret(secret);
  SLUICE_ASSIGN_OR_RETURN(const std::optional<ApiToken> token, tokens_.FindApiToken(hash));
  if (!token.has_value()) return TokenInvalid();
  const absl::Time now = clock_.Now();
  SLUICE_RETURN_IF_ERROR(CheckLive(*token, now));
  if (use == Use::kNote) NoteUse(*token, now);
  Caller caller = CallerOf(*token);
  caller.shown_hash = hash;
  return caller;
}

absl::StatusOr<Caller> Gatekeeper::CallerBySession(const std::string& secret, Use use) {
  const std::string hash = HashOfSecret(secret);
  SLUICE_ASSIGN_OR_RETURN(const std::optional<FoundSession> found, sessions_.FindSession(hash));
  if (!found.has_value()) return SessionEnded();
  const absl::Time now = clock_.Now();
  const Session& session = found->session;
  if (session.expire_time <= now || session.last_used_time + options_.session_idle <= now) {
    return SessionEnded();
  }
  SLUICE_RETURN_IF_ERROR(CheckLive(found->token, now));
  if (use == Use::kNote) {
    if (session.last_used_time + kSessionUseNotedEvery <= now) {
      (void)sessions_.NoteSessionUse(hash, now);
    }
    NoteUse(found->token, now);
  }
  Caller caller = CallerOf(found->token);
  caller.expire_time = std::min(found->token.expire_time, session.expire_time);
  caller.shown_hash = hash;
  caller.by_session = true;
  return caller;
}

void Gatekeeper::NoteUse(const ApiToken& token, absl::Time now) {
  if (token.last_used_time.value_or(absl::InfinitePast()) + kTokenUseNotedEvery > now) return;
  (void)tokens_.NoteTokenUse(token.id, now);
}

}  // namespace sluice::controlplane

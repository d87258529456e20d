#ifndef SLUICE_CONTROLPLANE_STORE_SESSION_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_SESSION_STORE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/api_token.h"

namespace sluice::controlplane {

// Uses of a session within this of the last one that was noted are not noted.
inline constexpr absl::Duration kSessionUseNotedEvery = absl::Minutes(1);

// More sessions of one token than this: the one that was used least lately ends.
inline constexpr int kSessionsPerTokenMax = 50;

// More codes of one token than this are not given out.
inline constexpr int kSignInCodesPerTokenMax = 10;

// A session and the token it was begun with.
struct FoundSession {
  Session session;
  ApiToken token;
};

// Browsers that signed in, and codes to do so once. Secrets come here as hashes only (64 hex
// digits of SHA-256). Sessions and codes go with their token. Thread-safe; UNAVAILABLE as
// everywhere in store/.
class SessionStore {
 public:
  virtual ~SessionStore() = default;

  // `shown_hash`: of what was shown for it, the token's secret or one of its codes, which is taken
  // by this: of two who bring one code at once one begins a session. NOT_FOUND,
  // API_TOKEN_NOT_FOUND when that lets in no more, or the token is gone or revoked.
  virtual absl::Status CreateSession(const Session& session, absl::string_view secret_hash,
                                     absl::string_view shown_hash) = 0;

  // Whether or not it or its token let in; nothing when it is the secret of none.
  virtual absl::StatusOr<std::optional<FoundSession>> FindSession(
      absl::string_view secret_hash) = 0;

  // It was used; written only when that was not noted for kSessionUseNotedEvery.
  virtual absl::Status NoteSessionUse(absl::string_view secret_hash, absl::Time now) = 0;

  // One that is not there has ended.
  virtual absl::Status EndSession(absl::string_view secret_hash) = 0;

  // `shown_hash`: of what was shown for it, the token's secret or that of one of its sessions.
  // RESOURCE_EXHAUSTED, TOO_MANY_SIGN_INS; NOT_FOUND, API_TOKEN_NOT_FOUND when what was shown is
  // no more, or the token is gone or revoked.
  virtual absl::Status CreateSignInCode(absl::string_view code_hash, absl::string_view token_id,
                                        absl::string_view shown_hash, absl::Time expire_time,
                                        absl::Time now) = 0;

  // The id of the code's token; nothing when it never was one, was taken, or is too old.
  virtual absl::StatusOr<std::optional<std::string>> FindSignInCode(absl::string_view code_hash,
                                                                    absl::Time now) = 0;

  // Removes sessions that were not used since `idle_since` or whose time is over, and codes that
  // are too old; returns how many.
  virtual absl::StatusOr<int> ForgetSessions(absl::Time idle_since, absl::Time now) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_SESSION_STORE_H_

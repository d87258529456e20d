#ifndef SLUICE_CONTROLPLANE_STORE_API_TOKEN_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_API_TOKEN_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/api_token.h"

namespace sluice::controlplane {

// Uses within this of the last one that was noted are not noted: a busy token would otherwise be
// written with every call.
inline constexpr absl::Duration kTokenUseNotedEvery = absl::Minutes(1);

// How long a token that expired or was revoked stays to be seen, and its name taken.
inline constexpr absl::Duration kDeadTokenLife = absl::Hours(24 * 90);

// For how long a repeat of the request that made a token is known.
inline constexpr absl::Duration kTokenRequestLife = absl::Hours(24);

// API tokens. Secrets come here as hashes only (64 hex digits of SHA-256), see
// controlplane/access/secret.h. Thread-safe; UNAVAILABLE as everywhere in store/.
class ApiTokenStore {
 public:
  virtual ~ApiTokenStore() = default;

  // Stores the token. When one of this id was made by the same person with the same `request_id`,
  // not empty, within kTokenRequestLife and still lets in, its secret becomes this one, and what
  // was begun with the first one ends. Returns what is stored. ALREADY_EXISTS, API_TOKEN_EXISTS.
  virtual absl::StatusOr<ApiToken> CreateApiToken(const ApiToken& token,
                                                  absl::string_view secret_hash,
                                                  absl::string_view request_id) = 0;

  // The token becomes this one, whatever it was, with another secret; its sessions end. For a
  // secret that was lost.
  virtual absl::Status ReplaceApiToken(const ApiToken& token, absl::string_view secret_hash) = 0;

  // Also one that expired or was revoked; nothing when it is the secret of none.
  virtual absl::StatusOr<std::optional<ApiToken>> FindApiToken(absl::string_view secret_hash) = 0;

  // NOT_FOUND, API_TOKEN_NOT_FOUND.
  virtual absl::StatusOr<ApiToken> GetApiToken(absl::string_view id) = 0;

  // Those behind the id `after`, ordered by id.
  virtual absl::StatusOr<std::vector<ApiToken>> ListApiTokens(absl::string_view after,
                                                              int limit) = 0;

  // Revokes it unless it is; its sessions and codes are gone. NOT_FOUND, API_TOKEN_NOT_FOUND.
  virtual absl::StatusOr<ApiToken> RevokeApiToken(absl::string_view id, absl::string_view by,
                                                  absl::Time now) = 0;

  // It let somebody in; written only when that was not noted for kTokenUseNotedEvery.
  virtual absl::Status NoteTokenUse(absl::string_view id, absl::Time now) = 0;

  // Removes tokens that have been of no use for kDeadTokenLife; returns how many.
  virtual absl::StatusOr<int> ForgetDeadTokens(absl::Time now) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_API_TOKEN_STORE_H_

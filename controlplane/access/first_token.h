#ifndef SLUICE_CONTROLPLANE_ACCESS_FIRST_TOKEN_H_
#define SLUICE_CONTROLPLANE_ACCESS_FIRST_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/store/api_token_store.h"

namespace sluice::controlplane {

// How long the first token lets in: long enough to make others by it.
inline constexpr absl::Duration kFirstTokenLife = absl::Hours(24 * 90);

// For whoever has the control plane's configuration, and with it the database: makes the token
// `admin` and returns its secret. FAILED_PRECONDITION, API_TOKEN_EXISTS when somebody who lets in
// has the role admin already, or the name is taken.
absl::StatusOr<std::string> CreateFirstToken(ApiTokenStore& tokens, absl::Time now);

// The same when that secret was lost: `admin` gets another one, and what was begun with the one
// before ends.
absl::StatusOr<std::string> ReplaceFirstToken(ApiTokenStore& tokens, absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_FIRST_TOKEN_H_

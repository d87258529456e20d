#ifndef SLUICE_CONTROLPLANE_MODEL_API_TOKEN_H_
#define SLUICE_CONTROLPLANE_MODEL_API_TOKEN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace sluice::controlplane {

// For whom a token is.
enum class TokenKind {
  kUser,    // People and their tools: every call but the workers' stream.
  kWorker,  // The workers' stream and nothing else.
};

// A set of permissions (controlplane/access/permission_table.h), each with all of the one before.
enum class Role { kViewer, kOperator, kAdmin };

struct RoleBinding {
  Role role = Role::kViewer;
  std::string resource = "*";  // Where it holds: so far everywhere.

  friend bool operator==(const RoleBinding&, const RoleBinding&) = default;
};

// What is known of a token. Its secret is not: only a hash of that is kept, beside it.
struct ApiToken {
  std::string id;            // The author of what is done with it.
  std::string display_name;  // For people.
  TokenKind kind = TokenKind::kUser;
  std::vector<RoleBinding> role_bindings;  // None of a worker's.
  absl::Time create_time;
  std::string created_by;
  absl::Time expire_time;
  std::optional<absl::Time> last_used_time;  // To the minute.
  std::optional<absl::Time> revoke_time;
  std::string revoked_by;

  friend bool operator==(const ApiToken&, const ApiToken&) = default;
};

// What a browser that signed in with a token is known by. Its secret is not kept either.
struct Session {
  std::string token_id;
  absl::Time create_time;
  absl::Time last_used_time;
  absl::Time expire_time;  // However busy it is.

  friend bool operator==(const Session&, const Session&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_API_TOKEN_H_

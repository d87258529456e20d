#include "controlplane/access/first_token.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/access/gatekeeper.h"
#include "controlplane/access/secret.h"

namespace sluice::controlplane {
namespace {

constexpr char kId[] = "admin";
constexpr size_t kPage = 500;

ApiToken FirstToken(absl::Time now) {
  const absl::Time storable = absl::FromUnixMicros(absl::ToUnixMicros(now));
  ApiToken token;
  token.id = kId;
  token.display_name = "made beside the control plane";
  token.role_bindings = {{Role::kAdmin, "*"}};
  token.create_time = storable;
  token.created_by = "sluice";
  token.expire_time = storable + kFirstTokenLife;
  return token;
}

bool IsAdmin(const ApiToken& token) {
  const std::vector<Role> roles = CallerOf(token).roles;
  return !roles.empty() && roles.front() == Role::kAdmin;
}

absl::Status Exists(absl::string_view what) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(what), "API_TOKEN_EXISTS"),
                    "use it; if its secret is lost, `sluice-controlplane replace-admin-token` "
                    "gives the token admin another one");
}

}  // namespace

absl::StatusOr<std::string> CreateFirstToken(ApiTokenStore& tokens, absl::Time now) {
  std::string after;
  while (true) {
    SLUICE_ASSIGN_OR_RETURN(const std::vector<ApiToken> page,
                            tokens.ListApiTokens(after, static_cast<int>(kPage)));
    for (const ApiToken& token : page) {
      if (IsAdmin(token) && CheckLive(token, now).ok()) {
        return Exists(absl::StrCat("API token ", token.id, " has the role admin already"));
      }
    }
    if (page.size() < kPage) break;
    after = page.back().id;
  }
  const std::string secret = NewSecret(SecretKind::kToken);
  const absl::Status made =
      tokens.CreateApiToken(FirstToken(now), HashOfSecret(secret), "").status();
  if (absl::IsAlreadyExists(made)) {
    return Exists("there is an API token admin, which lets nobody in any more");
  }
  SLUICE_RETURN_IF_ERROR(made);
  return secret;
}

absl::StatusOr<std::string> ReplaceFirstToken(ApiTokenStore& tokens, absl::Time now) {
  const std::string secret = NewSecret(SecretKind::kToken);
  SLUICE_RETURN_IF_ERROR(tokens.ReplaceApiToken(FirstToken(now), HashOfSecret(secret)));
  return secret;
}

}  // namespace sluice::controlplane

#include "controlplane/access/caller.h"

#include <functional>

#include "controlplane/access/permission_table.h"

namespace sluice::controlplane {
namespace {

// So far a binding holds everywhere; one of a narrower resource, written by a newer release, must
// not be taken for more than it is.
bool HoldsEverywhere(const RoleBinding& binding) { return binding.resource == "*"; }

void Permit(Role role, std::set<std::string>& permissions) {
  for (const PermissionRule& rule : kPermissionRules) {
    if (rule.least <= role) permissions.emplace(rule.permission);
  }
}

}  // namespace

absl::string_view NameOf(Role role) {
  switch (role) {
    case Role::kViewer:
      return "viewer";
    case Role::kOperator:
      return "operator";
    case Role::kAdmin:
      return "admin";
  }
  return "";
}

Caller CallerOf(const ApiToken& token) {
  Caller caller = {.name = token.id,
                   .display_name = token.display_name,
                   .roles = {},
                   .permissions = {},
                   .expire_time = token.expire_time,
                   .shown_hash = {}};
  if (token.kind == TokenKind::kWorker) {
    caller.permissions.emplace(kWorkerPermission);
    return caller;
  }
  std::set<Role, std::greater<>> roles;
  for (const RoleBinding& binding : token.role_bindings) {
    if (HoldsEverywhere(binding)) roles.insert(binding.role);
  }
  for (Role role : roles) Permit(role, caller.permissions);
  caller.roles.assign(roles.begin(), roles.end());
  return caller;
}

Caller UnknownCaller() {
  Caller caller;
  caller.roles = {Role::kAdmin};
  Permit(Role::kAdmin, caller.permissions);
  caller.permissions.emplace(kWorkerPermission);
  return caller;
}

}  // namespace sluice::controlplane

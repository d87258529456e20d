#include "controlplane/rpc/translate_api_token.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr int kRoleBindingsMax = 16;
constexpr size_t kDisplayNameBytesMax = 128;
constexpr char kOurselves[] = "sluice";  // The author of what nobody asked for.

constexpr Words<v1::ApiToken::Kind, TokenKind, 2> kKinds = {
    {{v1::ApiToken::USER, TokenKind::kUser}, {v1::ApiToken::WORKER, TokenKind::kWorker}}};

constexpr Words<v1::RoleBinding::Role, Role, 3> kRoles = {
    {{v1::RoleBinding::VIEWER, Role::kViewer},
     {v1::RoleBinding::OPERATOR, Role::kOperator},
     {v1::RoleBinding::ADMIN, Role::kAdmin}}};

RoleBinding BindingFromProto(const v1::RoleBinding& proto, Violations& violations) {
  constexpr absl::string_view kField = "api_token.role_bindings.role";
  if (proto.role() == v1::RoleBinding::ROLE_UNSPECIFIED) {
    violations.Add(kField, "FIELD_REQUIRED", "is empty; choose VIEWER, OPERATOR or ADMIN");
  }
  if (!proto.resource().empty() && proto.resource() != "*") {
    violations.Add("api_token.role_bindings.resource", "NOT_YET_SUPPORTED",
                   "names a resource; roles hold everywhere so far, which is written `*`");
  }
  return {FromWord(kRoles, proto.role(), kField, violations), "*"};
}

void CheckBindings(const ApiToken& token, Violations& violations) {
  constexpr absl::string_view kField = "api_token.role_bindings";
  const size_t count = token.role_bindings.size();
  if (token.kind == TokenKind::kWorker && count > 0) {
    violations.Add(kField, "FIELD_CONFLICT",
                   "are given; a worker's token has none: it opens the workers' stream alone");
  } else if (token.kind == TokenKind::kUser && count == 0) {
    violations.Add(kField, "FIELD_REQUIRED", "are missing; without a role nothing is permitted");
  } else if (count > kRoleBindingsMax) {
    violations.Add(kField, "FIELD_TOO_LONG",
                   absl::StrCat("are ", count, "; at most ", kRoleBindingsMax));
  }
}

v1::ApiToken::State StateOf(const ApiToken& token, absl::Time now) {
  if (token.revoke_time.has_value()) return v1::ApiToken::REVOKED;
  return token.expire_time <= now ? v1::ApiToken::EXPIRED : v1::ApiToken::ACTIVE;
}

}  // namespace

ApiToken ApiTokenFromProto(const v1::ApiToken& proto, const std::string& id,
                           Violations& violations) {
  CheckId("api_token_id", id, violations);
  if (id == kOurselves) {
    violations.Add("api_token_id", "FIELD_CONFLICT",
                   "is `sluice`, which is the author of what nobody asked for");
  }
  CheckText("api_token.display_name", proto.display_name(), kDisplayNameBytesMax, violations);
  ApiToken token;
  token.id = id;
  token.display_name = proto.display_name();
  token.kind = FromWord(kKinds, proto.kind(), "api_token.kind", violations);
  for (const v1::RoleBinding& binding : proto.role_bindings()) {
    if (token.role_bindings.size() > kRoleBindingsMax) break;
    token.role_bindings.push_back(BindingFromProto(binding, violations));
  }
  CheckBindings(token, violations);
  return token;
}

v1::ApiToken ToProto(const ApiToken& token, absl::Time now) {
  v1::ApiToken proto;
  proto.set_name(ApiTokenName(token.id));
  proto.set_display_name(token.display_name);
  proto.set_kind(ToWord(kKinds, token.kind));
  for (const RoleBinding& binding : token.role_bindings) {
    v1::RoleBinding& added = *proto.add_role_bindings();
    added.set_role(ToWord(kRoles, binding.role));
    added.set_resource(binding.resource);
  }
  proto.set_state(StateOf(token, now));
  proto.set_created_by(token.created_by);
  proto.set_revoked_by(token.revoked_by);
  SetTime(token.create_time, [&] { return proto.mutable_create_time(); });
  SetTime(token.expire_time, [&] { return proto.mutable_expire_time(); });
  SetTime(token.last_used_time.value_or(absl::InfinitePast()),
          [&] { return proto.mutable_last_used_time(); });
  SetTime(token.revoke_time.value_or(absl::InfinitePast()),
          [&] { return proto.mutable_revoke_time(); });
  return proto;
}

v1::Caller ToProto(const Caller& caller, bool authentication_required) {
  v1::Caller proto;
  if (caller.is_known()) proto.set_api_token(ApiTokenName(caller.name));
  proto.set_display_name(caller.display_name);
  for (Role role : caller.roles) proto.add_roles(ToWord(kRoles, role));
  for (const std::string& permission : caller.permissions) proto.add_permissions(permission);
  proto.set_authentication_required(authentication_required);
  SetTime(caller.expire_time.value_or(absl::InfinitePast()),
          [&] { return proto.mutable_expire_time(); });
  return proto;
}

}  // namespace sluice::controlplane

#include "cli/output/token_text.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/output/lines.h"
#include "cli/output/resource_text.h"

namespace sluice::cli {
namespace {

// What a person types: `operator`.
std::string WordOf(v1::RoleBinding::Role role) {
  return absl::AsciiStrToLower(v1::RoleBinding::Role_Name(role));
}

std::string RolesOf(const v1::ApiToken& token) {
  if (token.kind() == v1::ApiToken::WORKER) return "(a worker's)";
  return absl::StrJoin(token.role_bindings(), ",", [](std::string* out, const auto& binding) {
    absl::StrAppend(out, WordOf(binding.role()));
  });
}

std::string Ago(bool is_set, const google::protobuf::Timestamp& time, absl::Time now) {
  return is_set ? AgeText(now - absl::FromUnixSeconds(time.seconds())) : "";
}

}  // namespace

std::string UtcText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time.seconds()),
                          absl::UTCTimeZone());
}

Table TableOf(const std::vector<v1::ApiToken>& tokens, absl::Time now) {
  Table table({"NAME", "STATE", "ROLE", "USED", "UNTIL", "MADE BY", "AGE", "FOR"});
  for (const v1::ApiToken& token : tokens) {
    table.Add({IdOf(token.name()), v1::ApiToken::State_Name(token.state()), RolesOf(token),
               Ago(token.has_last_used_time(), token.last_used_time(), now),
               UtcText(token.expire_time()), token.created_by(),
               Ago(token.has_create_time(), token.create_time(), now), token.display_name()});
  }
  return table;
}

std::string Describe(const v1::Caller& caller) {
  Lines lines;
  lines.Add("Token", caller.api_token().empty() ? "" : IdOf(caller.api_token()));
  lines.Add("For", caller.display_name());
  std::vector<std::string> roles;
  for (int role : caller.roles()) {
    roles.push_back(WordOf(static_cast<v1::RoleBinding::Role>(role)));
  }
  lines.Add("Roles", absl::StrJoin(roles, ", "));
  if (caller.has_expire_time()) lines.Add("Until", UtcText(caller.expire_time()));
  if (!caller.authentication_required()) {
    lines.Add("Note", "this control plane asks nobody who they are");
  }
  lines.Add("Permissions", absl::StrJoin(caller.permissions(), "\n"));
  return lines.text();
}

}  // namespace sluice::cli

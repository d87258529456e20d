#include "emulator/ram/ram_api.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/ids/random_id.h"
#include "emulator/ram/trust_policy.h"
#include "emulator/store/identities.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;

constexpr char kRamVersion[] = "2015-05-01";
constexpr char kStsVersion[] = "2015-04-01";
constexpr int64_t kSessionSecondsMin = 900;
constexpr int64_t kSessionSecondsMax = 43200;
constexpr int64_t kSessionSecondsDefault = 3600;

std::string IsoTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

bool IsName(absl::string_view name, size_t min, size_t max, absl::string_view marks) {
  if (name.size() < min || name.size() > max) return false;
  return std::all_of(name.begin(), name.end(), [&](unsigned char c) {
    return absl::ascii_isalnum(c) || marks.find(static_cast<char>(c)) != marks.npos;
  });
}

Json RoleJson(const Role& role) {
  return {{"RoleId", role.role_id},
          {"RoleName", role.name},
          {"Arn", role.Arn()},
          {"Description", role.description},
          {"AssumeRolePolicyDocument", role.trust},
          {"MaxSessionDuration", role.session_seconds_max},
          {"CreateDate", IsoTime(role.created)},
          {"UpdateDate", IsoTime(role.created)}};
}

absl::StatusOr<int64_t> Seconds(const RpcRequest& request, const std::string& name,
                                int64_t otherwise, int64_t min, int64_t max) {
  std::string text = request.Get(name);
  int64_t seconds = otherwise;
  if (!text.empty() && (!absl::SimpleAtoi(text, &seconds) || seconds < min || seconds > max)) {
    return ServiceError(
        absl::StrCat("InvalidParameter.", name),
        absl::StrCat("The parameter ", name, " must be from ", min, " to ", max, "."));
  }
  return seconds;
}

absl::Status RequireAccount(const RpcCaller& caller) {
  if (caller.role.empty()) return absl::OkStatus();
  return ServiceError("NoPermission",
                      "You are not authorized to do this action; use a key of the account.");
}

// "acs:ram::<uid>:role/<name>"
absl::StatusOr<std::pair<std::string, std::string>> ParseRoleArn(const std::string& arn) {
  absl::string_view rest = arn;
  std::vector<std::string> parts;
  if (absl::ConsumePrefix(&rest, "acs:ram::"))
    parts = absl::StrSplit(rest, absl::MaxSplits(":role/", 1));
  if (parts.size() == 2 && IsName(parts[0], 1, 32, "") && IsName(parts[1], 1, 64, "-_.")) {
    return std::make_pair(parts[0], parts[1]);
  }
  return ServiceError("InvalidParameter.RoleArn",
                      "The parameter RoleArn must be acs:ram::<account uid>:role/<role name>.");
}

}  // namespace

absl::StatusOr<Json> RamApi::Run(const RpcCaller& caller, const RpcRequest& request) {
  using Action = absl::StatusOr<Json> (RamApi::*)(const RpcCaller&, const RpcRequest&);
  static constexpr struct {
    const char* name;
    const char* version;
    Action run;
  } kActions[] = {
      {"CreateRole", kRamVersion, &RamApi::CreateRole},
      {"GetRole", kRamVersion, &RamApi::GetRole},
      {"UpdateRole", kRamVersion, &RamApi::UpdateRole},
      {"DeleteRole", kRamVersion, &RamApi::DeleteRole},
      {"AssumeRole", kStsVersion, &RamApi::AssumeRole},
      {"GetCallerIdentity", kStsVersion, &RamApi::GetCallerIdentity},
  };
  for (const auto& action : kActions) {
    if (request.Get("Action") == action.name && request.Get("Version") == action.version) {
      return (this->*action.run)(caller, request);
    }
  }
  return ServiceError("InvalidAction.NotFound",
                      absl::StrCat("Action ", request.Get("Action").substr(0, 64), " of version ",
                                   request.Get("Version").substr(0, 64), " is not found."));
}

absl::StatusOr<Json> RamApi::CreateRole(const RpcCaller& caller, const RpcRequest& request) {
  SLUICE_RETURN_IF_ERROR(RequireAccount(caller));
  Role role{.uid = caller.uid,
            .name = request.Get("RoleName"),
            .role_id = absl::StrCat("3", RandomHex(8)),
            .trust = request.Get("AssumeRolePolicyDocument"),
            .description = request.Get("Description"),
            .created = world_.clock.Now()};
  if (!IsName(role.name, 1, 64, "-.")) {
    return ServiceError("InvalidParameter.RoleName.InvalidChars",
                        "RoleName has 1 to 64 letters, digits, hyphens and points.");
  }
  if (role.description.size() > 1024) {
    return ServiceError("InvalidParameter.Description.Length",
                        "Description has at most 1024 characters.");
  }
  SLUICE_RETURN_IF_ERROR(CheckTrustPolicy(role.trust));
  SLUICE_ASSIGN_OR_RETURN(role.session_seconds_max,
                          Seconds(request, "MaxSessionDuration", kSessionSecondsDefault,
                                  kSessionSecondsDefault, kSessionSecondsMax));
  SLUICE_RETURN_IF_ERROR(
      world_.database.Transact([&](Sql& sql) { return Identities(sql).CreateRole(role); }));
  return Json{{"Role", RoleJson(role)}};
}

absl::StatusOr<Json> RamApi::GetRole(const RpcCaller& caller, const RpcRequest& request) {
  SLUICE_RETURN_IF_ERROR(RequireAccount(caller));
  SLUICE_ASSIGN_OR_RETURN(Role role, world_.database.TransactFor<Role>([&](Sql& sql) {
    return Identities(sql).GetRole(caller.uid, request.Get("RoleName"));
  }));
  return Json{{"Role", RoleJson(role)}};
}

absl::StatusOr<Json> RamApi::UpdateRole(const RpcCaller& caller, const RpcRequest& request) {
  SLUICE_RETURN_IF_ERROR(RequireAccount(caller));
  const std::string trust = request.Get("NewAssumeRolePolicyDocument");
  if (!trust.empty()) SLUICE_RETURN_IF_ERROR(CheckTrustPolicy(trust));
  return world_.database.TransactFor<Json>([&](Sql& sql) -> absl::StatusOr<Json> {
    Identities identities(sql);
    SLUICE_ASSIGN_OR_RETURN(Role role, identities.GetRole(caller.uid, request.Get("RoleName")));
    if (!trust.empty()) role.trust = trust;
    if (!request.Get("NewDescription").empty()) role.description = request.Get("NewDescription");
    SLUICE_ASSIGN_OR_RETURN(role.session_seconds_max,
                            Seconds(request, "NewMaxSessionDuration", role.session_seconds_max,
                                    kSessionSecondsDefault, kSessionSecondsMax));
    SLUICE_RETURN_IF_ERROR(identities.UpdateRole(role));
    return Json{{"Role", RoleJson(role)}};
  });
}

absl::StatusOr<Json> RamApi::DeleteRole(const RpcCaller& caller, const RpcRequest& request) {
  SLUICE_RETURN_IF_ERROR(RequireAccount(caller));
  SLUICE_RETURN_IF_ERROR(world_.database.Transact(
      [&](Sql& sql) { return Identities(sql).DeleteRole(caller.uid, request.Get("RoleName")); }));
  return Json::object();
}

absl::StatusOr<Json> RamApi::AssumeRole(const RpcCaller& caller, const RpcRequest& request) {
  SLUICE_ASSIGN_OR_RETURN(auto arn, ParseRoleArn(request.Get("RoleArn")));
  const auto& [uid, name] = arn;
  const std::string session = request.Get("RoleSessionName");
  if (!IsName(session, 2, 64, ".@-_")) {
    return ServiceError("InvalidParameter.RoleSessionName",
                        "RoleSessionName has 2 to 64 letters, digits and .@-_ characters.");
  }
  const std::string assume_for = request.Get("AssumeRoleFor");
  if (!assume_for.empty() && assume_for != uid) {
    return ServiceError("NoPermission", "AssumeRoleFor must be the account of RoleArn.");
  }
  if (caller.service.empty()) {
    return ServiceError("NoPermission", "Roles may not be assumed by root accounts.");
  }
  const absl::Time now = world_.clock.Now();
  RoleToken token{.access_key_id = absl::StrCat("STS.", RandomHex(12)),
                  .secret = RandomHex(20),
                  .token = absl::StrCat("CAIS", RandomHex(64)),
                  .uid = uid,
                  .session = session};
  return world_.database.TransactFor<Json>([&, role_name = name](Sql& sql) -> absl::StatusOr<Json> {
    Identities identities(sql);
    SLUICE_ASSIGN_OR_RETURN(Role role, identities.GetRole(token.uid, role_name));
    if (!TrustsService(role.trust, caller.service)) {
      return ServiceError(
          "NoPermission",
          absl::StrCat("You are not authorized to do this action. The trust policy of role ",
                       role.Arn(), " does not name the service ", caller.service, "."));
    }
    SLUICE_ASSIGN_OR_RETURN(int64_t seconds,
                            Seconds(request, "DurationSeconds",
                                    std::min(kSessionSecondsDefault, role.session_seconds_max),
                                    kSessionSecondsMin, role.session_seconds_max));
    token.role = role.name;
    token.expires = now + std::min(absl::Seconds(seconds), world_.limits.token_life_max);
    SLUICE_RETURN_IF_ERROR(identities.AddToken(token, now));
    return Json{
        {"Credentials",
         {{"AccessKeyId", token.access_key_id},
          {"AccessKeySecret", token.secret},
          {"SecurityToken", token.token},
          {"Expiration", IsoTime(token.expires)}}},
        {"AssumedRoleUser",
         {{"Arn", absl::StrCat("acs:sts::", token.uid, ":assumed-role/", role.name, "/", session)},
          {"AssumedRoleId", absl::StrCat(role.role_id, ":", session)}}}};
  });
}

absl::StatusOr<Json> RamApi::GetCallerIdentity(const RpcCaller& caller, const RpcRequest&) {
  if (caller.role.empty()) {
    return Json{{"AccountId", caller.uid},
                {"UserId", caller.uid},
                {"PrincipalId", caller.uid},
                {"IdentityType", "Account"},
                {"Arn", absl::StrCat("acs:ram::", caller.uid, ":root")}};
  }
  return Json{{"AccountId", caller.uid},
              {"UserId", ""},
              {"PrincipalId", absl::StrCat(caller.role, ":", caller.session)},
              {"IdentityType", "AssumedRoleUser"},
              {"Arn", absl::StrCat("acs:sts::", caller.uid, ":assumed-role/", caller.role, "/",
                                   caller.session)}};
}

}  // namespace sluice::emulator

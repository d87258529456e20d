#include "emulator/access/security_run.h"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/store/catalog.h"
#include "emulator/store/grants.h"
#include "emulator/store/identities.h"

namespace sluice::emulator {
namespace {

using Json = nlohmann::json;
using Verb = SecurityCommand::Verb;

class SecurityRun {
 public:
  SecurityRun(Sql& sql, AccessCheck& access, const SecurityCommand& command, AnswerFormat format)
      : sql_(sql),
        access_(access),
        command_(command),
        format_(format),
        grants_(sql, access.project().name) {}

  absl::StatusOr<std::string> Run() {
    const bool about_self = command_.verb == Verb::kWhoAmI ||
                            (command_.verb == Verb::kShowGrants &&
                             (!command_.user.has_value() || *command_.user == access_.principal()));
    if (!about_self) SLUICE_RETURN_IF_ERROR(access_.RequireOwner("ManageSecurity"));
    switch (command_.verb) {
      case Verb::kAddUser:
        SLUICE_RETURN_IF_ERROR(CheckPrincipalExists());
        SLUICE_RETURN_IF_ERROR(grants_.AddUser(command_.user->Name()));
        return Done();
      case Verb::kRemoveUser:
        SLUICE_RETURN_IF_ERROR(CheckIsUser());
        SLUICE_RETURN_IF_ERROR(grants_.RemoveUser(command_.user->Name()));
        return Done();
      case Verb::kGrant:
      case Verb::kRevoke:
        return ChangeGrants();
      case Verb::kShowGrants:
        return ShowGrants();
      case Verb::kListUsers:
        return ListUsers();
      case Verb::kWhoAmI:
        return WhoAmI();
    }
    return absl::InternalError("a security statement without a verb");
  }

 private:
  std::string Done() const { return format_ == AnswerFormat::kJson ? R"({"result":"OK"})" : "OK"; }

  absl::Status CheckPrincipalExists() {
    Identities identities(sql_);
    if (command_.user->role.empty()) {
      SLUICE_ASSIGN_OR_RETURN(std::optional<Account> account,
                              identities.FindAccount(command_.user->uid));
      if (account.has_value()) return absl::OkStatus();
    } else if (identities.GetRole(command_.user->uid, command_.user->role).ok()) {
      return absl::OkStatus();
    }
    return ServiceError("NoSuchObject",
                        absl::StrCat("ODPS-0420111: principal ", command_.user->Name(),
                                     " does not exist; create the account or RAM role first"));
  }

  absl::Status CheckIsUser() {
    SLUICE_ASSIGN_OR_RETURN(bool is_user, grants_.HasUser(command_.user->Name()));
    if (is_user) return absl::OkStatus();
    return ServiceError("NoSuchObject", absl::StrCat("ODPS-0420061: user ", command_.user->Name(),
                                                     " is not in the project; run: add user `",
                                                     command_.user->Name(), "`"));
  }

  absl::StatusOr<std::string> Object() {
    const std::string& project = access_.project().name;
    const std::string& named = command_.on_table ? command_.object_project : command_.object_name;
    if (!named.empty() && named != project) {
      return ServiceError(
          "NoSuchObject",
          absl::StrCat("project ", named, " is not the one of the request, ", project));
    }
    if (!command_.on_table) return ProjectObject(project);
    SLUICE_RETURN_IF_ERROR(Catalog(sql_).GetTable(project, command_.object_name).status());
    return TableObject(project, command_.object_name);
  }

  absl::StatusOr<std::string> ChangeGrants() {
    SLUICE_RETURN_IF_ERROR(CheckIsUser());
    SLUICE_ASSIGN_OR_RETURN(std::string object, Object());
    for (const std::string& action : command_.actions) {
      SLUICE_RETURN_IF_ERROR(command_.verb == Verb::kGrant
                                 ? grants_.Grant(command_.user->Name(), object, action)
                                 : grants_.Revoke(command_.user->Name(), object, action));
    }
    return Done();
  }

  absl::StatusOr<std::string> ShowGrants() {
    std::string name = command_.user.value_or(access_.principal()).Name();
    SLUICE_ASSIGN_OR_RETURN(std::vector<Grants::Entry> entries, grants_.List(name));
    std::map<std::string, std::vector<std::string>> by_object;
    for (Grants::Entry& entry : entries) by_object[entry.object].push_back(std::move(entry.action));
    if (format_ == AnswerFormat::kJson) {
      Json acl = Json::object();
      for (const auto& [object, actions] : by_object) acl[object] = actions;
      return Json{{"Principal", name}, {"ACL", acl}}.dump();
    }
    std::string text = absl::StrCat("Authorization Type: ACL\n[user/", name, "]\n");
    for (const auto& [object, actions] : by_object) {
      absl::StrAppend(&text, "A       ", object, ": ", absl::StrJoin(actions, " | "), "\n");
    }
    return text;
  }

  absl::StatusOr<std::string> ListUsers() {
    SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> users, grants_.ListUsers());
    if (format_ == AnswerFormat::kJson) return Json{{"users", users}}.dump();
    return absl::StrJoin(users, "\n");
  }

  std::string WhoAmI() const {
    const std::string name = access_.principal().Name();
    if (format_ == AnswerFormat::kJson) {
      return Json{{"ID", access_.principal().uid}, {"DisplayName", name}}.dump();
    }
    return absl::StrCat("Name: ", name, "\nProject: ", access_.project().name, "\n");
  }

  Sql& sql_;
  AccessCheck& access_;
  const SecurityCommand& command_;
  const AnswerFormat format_;
  Grants grants_;
};

}  // namespace

absl::StatusOr<std::string> RunSecurityCommand(Sql& sql, AccessCheck& access,
                                               const SecurityCommand& command,
                                               AnswerFormat format) {
  return SecurityRun(sql, access, command, format).Run();
}

}  // namespace sluice::emulator

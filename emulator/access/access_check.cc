#include "emulator/access/access_check.h"

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/store/catalog.h"
#include "emulator/store/grants.h"
#include "emulator/value/object_name.h"

namespace sluice::emulator {
namespace {

absl::Status Refuse(const Principal& principal, const std::string& action,
                    const std::string& object) {
  return ServiceError(
      "NoPermission",
      absl::StrCat(
          "ODPS-0420095: Access Denied - Authorization Failed [4011], You have NO privilege "
          "'odps:",
          action, "' on {acs:odps:*:", object, "}. Principal: ", principal.Name()));
}

// Of one who was never added to the project, or removed from it. `Read` is what every member has.
absl::Status RefuseStranger(const Principal& principal, const std::string& project) {
  return ServiceError(
      "NoPermission",
      absl::StrCat("ODPS-0420095: Access Denied - Authorization Failed [4002], You don't exist in "
                   "project ",
                   project, " and have NO privilege 'odps:Read' on {acs:odps:*:",
                   ProjectObject(project), "}. Principal: ", principal.Name()));
}

}  // namespace

std::string ProjectObject(const std::string& project) { return absl::StrCat("projects/", project); }

std::string TableObject(const std::string& project, const std::string& table) {
  const std::string schema = SchemaOf(table);
  if (schema == kDefaultSchema) return absl::StrCat("projects/", project, "/tables/", table);
  return absl::StrCat("projects/", project, "/schemas/", schema, "/tables/", NameInSchema(table));
}

bool AccessCheck::IsOwner() const {
  return principal_.role.empty() && principal_.uid == project_.owner_uid;
}

absl::Status AccessCheck::RequireMember() {
  if (IsOwner()) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(bool is_user, Grants(sql_, project_.name).HasUser(principal_.Name()));
  if (is_user) return absl::OkStatus();
  return RefuseStranger(principal_, project_.name);
}

absl::Status AccessCheck::RequireOwner(const std::string& doing) {
  if (IsOwner()) return absl::OkStatus();
  return Refuse(principal_, doing, ProjectObject(project_.name));
}

absl::Status AccessCheck::Require(const std::string& action, const std::string& object) {
  if (IsOwner()) return absl::OkStatus();
  Grants grants(sql_, project_.name);
  // Whoever was removed from the project has nothing, whatever was granted.
  SLUICE_ASSIGN_OR_RETURN(bool is_user, grants.HasUser(principal_.Name()));
  if (!is_user) return RefuseStranger(principal_, project_.name);
  SLUICE_ASSIGN_OR_RETURN(bool may, grants.Has(principal_.Name(), object, action));
  return may ? absl::OkStatus() : Refuse(principal_, action, object);
}

absl::Status AccessCheck::RequireOnProject(const std::string& action) {
  return Require(action, ProjectObject(project_.name));
}

absl::Status AccessCheck::RequireOnTable(const std::string& action, const std::string& table) {
  const absl::Status refused = Require(action, TableObject(project_.name, table));
  // A member learns that a table is not there: nothing could have been granted on it. A stranger
  // learns nothing.
  if (!refused.ok() && RequireMember().ok() &&
      CodeOf(Catalog(sql_).GetTable(project_.name, table).status()) == "NoSuchTable") {
    return absl::OkStatus();
  }
  return refused;
}

}  // namespace sluice::emulator

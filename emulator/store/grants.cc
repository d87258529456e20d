#include "emulator/store/grants.h"

#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

constexpr char kAddUser[] =
    "INSERT INTO users(project, principal) VALUES(?1, ?2) ON CONFLICT DO NOTHING";
constexpr char kRemoveUser[] = "DELETE FROM users WHERE project = ?1 AND principal = ?2";
constexpr char kRemoveGrants[] = "DELETE FROM grants WHERE project = ?1 AND principal = ?2";
constexpr char kHasUser[] = "SELECT 1 FROM users WHERE project = ?1 AND principal = ?2";
constexpr char kListUsers[] = "SELECT principal FROM users WHERE project = ?1 ORDER BY principal";
constexpr char kGrant[] = R"sql(
  INSERT INTO grants(project, principal, object, action) VALUES(?1, ?2, ?3, ?4)
  ON CONFLICT DO NOTHING)sql";
constexpr char kRevoke[] = R"sql(
  DELETE FROM grants WHERE project = ?1 AND principal = ?2 AND object = ?3 AND action = ?4)sql";
constexpr char kHas[] = R"sql(
  SELECT 1 FROM grants WHERE project = ?1 AND principal = ?2 AND object = ?3
  AND action IN (?4, 'All'))sql";
constexpr char kList[] = R"sql(
  SELECT object, action FROM grants WHERE project = ?1 AND principal = ?2
  ORDER BY object, action)sql";
constexpr char kMoveObject[] =
    "UPDATE OR REPLACE grants SET object = ?3 WHERE project = ?1 AND object = ?2";
constexpr char kForgetObject[] = "DELETE FROM grants WHERE project = ?1 AND object = ?2";

}  // namespace

absl::Status Grants::AddUser(const std::string& principal) {
  return sql_.Run(kAddUser, {project_, principal});
}

absl::Status Grants::RemoveUser(const std::string& principal) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(kRemoveGrants, {project_, principal}));
  return sql_.Run(kRemoveUser, {project_, principal});
}

absl::StatusOr<bool> Grants::HasUser(const std::string& principal) {
  return sql_.Any(kHasUser, {project_, principal});
}

absl::StatusOr<std::vector<std::string>> Grants::ListUsers() {
  std::vector<std::string> users;
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(kListUsers, {project_}, [&](const SqlRow& row) { users.push_back(row.Text(0)); }));
  return users;
}

absl::Status Grants::Grant(const std::string& principal, const std::string& object,
                           const std::string& action) {
  return sql_.Run(kGrant, {project_, principal, object, action});
}

absl::Status Grants::Revoke(const std::string& principal, const std::string& object,
                            const std::string& action) {
  return sql_.Run(kRevoke, {project_, principal, object, action});
}

absl::StatusOr<bool> Grants::Has(const std::string& principal, const std::string& object,
                                 const std::string& action) {
  return sql_.Any(kHas, {project_, principal, object, action});
}

absl::StatusOr<std::vector<Grants::Entry>> Grants::List(const std::string& principal) {
  std::vector<Entry> entries;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kList, {project_, principal}, [&](const SqlRow& row) {
    entries.push_back({row.Text(0), row.Text(1)});
  }));
  return entries;
}

absl::Status Grants::MoveObject(const std::string& object, const std::string& new_object) {
  return sql_.Run(kMoveObject, {project_, object, new_object});
}

absl::Status Grants::ForgetObject(const std::string& object) {
  return sql_.Run(kForgetObject, {project_, object});
}

}  // namespace sluice::emulator

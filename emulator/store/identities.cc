#include "emulator/store/identities.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

constexpr char kPutAccount[] = R"sql(
  INSERT INTO accounts(uid, service) VALUES(?1, ?2) ON CONFLICT(uid) DO UPDATE SET service = ?2)sql";
constexpr char kFindAccount[] = "SELECT uid, service FROM accounts WHERE uid = ?1";
constexpr char kPutKey[] = R"sql(
  INSERT INTO access_keys(id, secret, uid) VALUES(?1, ?2, ?3)
  ON CONFLICT(id) DO UPDATE SET secret = ?2, uid = ?3)sql";
constexpr char kFindKey[] = "SELECT id, secret, uid FROM access_keys WHERE id = ?1";
constexpr char kInsertRole[] = R"sql(
  INSERT INTO roles(uid, lower_name, name, role_id, trust, description, session_seconds_max, created)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING)sql";
constexpr char kFindRole[] = R"sql(
  SELECT uid, name, role_id, trust, description, session_seconds_max, created
  FROM roles WHERE uid = ?1 AND lower_name = ?2)sql";
constexpr char kUpdateRole[] = R"sql(
  UPDATE roles SET trust = ?3, description = ?4, session_seconds_max = ?5
  WHERE uid = ?1 AND lower_name = ?2)sql";
constexpr char kDeleteRole[] = "DELETE FROM roles WHERE uid = ?1 AND lower_name = ?2";
constexpr char kInsertToken[] = R"sql(
  INSERT INTO tokens(access_key_id, secret, token, uid, role, session, expires)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7))sql";
constexpr char kForgetTokens[] = "DELETE FROM tokens WHERE expires < ?1";
constexpr char kFindToken[] = R"sql(
  SELECT access_key_id, secret, token, uid, role, session, expires
  FROM tokens WHERE access_key_id = ?1)sql";

absl::Status NoSuchRole(const std::string& name) {
  return ServiceError("EntityNotExist.Role",
                      absl::StrCat("The role not exists: ", name.substr(0, 64), "."));
}

}  // namespace

absl::Status Identities::PutAccount(const Account& account) {
  return sql_.Run(kPutAccount, {account.uid, account.service});
}

absl::StatusOr<std::optional<Account>> Identities::FindAccount(const std::string& uid) {
  std::optional<Account> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFindAccount, {uid}, [&](const SqlRow& row) {
    found = Account{row.Text(0), row.Text(1)};
  }));
  return found;
}

absl::Status Identities::PutAccessKey(const AccessKey& key) {
  return sql_.Run(kPutKey, {key.id, key.secret, key.uid});
}

absl::StatusOr<std::optional<AccessKey>> Identities::FindAccessKey(const std::string& id) {
  std::optional<AccessKey> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFindKey, {id}, [&](const SqlRow& row) {
    found = AccessKey{row.Text(0), row.Text(1), row.Text(2)};
  }));
  return found;
}

absl::Status Identities::CreateRole(const Role& role) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(
      kInsertRole, {role.uid, absl::AsciiStrToLower(role.name), role.name, role.role_id, role.trust,
                    role.description, role.session_seconds_max, absl::ToUnixMillis(role.created)}));
  if (sql_.Changes() > 0) return absl::OkStatus();
  return ServiceError("EntityAlreadyExists.Role",
                      absl::StrCat("The role already exists: ", role.name, "."));
}

absl::StatusOr<Role> Identities::GetRole(const std::string& uid, const std::string& name) {
  std::optional<Role> found;
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(kFindRole, {uid, absl::AsciiStrToLower(name)}, [&](const SqlRow& row) {
        found = Role{.uid = row.Text(0),
                     .name = row.Text(1),
                     .role_id = row.Text(2),
                     .trust = row.Text(3),
                     .description = row.Text(4),
                     .session_seconds_max = row.Int(5),
                     .created = absl::FromUnixMillis(row.Int(6))};
      }));
  if (found.has_value()) return *found;
  return NoSuchRole(name);
}

absl::Status Identities::UpdateRole(const Role& role) {
  return sql_.Run(kUpdateRole, {role.uid, absl::AsciiStrToLower(role.name), role.trust,
                                role.description, role.session_seconds_max});
}

absl::Status Identities::DeleteRole(const std::string& uid, const std::string& name) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(kDeleteRole, {uid, absl::AsciiStrToLower(name)}));
  return sql_.Changes() > 0 ? absl::OkStatus() : NoSuchRole(name);
}

absl::Status Identities::AddToken(const RoleToken& token, absl::Time now) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(kForgetTokens, {absl::ToUnixMillis(now - absl::Hours(24))}));
  return sql_.Run(kInsertToken, {token.access_key_id, token.secret, token.token, token.uid,
                                 token.role, token.session, absl::ToUnixMillis(token.expires)});
}

absl::StatusOr<std::optional<RoleToken>> Identities::FindToken(const std::string& access_key_id) {
  std::optional<RoleToken> found;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kFindToken, {access_key_id}, [&](const SqlRow& row) {
    found = RoleToken{row.Text(0),
                      row.Text(1),
                      row.Text(2),
                      row.Text(3),
                      row.Text(4),
                      row.Text(5),
                      absl::FromUnixMillis(row.Int(6))};
  }));
  return found;
}

}  // namespace sluice::emulator

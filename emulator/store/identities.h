#ifndef SLUICE_EMULATOR_STORE_IDENTITIES_H_
#define SLUICE_EMULATOR_STORE_IDENTITIES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

struct Account {
  std::string uid;
  std::string service;  // "alikafka.aliyuncs.com" of a service's own account; else empty.
};

struct AccessKey {
  std::string id;
  std::string secret;
  std::string uid;
};

struct Role {
  std::string uid;
  std::string name;  // As it was given; found in any case.
  std::string role_id;
  std::string trust;  // The policy document, JSON.
  std::string description;
  int64_t session_seconds_max = 3600;
  absl::Time created;

  std::string Arn() const { return "acs:ram::" + uid + ":role/" + name; }
};

// What AssumeRole gave out.
struct RoleToken {
  std::string access_key_id;
  std::string secret;
  std::string token;
  std::string uid;   // Of the role's account.
  std::string role;  // Its name, as it was made.
  std::string session;
  absl::Time expires;
};

// Accounts, their keys, roles and tokens. Borrows a transaction.
class Identities {
 public:
  explicit Identities(Sql& sql) : sql_(sql) {}

  absl::Status PutAccount(const Account& account);
  absl::StatusOr<std::optional<Account>> FindAccount(const std::string& uid);
  absl::Status PutAccessKey(const AccessKey& key);
  absl::StatusOr<std::optional<AccessKey>> FindAccessKey(const std::string& id);

  // EntityAlreadyExists.Role, EntityNotExist.Role.
  absl::Status CreateRole(const Role& role);
  absl::StatusOr<Role> GetRole(const std::string& uid, const std::string& name);
  absl::Status UpdateRole(const Role& role);
  absl::Status DeleteRole(const std::string& uid, const std::string& name);

  // Forgets those that expired long ago.
  absl::Status AddToken(const RoleToken& token, absl::Time now);
  absl::StatusOr<std::optional<RoleToken>> FindToken(const std::string& access_key_id);

 private:
  Sql& sql_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_IDENTITIES_H_

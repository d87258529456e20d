#ifndef SLUICE_EMULATOR_STORE_GRANTS_H_
#define SLUICE_EMULATOR_STORE_GRANTS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// The project's users and what each may do with which object. An object is "projects/p" or
// "projects/p/tables/t"; principals and actions are in their canonical spelling. Borrows a
// transaction.
class Grants {
 public:
  Grants(Sql& sql, std::string project) : sql_(sql), project_(std::move(project)) {}

  // Doing it twice is harmless.
  absl::Status AddUser(const std::string& principal);
  // With its grants.
  absl::Status RemoveUser(const std::string& principal);
  absl::StatusOr<bool> HasUser(const std::string& principal);
  absl::StatusOr<std::vector<std::string>> ListUsers();

  absl::Status Grant(const std::string& principal, const std::string& object,
                     const std::string& action);
  absl::Status Revoke(const std::string& principal, const std::string& object,
                      const std::string& action);
  absl::StatusOr<bool> Has(const std::string& principal, const std::string& object,
                           const std::string& action);

  struct Entry {
    std::string object;
    std::string action;
  };
  absl::StatusOr<std::vector<Entry>> List(const std::string& principal);

  // When an object gets another name, its grants go with it.
  absl::Status MoveObject(const std::string& object, const std::string& new_object);

  // When an object goes, so do its grants.
  absl::Status ForgetObject(const std::string& object);

 private:
  Sql& sql_;
  const std::string project_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_GRANTS_H_

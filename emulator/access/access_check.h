#ifndef SLUICE_EMULATOR_ACCESS_ACCESS_CHECK_H_
#define SLUICE_EMULATOR_ACCESS_ACCESS_CHECK_H_

#include <string>

#include "absl/status/status.h"
#include "emulator/access/principal.h"
#include "emulator/store/catalog.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// Names of objects, as grants store them and refusals show them.
std::string ProjectObject(const std::string& project);
std::string TableObject(const std::string& project, const std::string& table);

// Decides whether a principal may do something in a project. The project's owner may everything.
//
// Borrows a transaction. Refusals are NoPermission and name the action, the object and the
// principal; those of one who is no user of the project name `Read` on the project, whatever was
// wanted.
class AccessCheck {
 public:
  AccessCheck(Sql& sql, Project project, Principal principal)
      : sql_(sql), project_(std::move(project)), principal_(std::move(principal)) {}

  const Project& project() const { return project_; }
  const Principal& principal() const { return principal_; }
  bool IsOwner() const;

  // The owner, or anybody who was added to the project.
  absl::Status RequireMember();
  absl::Status RequireOwner(const std::string& doing);
  absl::Status Require(const std::string& action, const std::string& object);
  absl::Status RequireOnProject(const std::string& action);
  // OK for a member when there is no such table: what looks for it then says so.
  absl::Status RequireOnTable(const std::string& action, const std::string& table);

 private:
  Sql& sql_;
  const Project project_;
  const Principal principal_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ACCESS_ACCESS_CHECK_H_

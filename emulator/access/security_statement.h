#ifndef SLUICE_EMULATOR_ACCESS_SECURITY_STATEMENT_H_
#define SLUICE_EMULATOR_ACCESS_SECURITY_STATEMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/access/principal.h"

namespace sluice::emulator {

// A security statement, as it was understood.
struct SecurityCommand {
  enum class Verb { kAddUser, kRemoveUser, kGrant, kRevoke, kShowGrants, kListUsers, kWhoAmI };
  Verb verb = Verb::kWhoAmI;
  std::optional<Principal> user;     // Of SHOW GRANTS: absent means the caller.
  std::vector<std::string> actions;  // In their canonical spelling.
  bool on_table = false;             // Else on the project.
  std::string object_project;        // Empty when a table is named without its project.
  std::string object_name;           // Lower case.
};

// `add user`, `remove user`, `grant <actions> on project|table … to user …`, `revoke … from user
// …`, `show grants [for user …]`, `list users`, `whoami`; any case and spacing, a semicolon at the
// end. InvalidParameter otherwise.
absl::StatusOr<SecurityCommand> ParseSecurityStatement(absl::string_view text);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_ACCESS_SECURITY_STATEMENT_H_

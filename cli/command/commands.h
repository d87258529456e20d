#ifndef SLUICE_CLI_COMMAND_COMMANDS_H_
#define SLUICE_CLI_COMMAND_COMMANDS_H_

#include "absl/status/status.h"
#include "cli/command/session.h"

namespace sluice::cli {

// One function per verb. Each reads its words and flags from the session, calls the API and prints
// what came of it; an error is returned, not printed.

absl::Status Create(Session& session);
absl::Status Get(Session& session);
absl::Status DescribeResource(Session& session);
absl::Status Update(Session& session);
absl::Status Check(Session& session);  // An instance.
absl::Status Delete(Session& session);
absl::Status ChangeState(Session& session);  // Deploy, pause, resume, stop, restart, undelete.
absl::Status Rollback(Session& session);
absl::Status Apply(Session& session);
absl::Status Diff(Session& session);
absl::Status Validate(Session& session);
absl::Status Preview(Session& session);
absl::Status SendTest(Session& session);
absl::Status GetOffsets(Session& session);
absl::Status MoveOffsets(Session& session);
absl::Status WaitFor(Session& session);  // An operation.
absl::Status Cancel(Session& session);   // An operation.

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_COMMANDS_H_

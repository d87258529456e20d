#ifndef SLUICE_CLI_COMMAND_OPERATION_WAIT_H_
#define SLUICE_CLI_COMMAND_OPERATION_WAIT_H_

#include "absl/status/statusor.h"
#include "cli/command/session.h"
#include "google/longrunning/operations.pb.h"

namespace sluice::cli {

// Waits until `operation` has ended, at most as long as --timeout says, and tells on stderr how far
// it is. What it failed with is the answer; DEADLINE_EXCEEDED, WAIT_TIMEOUT when it goes on.
absl::StatusOr<google::longrunning::Operation> WaitForOperation(
    Session& session, google::longrunning::Operation operation);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_OPERATION_WAIT_H_

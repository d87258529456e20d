#ifndef SLUICE_CLI_COMMAND_OPERATIONS_H_
#define SLUICE_CLI_COMMAND_OPERATIONS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/command/session.h"
#include "google/longrunning/operations.pb.h"

namespace sluice::cli {

// Waits until the operation has ended, and tells on stderr how far it is. Its own error, with
// reason and remedy, when it failed; DEADLINE_EXCEEDED when the session's limit passes: it goes on.
absl::StatusOr<google::longrunning::Operation> AwaitOperation(Session& session,
                                                              const std::string& name);

absl::Status GetOperations(Session& session);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_OPERATIONS_H_

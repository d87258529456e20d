#ifndef SLUICE_CLI_COMMAND_WAIT_H_
#define SLUICE_CLI_COMMAND_WAIT_H_

#include <string>

#include "absl/status/statusor.h"
#include "cli/command/session.h"

namespace sluice::cli {

// Asks for the connector again and again until its state is `goal`; tells on stderr what it sees
// meanwhile. FAILED_PRECONDITION with the connector's own reason and remedy when a person must act
// first, DEADLINE_EXCEEDED when the session's limit passes.
absl::StatusOr<v1::Connector> WaitForState(Session& session, const std::string& name,
                                           v1::Connector::State goal);

// Until the connector is gone; one of the same name that was made since then does not count.
absl::Status WaitUntilGone(Session& session, const std::string& name, const std::string& uid);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_WAIT_H_

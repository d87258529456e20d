#ifndef SLUICE_CLI_COMMAND_WATCH_H_
#define SLUICE_CLI_COMMAND_WATCH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/command/session.h"

namespace sluice::cli {

// The filter that --filter and --selector come to; empty without both.
absl::StatusOr<std::string> FilterOf(const Session& session);

// Prints the connectors that fit, then each again whenever it changes, until the call is ended;
// with
// --timeout, for so long.
absl::Status WatchConnectors(Session& session, const std::string& filter);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_WATCH_H_

#ifndef SLUICE_CLI_COMMAND_RESOURCE_FILE_H_
#define SLUICE_CLI_COMMAND_RESOURCE_FILE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "cli/command/session.h"
#include "cli/manifest/manifest.h"

namespace sluice::cli {

// The documents of the file that `-f` names; `-` is standard input. A file above 4 MiB is refused.
absl::StatusOr<std::vector<Manifest>> ReadResourceFile(Session& session);

// The request id for document `index` of `count`: what --request-id says, numbered when there are
// several; empty without the flag.
std::string RequestIdOf(const Session& session, size_t index, size_t count);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_RESOURCE_FILE_H_

#ifndef SLUICE_CLI_CONTEXT_CONTEXT_H_
#define SLUICE_CLI_CONTEXT_CONTEXT_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "api/client/access.h"
#include "cli/grammar/command.h"

namespace sluice::cli {

// Reads an environment variable; empty when it is not set.
using Environment = std::function<std::string(const std::string&)>;

// Which control plane is meant, what lets one in there, and whose connectors where a command names
// none.
struct Context {
  std::string server;
  std::string instance;  // May be empty.
  client::AccessFiles access;
};

// A flag wins over the environment, the environment over the configuration file
// ($XDG_CONFIG_HOME or ~/.config)/sluice/config.yaml, the file over the default. A file that is not
// there is no error, one that cannot be understood is. INVALID_ARGUMENT with reason USAGE.
absl::StatusOr<Context> ChooseContext(const Invocation& invocation, const Environment& environment);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_CONTEXT_CONTEXT_H_

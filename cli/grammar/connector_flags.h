#ifndef SLUICE_CLI_GRAMMAR_CONNECTOR_FLAGS_H_
#define SLUICE_CLI_GRAMMAR_CONNECTOR_FLAGS_H_

#include <vector>

#include "cli/grammar/command.h"

namespace sluice::cli {

// The flags that fill a connector's definition, in the order of the API: every field that a user
// may set has one.
std::vector<Flag> ConnectorFlags();

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_CONNECTOR_FLAGS_H_

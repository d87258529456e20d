#ifndef SLUICE_CLI_GRAMMAR_CONNECTOR_FLAGS_H_
#define SLUICE_CLI_GRAMMAR_CONNECTOR_FLAGS_H_

#include <vector>

#include "cli/grammar/command.h"

namespace sluice::cli {

// The flags of manifest::ConnectorFlags, as parts of the grammar.
std::vector<Flag> ConnectorFlags();

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_CONNECTOR_FLAGS_H_

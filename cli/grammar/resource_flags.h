#ifndef SLUICE_CLI_GRAMMAR_RESOURCE_FLAGS_H_
#define SLUICE_CLI_GRAMMAR_RESOURCE_FLAGS_H_

#include <vector>

#include "cli/grammar/command.h"

namespace sluice::cli {

// Flags that fill fields of a resource.

std::vector<Flag> InstanceFlags();
std::vector<Flag> ConnectorFlags();  // Those of manifest::ConnectorFlags.
Flag LabelFlag();                    // Of both.

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_RESOURCE_FLAGS_H_

#ifndef SLUICE_CLI_GRAMMAR_SELECTION_FLAGS_H_
#define SLUICE_CLI_GRAMMAR_SELECTION_FLAGS_H_

#include <string>
#include <vector>

#include "cli/grammar/command.h"

namespace sluice::cli {

// Flags that say which things are meant, and how many.

Flag FileFlag();                        // What a file describes.
std::vector<Flag> FilterFlags();        // Which connectors.
std::vector<Flag> DeadLetterFlags();    // Which dead letters, when none is named.
Flag LimitFlag(const std::string& of);  // Of samples.

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_SELECTION_FLAGS_H_

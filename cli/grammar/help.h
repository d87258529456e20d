#ifndef SLUICE_CLI_GRAMMAR_HELP_H_
#define SLUICE_CLI_GRAMMAR_HELP_H_

#include <string>

#include "cli/grammar/command.h"

namespace sluice::cli {

// What `sluicectl --help` prints: all commands, flags, environment, exit codes. Pure.
std::string Help();

// What `sluicectl create connector --help` prints.
std::string HelpOn(const Command& command);

// All commands that begin with these words: `help create`, `help create connector`. Empty when
// there is none.
std::string HelpOnWords(const std::vector<std::string>& words);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_HELP_H_

#ifndef SLUICE_CLI_GRAMMAR_COMMAND_GROUPS_H_
#define SLUICE_CLI_GRAMMAR_COMMAND_GROUPS_H_

#include <vector>

#include "cli/grammar/command.h"

namespace sluice::cli {

// The commands by what a person does with them, each group in a file that is named after it. Their
// order, here and in each group, is that of the help, and of what completion offers.

std::vector<Command> DefinitionCommands();  // What files and flags describe is made, and tried.
std::vector<Command> ReadingCommands();     // Get and describe.
std::vector<Command> ChangingCommands();    // Of what exists: update, check, delete, undelete.
std::vector<Command> RunningCommands();     // How a connector runs, from deploy to send-test.
std::vector<Command> DeadLetterCommands();
std::vector<Command> ObservingCommands();   // Waiting for a state, logging more.
std::vector<Command> CompletionCommands();  // Of what is typed.
std::vector<Command> OperationCommands();   // Moving offsets, and what becomes of an operation.
std::vector<Command> AccessCommands();      // Tokens, links, and who one is.
std::vector<Command> ProgramCommands();     // About sluicectl itself.

// How many names a command takes that takes many.
constexpr int kMany = 1000;

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_COMMAND_GROUPS_H_

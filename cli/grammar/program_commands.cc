#include "cli/grammar/command_groups.h"

namespace sluice::cli {

std::vector<Command> CompletionCommands() {
  return {
      {Verb::kCompletion, Noun::kNone, "SHELL", 1, 1,
       "print the script that lets bash, zsh or fish complete what is typed"},
      {Verb::kComplete, Noun::kNone, "[-- WORD...]", 0, kMany,
       "print what the last of the words could become; what those scripts call"},
  };
}

std::vector<Command> ProgramCommands() {
  return {
      {Verb::kVersion, Noun::kNone, "", 0, 0, "print the version"},
      {Verb::kHelp, Noun::kNone, "[VERB [NOUN]]", 0, 2, "explain a command"},
  };
}

}  // namespace sluice::cli

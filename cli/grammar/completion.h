#ifndef SLUICE_CLI_GRAMMAR_COMPLETION_H_
#define SLUICE_CLI_GRAMMAR_COMPLETION_H_

#include <string>
#include <vector>

#include "cli/grammar/command.h"

namespace sluice::cli {

// What could stand where a person types.
struct Completion {
  // Those that begin as what is typed already.
  std::vector<std::string> candidates;
  // Names of which nouns of the control plane could stand there too: kInstance, kConnector, kWorker
  // or kNone.
  Noun names = Noun::kNone;
  // Which control plane and instance the words before it mean, as far as they say so.
  Invocation meant;
};

// `words`: those after the program's name; the last is what is typed so far, perhaps nothing. By
// the grammar alone. Pure.
Completion Complete(const std::vector<std::string>& words);

// The script for "bash", "zsh" or "fish", which asks `sluicectl complete` each time; empty for
// another word. Pure.
std::string CompletionScript(const std::string& shell);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_COMPLETION_H_

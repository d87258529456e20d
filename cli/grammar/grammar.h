#ifndef SLUICE_CLI_GRAMMAR_GRAMMAR_H_
#define SLUICE_CLI_GRAMMAR_GRAMMAR_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "cli/grammar/command.h"

namespace sluice::cli {

// Everything that sluicectl understands, in the order of the help. Parser, help and the table in
// docs/cli.md are made from it.
const std::vector<Command>& Commands();

// Flags that every command takes.
const std::vector<Flag>& GlobalFlags();

// Words that name a verb or a noun; singular and plural both.
std::optional<Verb> FindVerb(absl::string_view word);
std::optional<Noun> FindNoun(absl::string_view word);

std::string WordOf(Verb verb);
std::string WordOf(Noun noun);  // Singular.

// `create connector NAME`.
std::string UsageOf(const Command& command);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_GRAMMAR_H_

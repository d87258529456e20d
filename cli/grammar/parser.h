#ifndef SLUICE_CLI_GRAMMAR_PARSER_H_
#define SLUICE_CLI_GRAMMAR_PARSER_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/grammar/command.h"

namespace sluice::cli {

// The reason of errors in how sluicectl was called, as opposed to what was asked for.
inline constexpr char kUsage[] = "USAGE";

// Reads the words after the program's name. Flags may stand anywhere; `--` ends them.
// INVALID_ARGUMENT with reason USAGE says what was not understood and which words would be. Pure.
absl::StatusOr<Invocation> Parse(const std::vector<std::string>& words);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_PARSER_H_

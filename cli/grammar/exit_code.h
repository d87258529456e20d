#ifndef SLUICE_CLI_GRAMMAR_EXIT_CODE_H_
#define SLUICE_CLI_GRAMMAR_EXIT_CODE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace sluice::cli {

struct ExitCodeMeaning {
  int code;
  std::string meaning;
};

// Every exit code with what it means, in order: for the help and docs/cli.md. They never change.
const std::vector<ExitCodeMeaning>& ExitCodes();

// With which code the program ends. Pure.
int ExitCodeOf(const absl::Status& status);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_EXIT_CODE_H_

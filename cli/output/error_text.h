#ifndef SLUICE_CLI_OUTPUT_ERROR_TEXT_H_
#define SLUICE_CLI_OUTPUT_ERROR_TEXT_H_

#include <string>

#include "absl/status/status.h"
#include "cli/output/format.h"

namespace sluice::cli {

// What stands on stderr when something failed: reason and message, every violation with its remedy,
// the remedy. With kJson and kYaml one JSON object with the same contents, for programs. Pure.
std::string ErrorText(const absl::Status& status, Format format);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_ERROR_TEXT_H_

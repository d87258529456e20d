#ifndef SLUICE_CLI_COMMAND_INPUT_FILE_H_
#define SLUICE_CLI_COMMAND_INPUT_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "cli/command/session.h"

namespace sluice::cli {

// All of the file at `path`; `-` is standard input. INVALID_ARGUMENT with reason FILE_UNREADABLE
// when it cannot be read or holds more than `bytes_max`.
absl::StatusOr<std::string> ReadInputFile(Session& session, const std::string& path,
                                          size_t bytes_max);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_INPUT_FILE_H_

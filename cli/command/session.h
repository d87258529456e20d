#ifndef SLUICE_CLI_COMMAND_SESSION_H_
#define SLUICE_CLI_COMMAND_SESSION_H_

#include <istream>
#include <ostream>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "api/client/client.h"
#include "base/time/clock.h"
#include "cli/grammar/command.h"
#include "cli/output/format.h"

namespace sluice::cli {

// Everything that a command needs to do its work. Borrows all of it for one command.
struct Session {
  const Invocation& invocation;
  client::Client& client;
  Clock& clock;
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Format format = Format::kTable;
  std::string instance;       // Whose connectors are meant; may be empty.
  absl::Duration wait_limit;  // Of --wait.
  absl::Duration call_limit;  // Of one call.
  std::string user = {};      // Who the environment says it is; may be empty.
  bool terminal = false;      // Whether somebody is at `in` who can be asked.
  // Set by a command that was asked a question and answered no: exit code 1 without an error.
  bool answer_is_no = false;

  // `instances/I` of an id or a full name.
  absl::StatusOr<std::string> InstanceName(const std::string& argument) const;
  // `instances/I/connectors/C` of an id and the instance that is meant, or of a full name.
  absl::StatusOr<std::string> ConnectorName(const std::string& argument) const;
  std::string WorkerName(const std::string& argument) const;

  // A flag that holds a number; `fallback` when it is not given.
  absl::StatusOr<int> Number(const std::string& flag, int fallback) const;
};

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_SESSION_H_

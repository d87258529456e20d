#ifndef SLUICE_CLI_COMMAND_INITIAL_STATE_H_
#define SLUICE_CLI_COMMAND_INITIAL_STATE_H_

#include "absl/status/statusor.h"
#include "cli/command/session.h"

namespace sluice::cli {

// What --initial-state says; unspecified, which is DRAFT, without it. USAGE for another word.
absl::StatusOr<v1::Connector::Desired::State> InitialStateOf(const Session& session);

// Where a connector that is to be so comes to rest: what --wait waits for.
v1::Connector::State GoalOf(v1::Connector::Desired::State desired);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_INITIAL_STATE_H_

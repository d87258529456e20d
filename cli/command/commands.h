#ifndef SLUICE_CLI_COMMAND_COMMANDS_H_
#define SLUICE_CLI_COMMAND_COMMANDS_H_

#include "absl/status/status.h"
#include "cli/command/session.h"

namespace sluice::cli {

// One function per verb. Each reads its words and flags from the session, calls the API and prints
// what came of it; an error is returned, not printed.

absl::Status Create(Session& session);
absl::Status Get(Session& session);
absl::Status DescribeResource(Session& session);
absl::Status Update(Session& session);
absl::Status Check(Session& session);  // An instance.
absl::Status Delete(Session& session);
absl::Status ChangeState(Session& session);  // Deploy, pause, resume, stop, restart, undelete.
absl::Status Rollback(Session& session);
absl::Status Apply(Session& session);
absl::Status Diff(Session& session);
absl::Status Wait(Session& session);
absl::Status SetLogLevel(Session& session);
absl::Status Validate(Session& session);
absl::Status Preview(Session& session);
absl::Status SendTest(Session& session);
absl::Status Replay(Session& session);   // Dead letters.
absl::Status Discard(Session& session);  // Dead letters.

// Of get and describe.
absl::Status GetDeadLetters(Session& session);
absl::Status DescribeDeadLetter(Session& session);

// Prints the ids of kInstance, kConnector or kWorker that begin as `typed`, one a line; nothing
// when the control plane does not answer: it is somebody typing who waits.
void OfferNames(Session& session, Noun noun, const std::string& typed);
absl::Status GetOffsets(Session& session);
absl::Status MoveOffsets(Session& session);
absl::Status WaitFor(Session& session);  // An operation.
absl::Status Cancel(Session& session);   // An operation.

absl::Status CreateToken(Session& session);
absl::Status CreateSignInLink(Session& session);
absl::Status GetTokens(Session& session);
absl::Status RevokeToken(Session& session);
absl::Status WhoAmI(Session& session);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_COMMAND_COMMANDS_H_

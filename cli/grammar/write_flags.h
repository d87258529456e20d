#ifndef SLUICE_CLI_GRAMMAR_WRITE_FLAGS_H_
#define SLUICE_CLI_GRAMMAR_WRITE_FLAGS_H_

#include <string>
#include <vector>

#include "cli/grammar/command.h"

namespace sluice::cli {

// Flags of what changes something.

Flag RequestIdFlag();
std::vector<Flag> WriteFlags();     // The request's id, and whether it is only to be checked.
std::vector<Flag> VerbFlags();      // Of a verb upon what exists: also only with this etag.
std::vector<Flag> RevisionFlags();  // Of what makes a revision.
Flag SkipCheckFlag();               // Of what stores an instance.
Flag WaitFlag(const std::string& until);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_WRITE_FLAGS_H_

#include "cli/grammar/command_groups.h"
#include "cli/grammar/selection_flags.h"

namespace sluice::cli {
namespace {

Flag ForFlag() {
  return {"for", "WHAT", "state=RUNNING, or another state of a connector; or deleted"};
}

}  // namespace

std::vector<Command> ObservingCommands() {
  using V = Verb;
  using N = Noun;
  return {
      {V::kWait, N::kNone, "", 0, 0, "wait until the connectors of a file are in a state, or gone",
       std::vector<Flag>{FileFlag(), ForFlag()}},
      {V::kWait, N::kConnector, "NAME...", 1, kMany,
       "wait until connectors are in a state, or gone", std::vector<Flag>{ForFlag()}},
      {V::kLogLevel, N::kConnector, "NAME [LEVEL]", 1, 2,
       "log what concerns it from debug, info, warning or error on, on every process for a while "
       "(without: as each process does by itself)",
       std::vector<Flag>{{"for", "DURATION", "how long: 1m to 24h (default: 1h)"}}},
  };
}

}  // namespace sluice::cli

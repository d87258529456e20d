#include "cli/grammar/command_groups.h"
#include "cli/grammar/write_flags.h"

namespace sluice::cli {

std::vector<Command> OperationCommands() {
  using V = Verb;
  using N = Noun;
  return {
      {V::kMoveOffsets, N::kNone, "CONNECTOR", 1, 1,
       "read records again, or leave some out: shows the plan, asks, moves, and waits",
       std::vector<Flag>{
           {"to", "WHERE",
            "earliest, latest, a time (2026-01-31T15:04:05Z), -N or +N records, or offsets by "
            "partition (0=1200,1=1150)"},
           {"partition", "N", "only this source partition; repeat, or part by commas", {}, 0, true},
           {"dry-run", "", "only print the plan"},
           {"yes", "", "do not ask"},
           {"author", "NAME", "who asks for it, kept with the operation (default: $USER)"},
           {"reason", "TEXT", "why, kept with the operation"},
           RequestIdFlag()}},
      {V::kWait, N::kOperation, "NAME", 1, 1,
       "wait until an operation has ended (at most --timeout), and say what it came to"},
      {V::kCancel, N::kOperation, "NAME", 1, 1,
       "ask an operation to end early, as long as nothing has to be undone"},
  };
}

}  // namespace sluice::cli

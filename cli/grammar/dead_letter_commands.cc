#include "cli/grammar/command_groups.h"
#include "cli/grammar/flag_list.h"
#include "cli/grammar/selection_flags.h"
#include "cli/grammar/write_flags.h"

namespace sluice::cli {

std::vector<Command> DeadLetterCommands() {
  using V = Verb;
  using N = Noun;
  const std::vector<Flag> flags =
      std::vector<Flag>{{"all", "", "every one that is neither replayed nor discarded"}} +
      DeadLetterFlags() + Flag{"yes", "", "do not ask first"} +
      Flag{"author", "NAME", "who asks for it (default: $USER)"} + WriteFlags();
  return {
      {V::kReplay, N::kNone, "CONNECTOR [ID...]", 1, kMany + 1,
       "write dead letters to the source topic again, and wait until that is done", flags},
      {V::kDiscard, N::kNone, "CONNECTOR [ID...]", 1, kMany + 1,
       "put dead letters aside: lists leave them out from then on", flags},
  };
}

}  // namespace sluice::cli

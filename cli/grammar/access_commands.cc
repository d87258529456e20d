#include "cli/grammar/command_groups.h"
#include "cli/grammar/write_flags.h"

namespace sluice::cli {

std::vector<Command> AccessCommands() {
  using V = Verb;
  using N = Noun;
  return {
      {V::kCreate, N::kToken, "NAME", 1, 1,
       "make an API token; its secret is printed, alone on stdout, this once",
       std::vector<Flag>{
           {"role", "ROLE", "viewer, operator or admin: what it may do"},
           {"worker", "", "for a worker, which has no role"},
           {"life", "DURATION", "how long it lets in, 1m to 87600h (default: 2160h, 90 days)"},
           {"display-name", "TEXT", "for people"},
           RequestIdFlag()}},
      {V::kCreate, N::kSignInLink, "", 0, 0,
       "print a code that signs you in to the console, once, within five minutes"},
      {V::kGet, N::kToken, "[NAME]", 0, 1, "list API tokens, or show one"},
      {V::kRevoke, N::kToken, "NAME...", 1, kMany,
       "let nobody in by these tokens any more, from now on"},
      {V::kWhoAmI, N::kNone, "", 0, 0, "say who you are here, and what you may do"},
  };
}

}  // namespace sluice::cli

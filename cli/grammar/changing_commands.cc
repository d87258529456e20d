#include "cli/grammar/command_groups.h"
#include "cli/grammar/flag_list.h"
#include "cli/grammar/resource_flags.h"
#include "cli/grammar/selection_flags.h"
#include "cli/grammar/write_flags.h"

namespace sluice::cli {

std::vector<Command> ChangingCommands() {
  using V = Verb;
  using N = Noun;
  return {
      {V::kUpdate, N::kInstance, "NAME", 1, 1,
       "change what flags name; tasks take over a changed connection",
       InstanceFlags() + LabelFlag() + SkipCheckFlag() + VerbFlags()},
      {V::kUpdate, N::kConnector, "NAME", 1, 1,
       "change what flags name; tasks take it over without losing or repeating a row",
       ConnectorFlags() + LabelFlag() +
           Flag{"rollback-after", "DURATION",
                "if it is not healthy within this time (10s to 1h), the definition before comes "
                "back by itself"} +
           RevisionFlags() + VerbFlags()},
      {V::kCheck, N::kInstance, "NAME", 1, 1,
       "ask the brokers now; fails when they cannot be used, and says why"},
      {V::kDelete, N::kNone, "", 0, 0, "delete what a file describes",
       std::vector<Flag>{FileFlag(), WaitFlag("gone")} + WriteFlags()},
      {V::kDelete, N::kInstance, "NAME...", 1, kMany, "forget instances that have no connectors",
       VerbFlags()},
      {V::kDelete, N::kConnector, "NAME...", 1, kMany,
       "stop connectors and forget them; rows stay in the table",
       std::vector<Flag>{
           WaitFlag("gone"),
           {"keep-group", "", "its consumer group and positions stay"},
           {"drop-topics", "", "its five topics go, dead letters with them"},
           {"undelete-window", "DURATION", "for so long it can be undeleted (1m to 144h)"}} +
           VerbFlags()},
      {V::kUndelete, N::kConnector, "NAME", 1, 1,
       "take a deletion back while its window is open; it is stopped then", VerbFlags()},
  };
}

}  // namespace sluice::cli

#include "cli/grammar/command_groups.h"
#include "cli/grammar/flag_list.h"
#include "cli/grammar/resource_flags.h"
#include "cli/grammar/selection_flags.h"
#include "cli/grammar/write_flags.h"

namespace sluice::cli {
namespace {

Flag InitialStateFlag() {
  return {"initial-state", "STATE",
          "what a connector that is made here is to be: draft (default), running, paused or "
          "stopped"};
}

}  // namespace

std::vector<Command> DefinitionCommands() {
  using V = Verb;
  using N = Noun;
  const std::vector<Flag> file = {FileFlag()};
  return {
      {V::kCreate, N::kNone, "", 0, 0, "create what a file describes",
       std::vector<Flag>{FileFlag(), InitialStateFlag(), WaitFlag("in that state")} + WriteFlags()},
      {V::kCreate, N::kInstance, "NAME", 1, 1, "make a Kafka cluster known",
       InstanceFlags() + LabelFlag() + SkipCheckFlag() + WriteFlags()},
      {V::kCreate, N::kConnector, "NAME", 1, 1,
       "check a connector against the real world, store it and make its topics",
       ConnectorFlags() + LabelFlag() + InitialStateFlag() + WaitFlag("in that state") +
           WriteFlags()},
      {V::kApply, N::kNone, "", 0, 0,
       "create what a file describes, or change it to that; prints what differs",
       std::vector<Flag>{
           FileFlag(), {"dry-run", "", "only print what would differ"}, InitialStateFlag()} +
           RevisionFlags() + RequestIdFlag()},
      {V::kDiff, N::kNone, "", 0, 0,
       "print in what a file differs from what there is; exit code 1 when it does", file},
      {V::kDiff, N::kConnector, "NAME [FROM [TO]]", 1, 3,
       "print in what two revisions differ (default: the current one and the one before); exit "
       "code 1 when they do"},
      {V::kValidate, N::kNone, "", 0, 0,
       "say what stands in the way of what a file describes, and what mends it", file},
      {V::kValidate, N::kConnector, "NAME", 1, 1,
       "say what stands in the way of a connector, and what mends it",
       ConnectorFlags() + LabelFlag()},
      {V::kPreview, N::kNone, "", 0, 0,
       "show the rows that the topics' last records would become; nothing is written",
       std::vector<Flag>{FileFlag(), LimitFlag("records")}},
      {V::kPreview, N::kConnector, "NAME", 1, 1,
       "the same for a connector that exists, or for the one that flags describe",
       ConnectorFlags() + LimitFlag("records")},
  };
}

}  // namespace sluice::cli

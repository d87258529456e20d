#include <string>

#include "cli/grammar/command_groups.h"
#include "cli/grammar/flag_list.h"
#include "cli/grammar/selection_flags.h"
#include "cli/grammar/write_flags.h"

namespace sluice::cli {
namespace {

// Of a verb that brings one connector, or many at once, into a state.
std::vector<Flag> StateFlags(const std::string& state) {
  return std::vector<Flag>{WaitFlag(state)} + FilterFlags() +
         Flag{"author", "NAME", "who asks for it; told with the event (default: $USER)"} +
         VerbFlags();
}

}  // namespace

std::vector<Command> RunningCommands() {
  using V = Verb;
  using N = Noun;
  return {
      {V::kDeploy, N::kConnector, "[NAME]", 0, 1,
       "let it run; the first time pins the start offsets", StateFlags("running")},
      {V::kPause, N::kConnector, "[NAME]", 0, 1, "stop reading, keep the tasks where they are",
       StateFlags("paused")},
      {V::kResume, N::kConnector, "[NAME]", 0, 1, "go on after pause", StateFlags("running")},
      {V::kStop, N::kConnector, "[NAME]", 0, 1, "take the tasks away; offsets stay",
       StateFlags("stopped")},
      {V::kRestart, N::kConnector, "[NAME]", 0, 1,
       "begin its tasks anew, at the offsets where they are",
       std::vector<Flag>{{"task", "INDEX", "only this one; repeat for more", {}, 0, true},
                         {"only-failed", "", "only those that have failed"}} +
           StateFlags("running")},
      {V::kRollback, N::kConnector, "NAME [REVISION]", 1, 2,
       "bring an older definition back, as a new revision (default: the one before)",
       RevisionFlags() + VerbFlags()},
      {V::kSendTest, N::kConnector, "NAME", 1, 1, "write one record to the source topic",
       std::vector<Flag>{
           {"partition", "N", "source partition (default: chosen by key)"},
           {"key", "TEXT", "the record's key (default: none)"},
           {"value", "TEXT", "the record's value (default: none)"},
           {"wait", "", "wait until its row is in the table (at most --timeout and 25s)"}} +
           WriteFlags()},
  };
}

}  // namespace sluice::cli

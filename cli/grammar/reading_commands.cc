#include "cli/grammar/command_groups.h"
#include "cli/grammar/flag_list.h"
#include "cli/grammar/selection_flags.h"

namespace sluice::cli {
namespace {

std::vector<Flag> EventFlags() {
  return {{"type", "WORD", "change, state, trouble, operation or by-itself; repeat for more", "", 0,
           true},
          {"uid", "UID", "of an earlier connector of this name"},
          {"limit", "N", "how many events (default: 50)"}};
}

}  // namespace

std::vector<Command> ReadingCommands() {
  using V = Verb;
  using N = Noun;
  return {
      {V::kGet, N::kInstance, "[NAME]", 0, 1, "list instances, or show one"},
      {V::kGet, N::kConnector, "[NAME]", 0, 1, "list connectors, or show one",
       FilterFlags() +
           std::vector<Flag>{
               {"sort-by", "KEYS",
                "as 'severity desc, name': name, create_time, update_time, severity, lag_records "
                "or freshness"},
               {"watch", "", "go on printing rows as they change", {}, 'w'}}},
      {V::kGet, N::kEvent, "CONNECTOR", 1, 1, "list what happened to a connector, the newest first",
       EventFlags()},
      {V::kGet, N::kTask, "CONNECTOR [INDEX]", 1, 2, "list the tasks of a connector, or show one"},
      {V::kGet, N::kWorker, "[NAME]", 0, 1, "list workers, or show one"},
      {V::kGet, N::kPartition, "CONNECTOR", 1, 1,
       "list the partitions of the connector's table, as its role sees them"},
      {V::kGet, N::kRow, "CONNECTOR", 1, 1,
       "show rows of one partition of the table (the role needs Select)",
       std::vector<Flag>{{"partition", "SPEC", "as get partitions prints it: 'pt=11-17-2020 15'"},
                         LimitFlag("rows")}},
      {V::kGet, N::kRevision, "CONNECTOR [NUMBER]", 1, 2,
       "list the definitions that a connector had, the newest first, or show one"},
      {V::kGet, N::kDeadLetter, "CONNECTOR", 1, 1,
       "list the records that became no row, the newest first, and how many there are by reason",
       DeadLetterFlags() + Flag{"limit", "N", "how many at most (default: 100; 0: all)"}},
      {V::kGet, N::kOffset, "CONNECTOR", 1, 1,
       "show where a connector stands in each partition of its source topic"},
      {V::kGet, N::kOperation, "[NAME]", 0, 1,
       "list what takes longer than a call, the newest first, or show one",
       std::vector<Flag>{{"connector", "NAME", "only those that work on this connector"},
                         {"running", "", "only those that have not ended"}}},
      {V::kDescribe, N::kInstance, "NAME", 1, 1, "everything about an instance"},
      {V::kDescribe, N::kConnector, "NAME", 1, 1,
       "everything about a connector: how it is, what to do, figures, definition, tasks"},
      {V::kDescribe, N::kTask, "CONNECTOR INDEX", 2, 2,
       "everything about a task: how it is, what to do, figures, source partitions"},
      {V::kDescribe, N::kWorker, "NAME", 1, 1, "everything about a worker"},
      {V::kDescribe, N::kDeadLetter, "CONNECTOR ID", 1, 2,
       "everything about a dead letter, with key and value; or by its full name alone"},
  };
}

}  // namespace sluice::cli

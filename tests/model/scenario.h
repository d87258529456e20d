#ifndef SLUICE_TESTS_MODEL_SCENARIO_H_
#define SLUICE_TESTS_MODEL_SCENARIO_H_

#include <string>
#include <vector>

#include "tests/model/state.h"

namespace sluice::model {

// What the client library does with an OffsetCommit that has no answer.
enum class Resends {
  kNever,
  kAnewInLaterGeneration,  // Built again, under the generation that the member has by then.
  kAnewEvenWithoutGroup,   // Also without a generation, to a group that happens to be empty.
};

// How large the world is and what may go wrong in it. Budgets bound how often, never when.
struct Scenario {
  std::string name;
  std::string about;
  int processes = 2;
  int sources = 1;
  int records = 2;  // Of each source.
  int records_per_batch = 1;
  bool batches_of_any_size = false;  // Up to that; else as large as can be.
  int table_partitions = 1;
  Budget budget = {.crashes = 1, .faults = 1, .moves = 1};
  bool static_takeover = false;     // A new process takes a member's place in one step.
  bool late_puts = false;           // Copies of PUTs arrive later.
  bool lost_puts = false;           // A PUT has no answer.
  bool commits_take_time = false;   // The tunnel answers CLOSING first.
  bool blocks_are_misread = false;  // The tunnel may tell fewer blocks than there are.
  bool coordinator_fences = true;   // A premise, not a rule of ours.
  Rows foreign = 0;                 // Rows of an earlier incarnation in the table.
  int asked_until = 0;              // What Deploy found of them.
  int markers = 0;                  // By bit of the offset: it holds no record.
  Resends resends = Resends::kNever;

  bool IsRecord(int offset) const { return offset < records && (markers >> offset & 1) == 0; }
  // Where a record goes under a revision.
  int TablePartition(int revision, int offset) const {
    return (offset + revision) % table_partitions;
  }
};

// Those that ./dev test explores, ...
const std::vector<Scenario>& StandardScenarios();
// ... and the same with more going wrong, for ./dev test --soak.
const std::vector<Scenario>& DeepScenarios();
// By name; the name must be there.
const Scenario& Standard(const std::string& name);

}  // namespace sluice::model

#endif  // SLUICE_TESTS_MODEL_SCENARIO_H_

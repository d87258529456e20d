#include "tests/model/scenario.h"

#include <functional>

#include "base/check.h"

namespace sluice::model {
namespace {

// Two sessions in each batch.
Scenario TwoSessions(std::string name, std::string about, Budget budget) {
  return {.name = std::move(name),
          .about = std::move(about),
          .records_per_batch = 2,
          .table_partitions = 2,
          .budget = budget};
}

std::vector<Scenario> MakeStandard() {
  std::vector<Scenario> all = {
      TwoSessions("handover", "one batch into two sessions; crash, faults, moves",
                  {.crashes = 1, .faults = 2, .moves = 2}),
      {.name = "batches",
       .about = "two batches, one after the other",
       .budget = {.crashes = 1, .faults = 2, .moves = 2}},
      {.name = "three", .about = "three batches", .records = 3},
      {.name = "bundle",
       .about = "two sources in one OffsetCommit, accepted in part",
       .sources = 2,
       .records = 1},
      {.name = "bundle_batches",
       .about = "two sources with two batches each",
       .sources = 2,
       .budget = {.faults = 1, .moves = 1}},
      TwoSessions("expiry", "sessions expire or are forgotten: redo in part and again",
                  {.crashes = 1, .faults = 1, .moves = 1, .expirations = 2, .forgotten = 1}),
      {.name = "static",
       .about = "a static member taken over in one step, the old process alive",
       .processes = 3,
       .static_takeover = true},
      {.name = "members",
       .about = "three members",
       .processes = 3,
       .budget = {.crashes = 1, .faults = 1, .moves = 2}},
      {.name = "closing",
       .about = "the tunnel commit takes its time",
       .budget = {.crashes = 1, .faults = 1, .moves = 1, .expirations = 1},
       .commits_take_time = true},
      {.name = "late_puts",
       .about = "copies of PUTs arrive late",
       .budget = {.crashes = 1, .faults = 2, .moves = 1},
       .late_puts = true},
      {.name = "lost_puts",
       .about = "PUTs without an answer",
       .budget = {.crashes = 1, .faults = 2, .moves = 1},
       .lost_puts = true},
      TwoSessions("vanish", "the group's offsets vanish, connect-offset lags",
                  {.crashes = 2, .moves = 1, .expirations = 1, .vanishings = 1}),
      {.name = "vanish_in_part",
       .about = "the same, with batches that are there in part",
       .records = 3,
       .records_per_batch = 2,
       .budget = {.crashes = 2, .moves = 1, .expirations = 1, .forgotten = 1, .vanishings = 1}},
      {.name = "vanish_uneven",
       .about = "the same, when the next owner makes other batches",
       .records = 3,
       .records_per_batch = 3,
       .batches_of_any_size = true,
       .table_partitions = 2,
       .budget = {.crashes = 2, .expirations = 1, .vanishings = 1}},
      {.name = "vanish_late",
       .about = "the same with late requests",
       .budget = {.crashes = 2, .faults = 1, .moves = 1, .vanishings = 1}},
      TwoSessions("reroute", "a new revision routes differently",
                  {.crashes = 1, .faults = 1, .moves = 1, .expirations = 1, .reroutings = 1}),
      {.name = "foreign",
       .about = "rows of an earlier incarnation are in the table",
       .records = 1,
       .budget = {.crashes = 1, .faults = 1, .moves = 1, .expirations = 1, .forgotten = 1},
       .foreign = RowAt(0, 0, 0),
       .asked_until = 1},
      {.name = "markers",
       .about = "the last offset of a batch holds no record",
       .records_per_batch = 2,
       .budget = {.crashes = 1, .faults = 1, .moves = 1, .expirations = 1},
       .markers = 1 << 1},
      {.name = "misread",
       .about = "the tunnel tells fewer blocks than there are",
       .budget = {.crashes = 1, .faults = 1, .moves = 1},
       .blocks_are_misread = true},
  };
  // The client library builds an outstanding commit anew under a later generation.
  for (const char* name : {"handover", "batches", "bundle_batches", "static"}) {
    for (const Scenario& scenario : std::vector<Scenario>(all)) {
      if (scenario.name != name) continue;
      Scenario& rebuilt = all.emplace_back(scenario);
      rebuilt.name += "_rebuilt";
      rebuilt.about += "; the client library sends a commit without answer anew";
      rebuilt.resends = Resends::kAnewInLaterGeneration;
    }
  }
  return all;
}

std::vector<Scenario> MakeDeep() {
  auto deeper = [](const char* name, const std::function<void(Budget&)>& more) {
    Scenario scenario = Standard(name);
    scenario.name += "_deep";
    more(scenario.budget);
    return scenario;
  };
  return {
      deeper("handover",
             [](Budget& b) { b = {.crashes = 2, .faults = 3, .moves = 3, .expirations = 1}; }),
      deeper("batches", [](Budget& b) { b = {.crashes = 2, .faults = 3, .moves = 3}; }),
      deeper("three", [](Budget& b) { b = {.crashes = 2, .faults = 3, .moves = 2}; }),
      deeper("bundle",
             [](Budget& b) { b = {.crashes = 1, .faults = 2, .moves = 2, .expirations = 1}; }),
      deeper("bundle_batches", [](Budget& b) { b = {.crashes = 1, .faults = 2, .moves = 1}; }),
      deeper("expiry",
             [](Budget& b) {
               b = {.crashes = 2, .faults = 2, .moves = 1, .expirations = 3, .forgotten = 2};
             }),
      deeper("static", [](Budget& b) { b = {.crashes = 2, .faults = 2, .moves = 2}; }),
      deeper("members", [](Budget& b) { b = {.crashes = 2, .faults = 2, .moves = 3}; }),
      deeper("vanish_late",
             [](Budget& b) {
               b = {.crashes = 2, .faults = 2, .moves = 1, .expirations = 1, .vanishings = 1};
             }),
  };
}

}  // namespace

const std::vector<Scenario>& StandardScenarios() {
  static const auto& all = *new std::vector<Scenario>(MakeStandard());
  return all;
}

const std::vector<Scenario>& DeepScenarios() {
  static const auto& all = *new std::vector<Scenario>(MakeDeep());
  return all;
}

const Scenario& Standard(const std::string& name) {
  const Scenario* found = nullptr;
  for (const Scenario& scenario : StandardScenarios()) {
    if (scenario.name == name) found = &scenario;
  }
  SLUICE_CHECK(found != nullptr);
  return *found;
}

}  // namespace sluice::model

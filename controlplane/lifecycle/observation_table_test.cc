#include "controlplane/lifecycle/observation_table.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "controlplane/lifecycle/verb_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

// Two tasks, both placed and running by the revision that shall run; everything else as it should
// be.
ObservedFacts AllWell(DesiredState desired) {
  return {.desired = desired, .provisioned = true, .tasks_wanted = 2, .tasks = 2, .running = 2};
}

struct Example {
  const char* name;  // Of the case.
  const char* state;
  ObservedFacts facts;
};

// One for each case, as people meet it.
const std::vector<Example>& Examples() {
  using D = DesiredState;
  static const auto& examples = *new std::vector<Example>([] {
    const auto with = [](D desired, void (*change)(ObservedFacts&)) {
      ObservedFacts facts = AllWell(desired);
      change(facts);
      return facts;
    };
    using F = ObservedFacts;
    return std::vector<Example>{
        {"topics_are_not_there", "CREATING", with(D::kDraft, [](F& f) { f.provisioned = false; })},
        {"ready_to_be_deployed", "DRAFT", AllWell(D::kDraft)},
        {"every_task_failed", "FAILED",
         with(D::kRunning, [](F& f) { f.running = 0, f.failed = 2, f.stalled = true; })},
        {"lag_without_progress", "STALLED",
         with(D::kRunning, [](F& f) { f.stalled = true, f.failed = 1, f.running = 1; })},
        {"some_task_failed", "DEGRADED",
         with(D::kRunning, [](F& f) { f.failed = 1, f.running = 1; })},
        {"some_call_is_tried_again", "DEGRADED",
         with(D::kRunning, [](F& f) { f.degraded = 1, f.running = 1; })},
        {"worker_is_silent", "DEGRADED",
         with(D::kRunning, [](F& f) { f.running = 0, f.silent = 2; })},
        {"not_every_task_runs_yet", "STARTING", with(D::kRunning, [](F& f) { f.running = 1; })},
        {"some_task_does_not_start", "DEGRADED",
         with(D::kRunning, [](F& f) { f.running = 1, f.waited_too_long = true; })},
        {"no_task_starts", "STALLED",
         with(D::kRunning, [](F& f) { f.tasks = 0, f.running = 0, f.waited_too_long = true; })},
        {"topics_no_longer_fit", "DEGRADED",
         with(D::kRunning, [](F& f) { f.topics_unfit = true; })},
        {"every_task_runs", "RUNNING", AllWell(D::kRunning)},
        {"nothing_is_read", "PAUSED",
         with(D::kPaused, [](F& f) { f.running = 0, f.paused = 1, f.failed = 1; })},
        {"some_task_may_read", "PAUSING",
         with(D::kPaused, [](F& f) { f.running = 1, f.paused = 1; })},
        {"no_task_is_left", "STOPPED", with(D::kStopped, [](F& f) { f.tasks = f.running = 0; })},
        {"tasks_are_leaving", "STOPPING", AllWell(D::kStopped)},
        {"kept_for_undelete", "DELETED",
         with(D::kDeleted, [](F& f) { f.tasks = f.running = 0, f.undelete_open = true; })},
        {"on_its_way_out", "DELETING", with(D::kDeleted, [](F& f) { f.undelete_open = true; })},
    };
  }());
  return examples;
}

class ObservationCaseTest : public testing::TestWithParam<Example> {};

TEST_P(ObservationCaseTest, IsWhatItsExampleIs) {
  EXPECT_EQ(CaseOf(GetParam().facts).name, GetParam().name);
  EXPECT_EQ(NameOf(CaseOf(GetParam().facts).state), GetParam().state);
}

INSTANTIATE_TEST_SUITE_P(Every, ObservationCaseTest, testing::ValuesIn(Examples()),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(ObservationTable, EveryCaseHasAnExampleAndANameOfItsOwn) {
  std::set<std::string> shown, named;
  for (const Example& example : Examples()) shown.insert(example.name);
  for (const ObservationCase& one : ObservationCases()) named.insert(std::string(one.name));
  EXPECT_EQ(shown, named);
  EXPECT_EQ(named.size(), ObservationCases().size());
}

TEST(ObservationTable, TheLastCaseOfEachDesiredStateAlwaysHolds) {
  for (DesiredState desired : kAllDesiredStates) {
    const ObservationCase* last = nullptr;
    for (const ObservationCase& one : ObservationCases()) {
      if (one.desired == desired) last = &one;
    }
    ASSERT_NE(last, nullptr);
    EXPECT_TRUE(last->holds({}));
    EXPECT_TRUE(last->holds(AllWell(desired)));
  }
}

TEST(ObservationTable, WorkersThatAreSilentForTooLongStallIt) {
  ObservedFacts facts = AllWell(DesiredState::kRunning);
  facts.running = 1, facts.silent = 1, facts.waited_too_long = true;
  EXPECT_EQ(CaseOf(facts).name, "worker_is_silent");
  facts.running = 0, facts.silent = 2;
  EXPECT_EQ(CaseOf(facts).name, "no_task_starts");
}

TEST(ObservationTable, WorseStatesAreMoreSevere) {
  const std::vector<std::pair<ObservedState, int>> expected = {
      {ObservedState::kFailed, 60},   {ObservedState::kStalled, 50},
      {ObservedState::kDegraded, 40}, {ObservedState::kCreating, 30},
      {ObservedState::kStarting, 30}, {ObservedState::kPausing, 30},
      {ObservedState::kStopping, 30}, {ObservedState::kDeleting, 30},
      {ObservedState::kDeleted, 30},  {ObservedState::kDraft, 20},
      {ObservedState::kStopped, 20},  {ObservedState::kPaused, 15},
      {ObservedState::kRunning, 10}};
  for (const auto& [state, severity] : expected)
    EXPECT_EQ(SeverityOf(state), severity) << NameOf(state);
}

TEST(ObservationTable, EveryStateHasANameOfItsOwnAndACase) {
  std::set<ObservedState> reached;
  std::set<std::string> names;
  for (const ObservationCase& one : ObservationCases()) {
    reached.insert(one.state);
    names.insert(std::string(NameOf(one.state)));
  }
  EXPECT_EQ(reached.size(), static_cast<size_t>(ObservedState::kDeleted) + 1);
  EXPECT_EQ(names.size(), reached.size());
}

}  // namespace
}  // namespace sluice::controlplane

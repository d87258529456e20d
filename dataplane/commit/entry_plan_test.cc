#include "dataplane/commit/entry_plan.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

constexpr auto Ours = [] {
  return LedgerIdentity{.connector_uid = "ours", .task_index = 1, .assignment_revision = 5};
};

formats::Intent Found(int32_t task_index, int64_t assignment_revision) {
  return {.connector_uid = "ours",
          .task_index = task_index,
          .assignment_revision = assignment_revision,
          .sessions = {}};
}

TEST(PlanEntry, WithoutSessionsReadsOnAndWithThemSettlesFirst) {
  formats::Intent found = Found(1, 5);
  EXPECT_EQ(PlanEntry(found, Ours()), EntryStep::kReadOn);
  found.sessions = {{"s", "pt=a", 1, 3, 0}};
  EXPECT_EQ(PlanEntry(found, Ours()), EntryStep::kSettle);
}

TEST(PlanEntry, AnEntryOfAnotherConnectorIsForeignWhateverItSays) {
  formats::Intent found = Found(1, 9);
  found.connector_uid = "theirs";
  EXPECT_EQ(PlanEntry(found, Ours()), EntryStep::kForeign);
}

TEST(PlanEntry, ALaterAssignmentOfTheSameTaskReplacesThisOne) {
  EXPECT_EQ(PlanEntry(Found(1, 6), Ours()), EntryStep::kReplaced);
  EXPECT_EQ(PlanEntry(Found(1, 4), Ours()), EntryStep::kReadOn);
  EXPECT_EQ(PlanEntry(Found(0, 6), Ours()), EntryStep::kReadOn);
}

}  // namespace
}  // namespace sluice::dataplane

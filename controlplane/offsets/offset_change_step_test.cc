#include "controlplane/offsets/offset_change_step.h"

#include <string>

#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using D = DesiredState;
using S = ClearingStep;
using ::testing::Eq;

const absl::Duration kTooLong = kClearingMax + absl::Seconds(1);
constexpr std::optional<TasksHeld> kAway = TasksHeld::kAway;
constexpr std::optional<TasksHeld> kPaused = TasksHeld::kPaused;

struct Case {
  std::string name;
  ClearingFacts facts;
  ClearingStep step;
};

class ClearingTest : public testing::TestWithParam<Case> {};

TEST_P(ClearingTest, TakesTheStep) {
  EXPECT_THAT(NextClearingStep(GetParam().facts), Eq(GetParam().step));
}

INSTANTIATE_TEST_SUITE_P(
    All, ClearingTest,
    testing::Values(
        Case{"tasks_are_sent_away_first", {.has_tasks = true}, S::kSendAway},
        Case{"who_is_stopped_is_held_too", {.desired = D::kStopped}, S::kSendAway},
        Case{"tasks_leave", {.held = kAway, .has_tasks = true}, S::kAwaitEmpty},
        Case{"members_leave", {.held = kAway, .group_has_members = true}, S::kAwaitEmpty},
        Case{"an_open_entry_waits_for_the_members",
             {.held = kAway, .group_has_members = true, .some_open = true},
             S::kAwaitEmpty},
        Case{"members_stay_too_long",
             {.held = kAway, .group_has_members = true, .waited = kTooLong},
             S::kGiveUpWaiting},
        Case{"nobody_is_there_and_nothing_is_open", {.held = kAway}, S::kMove},
        Case{"it_moves_however_long_it_took", {.held = kAway, .waited = kTooLong}, S::kMove},
        Case{"an_open_entry_is_settled", {.held = kAway, .some_open = true}, S::kLetSettle},
        Case{"of_a_paused_connector_too",
             {.desired = D::kPaused, .held = kAway, .some_open = true},
             S::kLetSettle},
        Case{"nobody_settles_for_a_stopped_one",
             {.desired = D::kStopped, .held = kAway, .some_open = true},
             S::kGiveUpStopped},
        Case{"it_was_let_settle_for_too_long",
             {.held = kAway, .some_open = true, .waited = kTooLong},
             S::kGiveUpWaiting},
        Case{"settling_takes_its_time",
             {.held = kPaused,
              .has_tasks = true,
              .group_has_members = true,
              .some_open = true,
              .settling = absl::Seconds(1)},
             S::kAwaitSettled},
        Case{"who_settles_in_vain_leaves",
             {.held = kPaused,
              .has_tasks = true,
              .some_open = true,
              .settling = kSettlingMax + absl::Seconds(1)},
             S::kSendAway},
        Case{"what_nobody_can_commit_any_more_is_overwritten",
             {.held = kAway, .some_open = true, .open_is_over = true},
             S::kMove},
        Case{"of_a_stopped_connector_too",
             {.desired = D::kStopped, .held = kAway, .some_open = true, .open_is_over = true},
             S::kMove},
        Case{"but_not_while_somebody_is_there",
             {.held = kAway, .group_has_members = true, .some_open = true, .open_is_over = true},
             S::kAwaitEmpty},
        Case{"settling_takes_too_long",
             {.held = kPaused, .has_tasks = true, .some_open = true, .waited = kTooLong},
             S::kGiveUpWaiting},
        Case{"who_has_settled_leaves", {.held = kPaused, .has_tasks = true}, S::kSendAway},
        Case{"who_is_stopped_while_it_settles_leaves",
             {.desired = D::kStopped, .held = kPaused, .has_tasks = true, .some_open = true},
             S::kSendAway},
        Case{"deleting_comes_first",
             {.desired = D::kDeleted, .held = kAway, .has_tasks = true},
             S::kCancel}),
    [](const auto& info) { return info.param.name; });

TEST(SettledInVain, SessionsAreAskedAboutOnlyWhenTasksHadTheirTryOrThereAreNone) {
  ClearingFacts facts{.held = kAway, .some_open = true};
  EXPECT_FALSE(SettledInVain(facts));
  facts.settling = absl::Seconds(1);
  EXPECT_TRUE(SettledInVain(facts));
  facts.group_has_members = true;
  EXPECT_FALSE(SettledInVain(facts));
  EXPECT_TRUE(SettledInVain({.desired = D::kStopped, .held = kAway, .some_open = true}));
}

}  // namespace
}  // namespace sluice::controlplane

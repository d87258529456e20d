#include "controlplane/reconcile/reconcile_step.h"

#include <vector>

#include "base/status/reason.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;

Connector ConnectorOf(DesiredState desired) {
  Connector connector;
  connector.uid = "c";
  connector.desired_state = desired;
  connector.spec.tasks = 2;
  connector.provisioning.done = true;
  connector.start_pin.emplace();
  connector.generation = 2;
  connector.observed_generation = 1;
  return connector;
}

const std::vector<Task> kPlaced = {{.key = {"c", 0}, .worker_uid = "w"},
                                   {.key = {"c", 1}, .worker_uid = "w"}};

TEST(NextStep, GivenItsTopicsAreNotThereThenTheyAreMadeFirstWhateverIsDesired) {
  for (DesiredState desired : {DesiredState::kDraft, DesiredState::kRunning, DesiredState::kPaused,
                               DesiredState::kStopped}) {
    Connector connector = ConnectorOf(desired);
    connector.provisioning.done = false;
    EXPECT_THAT(NextStep(connector, {}), Eq(ReconcileStep::kProvision));
  }
}

TEST(NextStep, GivenSomethingWasWrongWithItsTopicsThenTheyAreLookedAtAgain) {
  Connector connector = ConnectorOf(DesiredState::kRunning);
  connector.provisioning.problem = Problem();
  EXPECT_THAT(NextStep(connector, kPlaced), Eq(ReconcileStep::kProvision));
}

TEST(NextStep, GivenItShouldRunThenItIsCarriedOutWhenEveryTaskHasAWorker) {
  const Connector connector = ConnectorOf(DesiredState::kRunning);
  EXPECT_THAT(NextStep(connector, {}), Eq(ReconcileStep::kAwaitTasks));
  std::vector<Task> tasks = kPlaced;
  tasks[1].leaving = true;
  EXPECT_THAT(NextStep(connector, tasks), Eq(ReconcileStep::kAwaitTasks));
  tasks[1] = {.key = {"c", 1}};
  EXPECT_THAT(NextStep(connector, tasks), Eq(ReconcileStep::kAwaitTasks));
  EXPECT_THAT(NextStep(connector, kPlaced), Eq(ReconcileStep::kFinish));
}

TEST(NextStep, GivenItWasCreatedToRunThenItsStartIsPinnedBeforeItGetsTasks) {
  for (DesiredState desired : {DesiredState::kRunning, DesiredState::kPaused}) {
    Connector connector = ConnectorOf(desired);
    connector.start_pin.reset();
    EXPECT_THAT(NextStep(connector, {}), Eq(ReconcileStep::kPin));
  }
}

TEST(NextStep, GivenANewRevisionThenItIsCarriedOutWhenNoTaskSaysThatItRunsAnOlderOne) {
  Connector connector = ConnectorOf(DesiredState::kRunning);
  connector.spec_revision = connector.task_revision = 3;
  std::vector<Task> tasks = kPlaced;
  tasks[0].report.emplace();
  tasks[0].report->connector_revision = 2;
  EXPECT_THAT(NextStep(connector, tasks), Eq(ReconcileStep::kAwaitTasks));
  tasks[0].report->connector_revision = 3;
  EXPECT_THAT(NextStep(connector, tasks), Eq(ReconcileStep::kFinish));
}

TEST(NextStep, GivenItShouldBeStoppedThenItIsCarriedOutWhenNoTaskIsLeft) {
  const Connector connector = ConnectorOf(DesiredState::kStopped);
  EXPECT_THAT(NextStep(connector, kPlaced), Eq(ReconcileStep::kAwaitTasks));
  EXPECT_THAT(NextStep(connector, {}), Eq(ReconcileStep::kFinish));
}

TEST(NextStep, GivenItShouldBeGoneThenItsTasksGoFirst) {
  const Connector connector = ConnectorOf(DesiredState::kDeleted);
  EXPECT_THAT(NextStep(connector, kPlaced), Eq(ReconcileStep::kAwaitTasks));
  EXPECT_THAT(NextStep(connector, {}), Eq(ReconcileStep::kDeprovision));
}

TEST(NextStep, GivenItShouldBeGoneThenAnOperationThatHoldsItsTasksEndsFirst) {
  Connector connector = ConnectorOf(DesiredState::kDeleted);
  connector.hold = OperationHold{"op-1", TasksHeld::kAway};
  EXPECT_THAT(NextStep(connector, {}), Eq(ReconcileStep::kAwaitTasks));
  connector.hold.reset();
  EXPECT_THAT(NextStep(connector, {}), Eq(ReconcileStep::kDeprovision));
}

TEST(NextStep, GivenEverythingIsCarriedOutThenThereIsNothingToDo) {
  Connector connector = ConnectorOf(DesiredState::kRunning);
  connector.observed_generation = connector.generation;
  EXPECT_THAT(NextStep(connector, kPlaced), Eq(ReconcileStep::kNothing));
}

TEST(RetryDelay, GrowsToABoundThatDependsOnWhoCanMendIt) {
  const absl::Status away = absl::UnavailableError("away");
  EXPECT_THAT(RetryDelay(away, 1), Eq(absl::Seconds(1)));
  EXPECT_THAT(RetryDelay(away, 3), Eq(absl::Seconds(4)));
  EXPECT_THAT(RetryDelay(away, 1000), Eq(absl::Seconds(15)));
  const absl::Status unfit = absl::FailedPreconditionError("unfit");
  EXPECT_THAT(RetryDelay(unfit, 1), Eq(absl::Seconds(5)));
  EXPECT_THAT(RetryDelay(unfit, 1000), Eq(absl::Minutes(1)));
}

}  // namespace
}  // namespace sluice::controlplane

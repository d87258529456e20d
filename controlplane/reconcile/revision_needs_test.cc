#include "controlplane/reconcile/revision_needs.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::Optional;

// Runs revision 5; an intent may name 2 and later. Partitions 0 to 2 are there since the start.
Connector AConnector() {
  Connector connector;
  connector.uid = "uid";
  connector.desired_state = DesiredState::kRunning;
  connector.spec.tasks = 2;
  connector.spec_revision = connector.task_revision = 5;
  connector.oldest_revision = 2;
  connector.start_pin = StartPin{.offsets = {{0, 0}, {1, 0}, {2, 0}}};
  return connector;
}

Task ATask(int index, const std::vector<int32_t>& partitions) {
  Task task;
  task.key = {"uid", index};
  task.worker_uid = "w";
  task.report = TaskReport{.state = ReportedState::kRunning};
  task.report->connector_revision = 5;
  for (int32_t partition : partitions) task.report->partitions.push_back({.partition = partition});
  return task;
}

std::vector<Task> AllRun() { return {ATask(0, {0, 1}), ATask(1, {2})}; }

TEST(OldestNeeded, IsTheOneThatRunsOnceEveryPartitionWasEnteredByIt) {
  EXPECT_THAT(OldestNeeded(AConnector(), AllRun()), Optional(5));
}

TEST(OldestNeeded, AnIntentThatStandsKeepsItsRevision) {
  std::vector<Task> tasks = AllRun();
  tasks[1].report->partitions[0].intent_revision = 3;
  EXPECT_THAT(OldestNeeded(AConnector(), tasks), Optional(3));
}

TEST(OldestNeeded, CannotBeToldWhileATaskMayStillWriteIntentsOfAnOlderOne) {
  std::vector<Task> tasks = AllRun();
  tasks[0].report->connector_revision = 4;
  EXPECT_THAT(OldestNeeded(AConnector(), tasks), Eq(std::nullopt));
  tasks = AllRun();
  tasks[0].report->state = ReportedState::kStarting;
  EXPECT_THAT(OldestNeeded(AConnector(), tasks), Eq(std::nullopt));
  tasks = AllRun();
  tasks[0].leaving = true;
  EXPECT_THAT(OldestNeeded(AConnector(), tasks), Eq(std::nullopt));
  tasks = AllRun();
  tasks[0].report.reset();
  EXPECT_THAT(OldestNeeded(AConnector(), tasks), Eq(std::nullopt));
  EXPECT_THAT(OldestNeeded(AConnector(), {ATask(0, {0, 1, 2})}), Eq(std::nullopt));
}

TEST(OldestNeeded, CannotBeToldWhileNobodyHasEnteredAPartition) {
  EXPECT_THAT(OldestNeeded(AConnector(), std::vector<Task>{ATask(0, {0}), ATask(1, {2})}),
              Eq(std::nullopt));
}

TEST(OldestNeeded, WhoeverFindsAnIntentOfOneThatWasLeftOutGetsItBackWhateverElseIsSo) {
  Connector connector = AConnector();
  connector.oldest_revision = 5;
  std::vector<Task> tasks = {ATask(0, {0})};
  tasks[0].report->state = ReportedState::kFailed;
  tasks[0].report->partitions[0].intent_revision = 3;
  EXPECT_THAT(OldestNeeded(connector, tasks), Optional(3));
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/lifecycle/observe.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const absl::Time kDeployed = absl::FromUnixSeconds(1'700'000'000);

Connector Desired(DesiredState desired) {
  Connector connector;
  connector.uid = "uid-1";
  connector.desired_state = desired;
  connector.desired_state_time = kDeployed;
  connector.provisioning.done = true;
  return connector;
}

Task Placed(int index) {
  Task task;
  task.key = {"uid-1", index};
  task.worker_uid = "worker-1";
  task.create_time = kDeployed;
  task.placed_time = kDeployed;
  return task;
}

Task Reporting(ReportedState state, absl::Time at, int index = 0) {
  Task task = Placed(index);
  task.report = TaskReport{.state = state, .state_time = kDeployed, .report_time = at};
  return task;
}

const Condition* Find(const Observation& observation, absl::string_view type) {
  for (const Condition& condition : observation.conditions) {
    if (condition.type == type) return &condition;
  }
  return nullptr;
}

ObservedState StateAt(const Connector& connector, const std::vector<Task>& tasks, absl::Time now) {
  return Observe(connector, tasks, now).state;
}

TEST(Observe, ADraftIsCreatingUntilItsTopicsAreThere) {
  Connector connector = Desired(DesiredState::kDraft);
  connector.provisioning.done = false;
  EXPECT_THAT(StateAt(connector, {}, kDeployed), Eq(ObservedState::kCreating));
  connector.provisioning.done = true;
  EXPECT_THAT(StateAt(connector, {}, kDeployed), Eq(ObservedState::kDraft));
}

TEST(Observe, WhatStandsInTheWayOfTheTopicsIsACondition) {
  Connector connector = Desired(DesiredState::kDraft);
  connector.provisioning.done = false;
  connector.provisioning.problem =
      Problem{ErrorClass::kUser, "TOPIC_UNFIT", "it is not", "mend it"};
  const Observation observation = Observe(connector, {}, kDeployed);
  EXPECT_THAT(observation.state, Eq(ObservedState::kCreating));
  EXPECT_THAT(Find(observation, kProvisioned)->status, Eq(ConditionStatus::kFalse));
  EXPECT_THAT(Find(observation, kProvisioned)->problem.remedy, Eq("mend it"));
}

TEST(Observe, ItIsNotRunningBeforeEveryTaskSaidSo) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.tasks = 2;
  const absl::Time now = kDeployed + absl::Seconds(5);
  EXPECT_THAT(StateAt(connector, {}, now), Eq(ObservedState::kStarting));
  EXPECT_THAT(StateAt(connector, {Placed(0), Placed(1)}, now), Eq(ObservedState::kStarting));
  EXPECT_THAT(StateAt(connector, {Reporting(ReportedState::kRunning, now, 0), Placed(1)}, now),
              Eq(ObservedState::kStarting));
  EXPECT_THAT(StateAt(connector, {Reporting(ReportedState::kRunning, now, 0)}, now),
              Eq(ObservedState::kStarting));
  EXPECT_THAT(StateAt(connector,
                      {Reporting(ReportedState::kRunning, now, 0),
                       Reporting(ReportedState::kRunning, now, 1)},
                      now),
              Eq(ObservedState::kRunning));
}

TEST(Observe, GivenNoWorkerItStartsForAWhileAndIsThenStalledAndSaysWhy) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.vpc_id = "vpc-9";
  EXPECT_THAT(StateAt(connector, {}, kDeployed + absl::Minutes(2)), Eq(ObservedState::kStarting));
  const Observation late = Observe(connector, {}, kDeployed + absl::Minutes(3));
  EXPECT_THAT(late.state, Eq(ObservedState::kStalled));
  EXPECT_THAT(Find(late, kScheduled)->problem.reason, Eq("NO_WORKER"));
  EXPECT_THAT(Find(late, kScheduled)->problem.message, HasSubstr("vpc-9"));
  EXPECT_THAT(Find(late, kHealthy)->problem.reason, Eq("NO_WORKER"));
}

TEST(Observe, ASilentWorkerIsNeverTakenForARunningTask) {
  const Connector connector = Desired(DesiredState::kRunning);
  const absl::Time heard = kDeployed + absl::Hours(1);
  const std::vector<Task> tasks = {Reporting(ReportedState::kRunning, heard)};
  EXPECT_THAT(StateAt(connector, tasks, heard + absl::Seconds(9)), Eq(ObservedState::kRunning));
  const Observation silent = Observe(connector, tasks, heard + absl::Seconds(11));
  EXPECT_THAT(silent.state, Eq(ObservedState::kDegraded));
  EXPECT_THAT(silent.progress.tasks_running, Eq(0));
  EXPECT_THAT(Find(silent, kHealthy)->problem.reason, Eq("WORKER_SILENT"));
  EXPECT_THAT(silent.trouble->problem.reason, Eq("WORKER_SILENT"));
  EXPECT_THAT(silent.trouble->since, Eq(heard));
  EXPECT_THAT(StateAt(connector, tasks, heard + absl::Minutes(3)), Eq(ObservedState::kStalled));
}

TEST(Observe, ATaskThatNobodyHasIsInTroubleOnceThereWasTimeToPlaceIt) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.vpc_id = "vpc-9";
  Task task = Placed(0);
  task.worker_uid.clear();
  EXPECT_FALSE(Observe(connector, {task}, kDeployed + absl::Seconds(2)).trouble.has_value());

  const Observation late = Observe(connector, {task}, kDeployed + absl::Seconds(20));

  EXPECT_THAT(late.state, Eq(ObservedState::kStarting));
  EXPECT_THAT(late.trouble->problem.reason, Eq("NO_WORKER"));
  EXPECT_THAT(late.trouble->problem.message, HasSubstr("vpc-9"));
  EXPECT_THAT(late.trouble->since, Eq(kDeployed));
}

TEST(Observe, WithNothingWrongThereIsNoTrouble) {
  const absl::Time now = kDeployed + absl::Seconds(30);
  for (ReportedState state : {ReportedState::kRunning, ReportedState::kStarting}) {
    EXPECT_FALSE(
        Observe(Desired(DesiredState::kRunning), {Reporting(state, now)}, now).trouble.has_value());
  }
}

TEST(Observe, ATroubleIsToldWithItsHistoryAndTheTasksThatShareIt) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.tasks = 3;
  const absl::Time now = kDeployed + absl::Minutes(10);
  Task failed = Reporting(ReportedState::kFailed, now, 1);
  failed.report->problem = Problem{ErrorClass::kUser, "TABLE_NOT_FOUND", "gone", "create it"};
  failed.report->problem_since = now - absl::Minutes(7);
  failed.report->problem_count = 5;
  failed.report->next_attempt_time = now + absl::Minutes(2);
  Task also = failed;
  also.key.index = 2;
  also.report->problem_since = now - absl::Minutes(1);

  const Observation observed =
      Observe(connector, {Reporting(ReportedState::kRunning, now), failed, also}, now);

  EXPECT_THAT(*observed.trouble, Eq(Trouble{.problem = *failed.report->problem,
                                            .since = now - absl::Minutes(7),
                                            .count = 5,
                                            .next_attempt_time = now + absl::Minutes(2),
                                            .tasks = {1, 2}}));
  EXPECT_THAT(Find(observed, kHealthy)->problem, Eq(observed.trouble->problem));
}

TEST(Observe, WhatShouldHaveBeenTriedByNowIsBeingTried) {
  const absl::Time now = kDeployed + absl::Minutes(10);
  Task failed = Reporting(ReportedState::kFailed, now);
  failed.report->problem = Problem{ErrorClass::kUser, "TABLE_NOT_FOUND", "gone", "create it"};
  failed.report->next_attempt_time = now - absl::Seconds(1);
  EXPECT_THAT(Observe(Desired(DesiredState::kRunning), {failed}, now).trouble->next_attempt_time,
              Eq(absl::InfinitePast()));
}

TEST(Observe, TasksThatAreTriedSlowlyMakeItUnsteadyBesideTheFirstCause) {
  const absl::Time now = kDeployed + absl::Minutes(10);
  Task degraded = Reporting(ReportedState::kDegraded, now);
  degraded.restarts_before = 3;
  degraded.report->problem = Problem{ErrorClass::kSystem, "KAFKA_UNAVAILABLE", "away", ""};
  EXPECT_THAT(Find(Observe(Desired(DesiredState::kRunning), {degraded}, now), kSteady),
              Eq(nullptr));
  degraded.report->slowed = true;
  degraded.report->restarts = 4;

  const Observation observed = Observe(Desired(DesiredState::kRunning), {degraded}, now);

  EXPECT_THAT(Find(observed, kSteady)->problem.reason, Eq("RESTARTS_SLOWED"));
  EXPECT_THAT(Find(observed, kSteady)->problem.message, HasSubstr("7 times"));
  EXPECT_THAT(observed.trouble->problem.reason, Eq("KAFKA_UNAVAILABLE"));
  EXPECT_THAT(observed.progress.restarts, Eq(7));
}

TEST(Observe, BytesAndFreshnessAreSummedOverTasks) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.tasks = 2;
  const absl::Time now = kDeployed + absl::Hours(1);
  Task one = Reporting(ReportedState::kRunning, now);
  one.report->partitions = {{.next_offset = 4,
                             .end_offset = 9,
                             .rows_committed = 4,
                             .progress_time = now,
                             .watermark = now - absl::Seconds(40),
                             .bytes_committed = 100}};
  Task other = Reporting(ReportedState::kRunning, now, 1);
  other.report->partitions = {{.partition = 1,
                               .next_offset = 9,
                               .end_offset = 9,
                               .watermark = now - absl::Minutes(9),
                               .bytes_committed = 50}};

  const Progress progress = Observe(connector, {one, other}, now).progress;

  EXPECT_THAT(progress.bytes_committed, Eq(150));
  EXPECT_THAT(progress.freshness.age, Eq(absl::Seconds(40)));
  EXPECT_THAT(Observe(connector, {one, Placed(1)}, now).progress.freshness, Eq(Freshness()));
}

TEST(Observe, LagWithoutProgressIsStalledHoweverAliveTheTaskIs) {
  const Connector connector = Desired(DesiredState::kRunning);
  const absl::Time now = kDeployed + absl::Hours(1);
  Task task = Reporting(ReportedState::kRunning, now);
  task.report->partitions = {{.partition = 4,
                              .next_offset = 10,
                              .end_offset = 25,
                              .progress_time = now - absl::Minutes(3)}};
  const Observation stalled = Observe(connector, {task}, now);
  EXPECT_THAT(stalled.state, Eq(ObservedState::kStalled));
  EXPECT_THAT(Find(stalled, kHealthy)->problem.message, HasSubstr("source partition 4"));
  EXPECT_THAT(stalled.progress.lag_records, Eq(15));

  task.report->partitions[0].progress_time = now - absl::Minutes(1);
  EXPECT_THAT(StateAt(connector, {task}, now), Eq(ObservedState::kRunning));
  // Without lag, old progress is only silence in the source.
  task.report->partitions[0] = {.partition = 4, .next_offset = 25, .end_offset = 25};
  EXPECT_THAT(StateAt(connector, {task}, now), Eq(ObservedState::kRunning));
}

TEST(Observe, ATaskThatHasJustBegunIsNotStalledByTheLagItFound) {
  const Connector connector = Desired(DesiredState::kRunning);
  const absl::Time now = kDeployed + absl::Seconds(30);
  Task task = Reporting(ReportedState::kRunning, now);
  task.report->partitions = {{.next_offset = 0, .end_offset = 1'000'000}};
  EXPECT_THAT(StateAt(connector, {task}, now), Eq(ObservedState::kRunning));
}

TEST(Observe, ATaskThatBeginsAgainAndAgainDoesNotStopWaiting) {
  const Connector connector = Desired(DesiredState::kRunning);
  const absl::Time now = kDeployed + absl::Hours(1);
  Task task = Reporting(ReportedState::kRunning, now);
  task.report->state_time = now - absl::Seconds(1);
  task.report->partitions = {
      {.partition = 4, .next_offset = 10, .end_offset = 25, .progress_time = now}};
  task.report->waiting = {.partition = 4, .records = 15, .since = now - absl::Minutes(3)};
  task.report->held_up = Problem{ErrorClass::kDestination, "KAFKA_REJOIN", "no clear answer", ""};
  const Observation stalled = Observe(connector, {task}, now);
  EXPECT_THAT(stalled.state, Eq(ObservedState::kStalled));
  EXPECT_THAT(stalled.trouble->problem.reason, Eq("NO_PROGRESS"));
  EXPECT_THAT(stalled.trouble->problem.error_class, Eq(ErrorClass::kDestination));
  EXPECT_THAT(stalled.trouble->problem.message, HasSubstr("no clear answer"));
  EXPECT_THAT(stalled.trouble->problem.message, HasSubstr("for 3m; 15 records wait"));
  EXPECT_THAT(stalled.trouble->since, Eq(now - absl::Minutes(3)));

  // Between two memberships it has no source partitions.
  task.report->state = ReportedState::kStarting;
  task.report->partitions.clear();
  EXPECT_THAT(StateAt(connector, {task}, now), Eq(ObservedState::kStalled));
  task.report->waiting->since = now - absl::Minutes(30);
  EXPECT_THAT(Observe(connector, {task}, now).trouble->problem.reason, Eq("NO_PROGRESS"));
  // While another has its place, others make the progress.
  task.report->state = ReportedState::kFenced;
  EXPECT_THAT(StateAt(connector, {task}, now), Eq(ObservedState::kStarting));
}

TEST(Observe, WhatATaskHadBeforeOthersTookItDoesNotWait) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.tasks = 2;
  const absl::Time now = kDeployed + absl::Seconds(90);
  Task out = Reporting(ReportedState::kStarting, now);
  out.report->waiting = {.partition = 4, .records = 15, .since = now - absl::Minutes(3)};
  Task other = Reporting(ReportedState::kRunning, now, 1);
  EXPECT_THAT(StateAt(connector, {out, other}, now), Eq(ObservedState::kStalled));
  other.report->partitions = {{.partition = 4, .next_offset = 30, .end_offset = 30}};
  EXPECT_THAT(StateAt(connector, {out, other}, now), Eq(ObservedState::kStarting));
}

TEST(Observe, ATaskThatDoesNotBeginSaysWhatHoldsItUp) {
  const absl::Time now = kDeployed + absl::Minutes(5);
  Task task = Reporting(ReportedState::kStarting, now);
  task.report->held_up = Problem{ErrorClass::kSystem, "KAFKA_REJOIN", "joined in vain", ""};
  const Observation observation = Observe(Desired(DesiredState::kRunning), {task}, now);
  EXPECT_THAT(observation.trouble->problem.reason, Eq("NOT_STARTED"));
  EXPECT_THAT(observation.trouble->problem.message, HasSubstr("joined in vain"));
}

TEST(Observe, SomeFailedTasksDegradeItAndAllOfThemFailIt) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.tasks = 2;
  const absl::Time now = kDeployed + absl::Seconds(30);
  Task failed = Reporting(ReportedState::kFailed, now, 0);
  failed.report->problem = Problem{ErrorClass::kUser, "TABLE_NOT_FOUND", "gone", "create it"};
  Task also_failed = failed;
  also_failed.key.index = 1;
  const Observation some =
      Observe(connector, {failed, Reporting(ReportedState::kRunning, now, 1)}, now);
  EXPECT_THAT(some.state, Eq(ObservedState::kDegraded));
  EXPECT_THAT(Find(some, kHealthy)->problem.reason, Eq("TABLE_NOT_FOUND"));
  const Observation all = Observe(connector, {failed, also_failed}, now);
  EXPECT_THAT(all.state, Eq(ObservedState::kFailed));
  EXPECT_THAT(all.conditions.front().type, Eq(kHealthy));
}

TEST(Observe, ATaskThatTriesAgainDegradesItWithTheFirstCause) {
  const Connector connector = Desired(DesiredState::kRunning);
  const absl::Time now = kDeployed + absl::Seconds(30);
  Task task = Reporting(ReportedState::kDegraded, now);
  task.report->problem = Problem{ErrorClass::kDestination, "MAXCOMPUTE_UNREACHABLE", "503", ""};
  const Observation observation = Observe(connector, {task}, now);
  EXPECT_THAT(observation.state, Eq(ObservedState::kDegraded));
  EXPECT_THAT(Find(observation, kHealthy)->problem.error_class, Eq(ErrorClass::kDestination));
}

TEST(Observe, ItIsPausedOnceEveryTaskSaidSo) {
  const Connector connector = Desired(DesiredState::kPaused);
  const absl::Time now = kDeployed + absl::Seconds(1);
  EXPECT_THAT(StateAt(connector, {Reporting(ReportedState::kRunning, now)}, now),
              Eq(ObservedState::kPausing));
  EXPECT_THAT(StateAt(connector, {Reporting(ReportedState::kPaused, now)}, now),
              Eq(ObservedState::kPaused));
}

TEST(Observe, ItIsStoppedOnceNoTaskIsLeft) {
  const Connector connector = Desired(DesiredState::kStopped);
  EXPECT_THAT(StateAt(connector, {Placed(0)}, kDeployed), Eq(ObservedState::kStopping));
  const Observation stopped = Observe(connector, {}, kDeployed);
  EXPECT_THAT(stopped.state, Eq(ObservedState::kStopped));
  EXPECT_THAT(Find(stopped, kHealthy), Eq(nullptr));
}

TEST(Observe, TheLagIsUnknownWhileAnyTaskDoesNotKnowIt) {
  Connector connector = Desired(DesiredState::kRunning);
  const absl::Time now = kDeployed + absl::Seconds(1);
  Task task = Reporting(ReportedState::kRunning, now);
  task.report->partitions = {{.partition = 0, .next_offset = 1, .end_offset = 3},
                             {.partition = 1, .next_offset = 0, .end_offset = -1}};
  EXPECT_THAT(Observe(connector, {task}, now).progress.lag_records, Eq(-1));
}

TEST(Observe, TheLagIsUnknownWhileATaskThatHasNotBegunOrIsSilentNamesNoPartitions) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.tasks = 2;
  const absl::Time now = kDeployed + absl::Hours(1);
  const auto lag = [&](const Task& other) {
    Task reads = Reporting(ReportedState::kRunning, now);
    reads.report->partitions = {{.partition = 0, .next_offset = 1, .end_offset = 3}};
    return Observe(connector, {reads, other}, now).progress.lag_records;
  };
  EXPECT_THAT(lag(Placed(1)), Eq(-1));
  EXPECT_THAT(lag(Reporting(ReportedState::kStarting, now, 1)), Eq(-1));
  EXPECT_THAT(lag(Reporting(ReportedState::kFailed, now, 1)), Eq(-1));
  EXPECT_THAT(lag(Reporting(ReportedState::kDegraded, now, 1)), Eq(-1));
  EXPECT_THAT(lag(Reporting(ReportedState::kRunning, now, 1)), Eq(2))
      << "more tasks than there are";
  Task failed = Reporting(ReportedState::kFailed, now, 1);
  failed.report->partitions = {{.partition = 1, .next_offset = 5, .end_offset = 9}};
  EXPECT_THAT(lag(failed), Eq(6));
  Task silent = failed;
  silent.report->report_time = now - absl::Minutes(1);
  EXPECT_THAT(lag(silent), Eq(-1));
}

TEST(Observe, GivenATaskThatDoesNotBeginThenItIsNamedWithItsWorkerAndSinceWhen) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec.tasks = 2;
  const absl::Time now = kDeployed + absl::Minutes(5);
  const std::vector<Task> tasks = {Reporting(ReportedState::kRunning, now),
                                   Reporting(ReportedState::kStarting, now, 1)};
  const Observation observation = Observe(connector, tasks, now);
  EXPECT_THAT(observation.state, Eq(ObservedState::kDegraded));
  const Problem& problem = Find(observation, kHealthy)->problem;
  EXPECT_THAT(problem.reason, Eq("NOT_STARTED"));
  EXPECT_THAT(problem.message, Eq("task 1 was given to worker worker-1 and has not begun since "
                                  "2023-11-14T22:13:20+00:00"));
  const Observation mute = Observe(connector, {tasks[0], Placed(1)}, now);
  EXPECT_THAT(Find(mute, kHealthy)->problem.reason, Eq("NOT_STARTED"));
}

TEST(Observe, WhatATaskSaysOfAnOlderRevisionIsNoNewsOfTheOneThatShallRun) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.spec_revision = connector.task_revision = 2;
  connector.update_time = kDeployed + absl::Minutes(10);
  const absl::Time now = connector.update_time + absl::Seconds(1);
  Task task = Reporting(ReportedState::kRunning, now);
  for (ReportedState state : {ReportedState::kRunning, ReportedState::kFailed}) {
    task.report->state = state;
    task.report->connector_revision = 1;
    EXPECT_THAT(StateAt(connector, {task}, now), Eq(ObservedState::kStarting));
  }
  task.report->report_time = connector.update_time + absl::Minutes(3);
  const Observation late = Observe(connector, {task}, task.report->report_time);
  EXPECT_THAT(late.state, Eq(ObservedState::kStalled));
  EXPECT_THAT(Find(late, kHealthy)->problem.reason, Eq("NOT_STARTED"));
  EXPECT_THAT(Find(late, kHealthy)->problem.message, HasSubstr("still runs revision 1"));
  task.report->state = ReportedState::kRunning;
  task.report->connector_revision = 2;
  EXPECT_THAT(StateAt(connector, {task}, task.report->report_time), Eq(ObservedState::kRunning));
}

TEST(Observe, GivenAFailedTaskWhenItIsPausedThenItIsAndSaysWhyItWouldNotRun) {
  const Connector connector = Desired(DesiredState::kPaused);
  const absl::Time now = kDeployed + absl::Seconds(1);
  Task failed = Reporting(ReportedState::kFailed, now);
  failed.report->problem = Problem{ErrorClass::kUser, "TABLE_NOT_FOUND", "gone", "create it"};
  const Observation observation = Observe(connector, {failed}, now);
  EXPECT_THAT(observation.state, Eq(ObservedState::kPaused));
  EXPECT_THAT(Find(observation, kHealthy)->status, Eq(ConditionStatus::kFalse));
  EXPECT_THAT(Find(observation, kHealthy)->problem.reason, Eq("TABLE_NOT_FOUND"));
}

TEST(Observe, WhileAnOperationHoldsItsTasksItIsStartingAndSaysWhyHoweverLong) {
  Connector connector = Desired(DesiredState::kRunning);
  connector.hold = OperationHold{"op-1", TasksHeld::kAway};
  const Observation held = Observe(connector, {}, kDeployed + absl::Hours(1));
  EXPECT_THAT(held.state, Eq(ObservedState::kStarting));
  EXPECT_THAT(Find(held, kScheduled)->problem.reason, Eq("OPERATION_RUNNING"));
  EXPECT_THAT(Find(held, kScheduled)->problem.message, HasSubstr("operations/op-1"));
  // The tasks have their time to begin from when they were let go.
  connector.hold.reset();
  connector.released_time = kDeployed + absl::Hours(1);
  EXPECT_THAT(StateAt(connector, {}, connector.released_time + absl::Seconds(1)),
              Eq(ObservedState::kStarting));
}

TEST(Observe, WhatIsDeletedWithAWindowIsDeletedUntilItsEnd) {
  Connector connector = Desired(DesiredState::kDeleted);
  connector.deletion = Deletion{.purge_time = kDeployed + absl::Hours(1)};
  EXPECT_THAT(StateAt(connector, {Placed(0)}, kDeployed), Eq(ObservedState::kDeleting));
  EXPECT_THAT(StateAt(connector, {}, kDeployed), Eq(ObservedState::kDeleted));
  EXPECT_THAT(StateAt(connector, {}, kDeployed + absl::Hours(1)), Eq(ObservedState::kDeleting));
}

}  // namespace
}  // namespace sluice::controlplane

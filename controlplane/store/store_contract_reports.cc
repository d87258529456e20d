#include <string>

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// What workers report of tasks, and what is kept of it over placements.
namespace sluice::controlplane {
namespace {

using ::testing::Eq;

const absl::Time kNow = kReported;
const TaskKey kTask0 = {AConnector().uid, 0};

absl::StatusOr<bool> Carry(Store& store, const PlacementChanges& changes) {
  return store.tasks().Place([&](const PlacementView&) { return changes; }, kNow);
}

void BringWorkers(Store& store) {
  ASSERT_THAT(store.workers().Hello(AWorker("w-1"), absl::Seconds(10)), IsOk());
  ASSERT_THAT(store.workers().Hello(AWorker("w-2"), absl::Seconds(10)), IsOk());
}

TEST_P(ConnectorContract, AReportIsKeptOnlyFromWhomTheTaskIsPlacedAt) {
  BringWorkers(store());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  const int64_t assignment = store().tasks().ListTasks(AConnector().uid)->at(0).assignment_revision;
  const auto stored = [&] { return store().tasks().ListTasks(AConnector().uid)->at(0).report; };
  const auto report = [&](const std::string& worker, const TaskReport& task) {
    return store().workers().Report({worker, 7, false, {{kTask0, task}}, kNow});
  };
  EXPECT_THAT(report("uid-of-w-2", AReport(assignment, ReportedState::kRunning)), IsOk());
  EXPECT_FALSE(stored().has_value());
  EXPECT_THAT(report("uid-of-w-1", AReport(assignment - 1, ReportedState::kRunning)), IsOk());
  EXPECT_FALSE(stored().has_value());
  EXPECT_THAT(report("uid-of-w-1", AReport(assignment, ReportedState::kRunning)), IsOk());
  EXPECT_THAT(stored(), Eq(AReport(assignment, ReportedState::kRunning)));
  // A new placement knows nothing of the old one's report.
  ASSERT_THAT(Carry(store(), {.place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  EXPECT_FALSE(stored().has_value());
}

TEST_P(ConnectorContract, AReportWakesItsConnectorOnlyWhenTheTasksStateChanged) {
  BringWorkers(store());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  const int64_t assignment = store().tasks().ListTasks(AConnector().uid)->at(0).assignment_revision;
  const auto report = [&](ReportedState state) {
    ASSERT_THAT(store().workers().Report(
                    {"uid-of-w-1", 7, false, {{kTask0, AReport(assignment, state)}}, kNow}),
                IsOk());
  };
  const auto rest = [&] {
    ASSERT_THAT(store().reconcile_queue().Complete(Claim(), absl::InfiniteFuture()), IsOk());
  };
  rest();
  report(ReportedState::kStarting);
  EXPECT_THAT(store().reconcile_queue().NextDue(), IsOkAndHolds(kNow));
  rest();
  report(ReportedState::kStarting);
  EXPECT_THAT(store().reconcile_queue().NextDue(), IsOkAndHolds(absl::InfiniteFuture()));
  report(ReportedState::kRunning);
  EXPECT_THAT(store().reconcile_queue().NextDue(), IsOkAndHolds(kNow));
}

TEST_P(ConnectorContract, RestartsAreCountedOverPlacementsUntilAPersonRestartsTheTask) {
  BringWorkers(store());
  const auto task = [&] { return store().tasks().ListTasks(AConnector().uid)->at(0); };
  const auto report = [&](const std::string& worker) {
    const TaskReport news = AReport(task().assignment_revision, ReportedState::kRunning);
    ASSERT_THAT(store().workers().Report({worker, 7, false, {{kTask0, news}}, kNow}), IsOk());
  };
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  report("uid-of-w-1");
  EXPECT_THAT(task().restarts(), Eq(2));
  ASSERT_THAT(Carry(store(), {.place = {{kTask0, "uid-of-w-2"}}}), IsOk());
  EXPECT_THAT(task().restarts(), Eq(2));
  report("uid-of-w-2");
  EXPECT_THAT(task().restarts(), Eq(4));
  ASSERT_THAT(Carry(store(), {.unplace = {kTask0}}), IsOk());
  EXPECT_THAT(task().restarts(), Eq(4));
  ASSERT_THAT(Carry(store(), {.place = {{kTask0, "uid-of-w-2"}}}), IsOk());
  ASSERT_THAT(store().tasks().RestartTasks(AConnector().uid, {0}, {}, kNow), IsOk());
  EXPECT_THAT(task().restarts(), Eq(0));
}

TEST_P(ConnectorContract, ThatATroubleGoesOnWakesNobody) {
  BringWorkers(store());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  TaskReport news = AReport(store().tasks().ListTasks(AConnector().uid)->at(0).assignment_revision,
                            ReportedState::kFailed);
  const auto report = [&] {
    ASSERT_THAT(store().workers().Report({"uid-of-w-1", 7, false, {{kTask0, news}}, kNow}), IsOk());
  };
  report();
  ASSERT_THAT(store().reconcile_queue().Complete(Claim(), absl::InfiniteFuture()), IsOk());

  ++news.problem_count;
  news.next_attempt_time += absl::Minutes(1);
  ++news.restarts;
  report();

  EXPECT_THAT(store().reconcile_queue().NextDue(), IsOkAndHolds(absl::InfiniteFuture()));
}

}  // namespace
}  // namespace sluice::controlplane

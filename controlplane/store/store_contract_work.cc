#include <string>
#include <thread>
#include <vector>

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// The reconcile queue, tasks, workers and change signals.
namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

const absl::Time kNow = kT0 + absl::Minutes(2);
constexpr absl::Duration kTtl = absl::Minutes(1);
constexpr absl::Duration kNameLife = absl::Seconds(10);
const TaskKey kTask0 = {AConnector().uid, 0};
const TaskKey kTask1 = {AConnector().uid, 1};

TEST_P(ConnectorContract, AClaimedKeyIsNobodyElsesUntilItsTimeIsOver) {
  ReconcileQueue& queue = store().reconcile_queue();
  EXPECT_THAT(queue.Claim(5, kTtl, kT0 - absl::Seconds(1)), IsOkAndHolds(IsEmpty()));
  const ReconcileClaim claim = Claim();
  EXPECT_THAT(claim.connector_uid, Eq(AConnector().uid));
  EXPECT_THAT(queue.Claim(5, kTtl, kNow), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(queue.NextDue(), IsOkAndHolds(kNow + kTtl));
  EXPECT_THAT(queue.Claim(5, kTtl, kNow + kTtl), IsOkAndHolds(SizeIs(1)));
}

TEST_P(ConnectorContract, ALookThatWentWellIsRepeatedWhenItSaidSo) {
  ReconcileQueue& queue = store().reconcile_queue();
  ASSERT_THAT(queue.Complete(Claim(), kNow + absl::Minutes(5)), IsOk());
  EXPECT_THAT(queue.NextDue(), IsOkAndHolds(kNow + absl::Minutes(5)));
  EXPECT_THAT(queue.Claim(5, kTtl, kNow + absl::Minutes(4)), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(queue.Claim(5, kTtl, kNow + absl::Minutes(5)), IsOkAndHolds(SizeIs(1)));
}

TEST_P(ConnectorContract, ALookThatNeedsNoRepeatIsMadeAgainWhenWoken) {
  ReconcileQueue& queue = store().reconcile_queue();
  ASSERT_THAT(queue.Complete(Claim(), absl::InfiniteFuture()), IsOk());
  EXPECT_THAT(queue.NextDue(), IsOkAndHolds(absl::InfiniteFuture()));
  ASSERT_THAT(queue.Wake(AConnector().uid, kNow), IsOk());
  EXPECT_THAT(queue.NextDue(), IsOkAndHolds(kNow));
  EXPECT_THAT(queue.Wake("nobody", kNow), IsOk());
}

TEST_P(ConnectorContract, GivenAWakeDuringALookThenAnotherLookFollowsAtOnce) {
  ReconcileQueue& queue = store().reconcile_queue();
  const ReconcileClaim claim = Claim();
  ASSERT_THAT(queue.Wake(AConnector().uid, kNow), IsOk());
  EXPECT_THAT(queue.Claim(5, kTtl, kNow), IsOkAndHolds(IsEmpty()));
  ASSERT_THAT(queue.Complete(claim, absl::InfiniteFuture()), IsOk());
  EXPECT_THAT(queue.Claim(5, kTtl, kNow), IsOkAndHolds(SizeIs(1)));
}

TEST_P(ConnectorContract, FailuresInARowAreCountedAndASuccessForgetsThem) {
  ReconcileQueue& queue = store().reconcile_queue();
  ASSERT_THAT(queue.Fail(Claim(), kNow), IsOk());
  const ReconcileClaim second = Claim();
  EXPECT_THAT(second.tries, Eq(1));
  ASSERT_THAT(queue.Fail(second, kNow), IsOk());
  const ReconcileClaim third = Claim();
  EXPECT_THAT(third.tries, Eq(2));
  ASSERT_THAT(queue.Complete(third, kNow), IsOk());
  EXPECT_THAT(Claim().tries, Eq(0));
}

TEST_P(ConnectorContract, AKeyThatFailedWaitsUntilThoseThatDidNotHaveBeenLookedAt) {
  ReconcileQueue& queue = store().reconcile_queue();
  ASSERT_THAT(queue.Fail(Claim(), kNow), IsOk());
  ASSERT_THAT(store().connectors().CreateConnector(AConnector("other"), {}), IsOk());
  ASSERT_THAT(queue.Wake(AConnector("other").uid, kNow + absl::Seconds(30)), IsOk());

  const auto first = queue.Claim(1, kTtl, kNow + absl::Seconds(30));
  const auto second = queue.Claim(1, kTtl, kNow + absl::Seconds(30));

  ASSERT_THAT(first, IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(first->at(0).connector_uid, Eq(AConnector("other").uid));
  ASSERT_THAT(second, IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(second->at(0).connector_uid, Eq(AConnector().uid));
}

TEST_P(ConnectorContract, GivenManyRunnersThenEachKeyIsClaimedOnce) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_THAT(store().connectors().CreateConnector(AConnector("c" + std::to_string(i)), {}),
                IsOk());
  }
  std::vector<std::vector<ReconcileClaim>> claimed(4);
  std::vector<std::thread> runners;
  for (auto& mine : claimed) {
    runners.emplace_back([&] {
      while (true) {
        const auto claims = store().reconcile_queue().Claim(3, kTtl, kNow);
        ASSERT_THAT(claims, IsOk());
        if (claims->empty()) return;
        mine.insert(mine.end(), claims->begin(), claims->end());
      }
    });
  }
  for (std::thread& runner : runners) runner.join();
  std::map<std::string, int> counts;
  for (const auto& mine : claimed) {
    for (const ReconcileClaim& claim : mine) ++counts[claim.connector_uid];
  }
  EXPECT_THAT(counts, SizeIs(21));
  for (const auto& [uid, count] : counts) EXPECT_THAT(count, Eq(1)) << uid;
}

absl::StatusOr<bool> Carry(Store& store, const PlacementChanges& changes) {
  return store.tasks().Place([&](const PlacementView&) { return changes; }, kNow);
}

void BringWorkers(Store& store) {
  ASSERT_THAT(store.workers().Hello(AWorker("w-1"), kNameLife), IsOk());
  ASSERT_THAT(store.workers().Hello(AWorker("w-2"), kNameLife), IsOk());
}

TEST_P(ConnectorContract, ThePlannerSeesWhatShouldRunAndWhatHasTasks) {
  const auto view = [&] {
    PlacementView seen;
    EXPECT_THAT(store().tasks().Place(
                    [&](const PlacementView& v) {
                      seen = v;
                      return PlacementChanges{};
                    },
                    kNow),
                IsOkAndHolds(true));
    return seen;
  };
  BringWorkers(store());
  EXPECT_THAT(view().connectors, IsEmpty());
  EXPECT_THAT(view().workers, SizeIs(2));
  ASSERT_THAT(Desire(DesiredState::kRunning, 1), IsOk());
  EXPECT_THAT(view().connectors, SizeIs(1));
  ASSERT_THAT(Carry(store(), {.create = {kTask0}}), IsOkAndHolds(true));
  ASSERT_THAT(Desire(DesiredState::kStopped, 2), IsOk());
  EXPECT_THAT(view().connectors, SizeIs(1));
  EXPECT_THAT(view().tasks, ElementsAre(store().tasks().ListTasks(AConnector().uid)->at(0)));
  ASSERT_THAT(Carry(store(), {.remove = {kTask0}}), IsOkAndHolds(true));
  EXPECT_THAT(view().connectors, IsEmpty());
}

TEST_P(ConnectorContract, ATaskThatIsPlacedIsInItsWorkersNextSnapshot) {
  BringWorkers(store());
  const int64_t before = store().workers().GetSnapshot("uid-of-w-1")->revision;
  ASSERT_THAT(Carry(store(), {.create = {kTask0, kTask1}, .place = {{kTask1, "uid-of-w-1"}}}),
              IsOkAndHolds(true));
  const auto snapshot = store().workers().GetSnapshot("uid-of-w-1");
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_THAT(snapshot->revision, Gt(before));
  ASSERT_THAT(snapshot->tasks, SizeIs(1));
  EXPECT_THAT(snapshot->tasks[0].task.key, Eq(kTask1));
  EXPECT_THAT(snapshot->tasks[0].task.placed_time, Eq(kNow));
  EXPECT_THAT(snapshot->tasks[0].task.assignment_revision, Gt(0));
  EXPECT_THAT(snapshot->tasks[0].connector, Eq(AConnector()));
  EXPECT_THAT(snapshot->tasks[0].instance, Eq(AnInstance()));
  const auto tasks = store().tasks().ListTasks(AConnector().uid);
  ASSERT_THAT(tasks, IsOkAndHolds(SizeIs(2)));
  EXPECT_THAT((*tasks)[0].worker_uid, IsEmpty());
  EXPECT_THAT(store().tasks().ListTasksOf({AConnector().uid, "nobody"}),
              IsOkAndHolds(UnorderedElementsAre(Pair(AConnector().uid, *tasks))));
  EXPECT_THAT(store().workers().CountTasks(),
              IsOkAndHolds(UnorderedElementsAre(Pair("uid-of-w-1", 1))));
}

TEST_P(ConnectorContract, AMovedTaskCountsAnAssignmentAndChangesBothSnapshots) {
  BringWorkers(store());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  const auto old_snapshot = *store().workers().GetSnapshot("uid-of-w-1");
  ASSERT_THAT(Carry(store(), {.place = {{kTask0, "uid-of-w-2"}}}), IsOk());
  const auto left = *store().workers().GetSnapshot("uid-of-w-1");
  const auto got = *store().workers().GetSnapshot("uid-of-w-2");
  EXPECT_THAT(left.revision, Gt(old_snapshot.revision));
  EXPECT_THAT(left.tasks, IsEmpty());
  ASSERT_THAT(got.tasks, SizeIs(1));
  EXPECT_THAT(got.tasks[0].task.assignment_revision,
              Gt(old_snapshot.tasks[0].task.assignment_revision));
}

TEST_P(ConnectorContract, ATaskThatIsMadeAgainNeverFallsBackToAnOldAssignment) {
  BringWorkers(store());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  const int64_t first =
      store().workers().GetSnapshot("uid-of-w-1")->tasks[0].task.assignment_revision;
  ASSERT_THAT(Carry(store(), {.remove = {kTask0}}), IsOk());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  EXPECT_THAT(store().workers().GetSnapshot("uid-of-w-1")->tasks[0].task.assignment_revision,
              Gt(first));
}

TEST_P(ConnectorContract, ALeavingTaskIsOutOfTheSnapshotButStillItsWorkers) {
  BringWorkers(store());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  ASSERT_THAT(Carry(store(), {.leave = {kTask0}}), IsOk());
  const auto snapshot = *store().workers().GetSnapshot("uid-of-w-1");
  EXPECT_THAT(snapshot.tasks, IsEmpty());
  const auto tasks = *store().tasks().ListTasks(AConnector().uid);
  EXPECT_TRUE(tasks[0].leaving);
  EXPECT_THAT(tasks[0].worker_uid, Eq("uid-of-w-1"));
  EXPECT_THAT(tasks[0].leaving_revision, Eq(snapshot.revision));
  // Twice is harmless: the revision to be acknowledged stays.
  ASSERT_THAT(Carry(store(), {.leave = {kTask0}}), IsOk());
  EXPECT_THAT(store().tasks().ListTasks(AConnector().uid)->at(0).leaving_revision,
              Eq(snapshot.revision));
  ASSERT_THAT(Carry(store(), {.unplace = {kTask0}}), IsOk());
  EXPECT_THAT(store().tasks().ListTasks(AConnector().uid)->at(0).worker_uid, IsEmpty());
}

TEST_P(ConnectorContract, ATaskThatHasNoWorkerAnyMoreSaysSinceWhen) {
  BringWorkers(store());
  ASSERT_THAT(Carry(store(), {.create = {kTask0, kTask1},
                              .place = {{kTask0, "uid-of-w-1"}, {kTask1, "uid-of-w-2"}}}),
              IsOk());
  const absl::Time later = kNow + absl::Hours(1);
  const auto task = [&](int index) {
    return store().tasks().ListTasks(AConnector().uid)->at(index);
  };

  ASSERT_THAT(
      store().tasks().Place(
          [](const PlacementView&) { return PlacementChanges{.unplace = {kTask0}}; }, later),
      IsOk());
  Worker namesake = AWorker("w-2");
  namesake.uid = "another";
  namesake.heartbeat_time = later + absl::Hours(1);
  ASSERT_THAT(store().workers().Hello(namesake, kNameLife), IsOk());

  EXPECT_THAT(task(0).worker_uid, IsEmpty());
  EXPECT_THAT(task(0).placed_time, Eq(later));
  EXPECT_THAT(task(1).worker_uid, IsEmpty());
  EXPECT_THAT(task(1).placed_time, Eq(namesake.heartbeat_time));
}

TEST_P(ConnectorContract, ChangesAboutWhatIsGoneAreLeftOut) {
  BringWorkers(store());
  EXPECT_THAT(Carry(store(), {.create = {{"nobody", 0}},
                              .place = {{kTask0, "uid-of-w-1"}, {kTask1, "nobody"}},
                              .leave = {kTask0},
                              .unplace = {kTask0},
                              .remove = {kTask1}}),
              IsOkAndHolds(true));
  EXPECT_THAT(store().tasks().ListTasks("nobody"), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(store().tasks().ListTasks(AConnector().uid), IsOkAndHolds(IsEmpty()));
}

TEST_P(ConnectorContract, AChangeOfDesiredStateReachesTheWorkersThatHaveItsTasks) {
  BringWorkers(store());
  ASSERT_THAT(Desire(DesiredState::kRunning, 1), IsOk());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  const int64_t w1 = store().workers().GetSnapshot("uid-of-w-1")->revision;
  const int64_t w2 = store().workers().GetSnapshot("uid-of-w-2")->revision;
  ASSERT_THAT(Desire(DesiredState::kPaused, 2), IsOk());
  EXPECT_THAT(store().workers().GetSnapshot("uid-of-w-1")->revision, Gt(w1));
  EXPECT_THAT(store().workers().GetSnapshot("uid-of-w-2")->revision, Eq(w2));
}

TEST_P(ConnectorContract, AChangedConnectionReachesTheWorkersThatHaveTasksOfItsConnectors) {
  BringWorkers(store());
  ASSERT_THAT(Desire(DesiredState::kRunning, 1), IsOk());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  const ReconcileClaim claim = Claim();
  ASSERT_THAT(store().reconcile_queue().Complete(claim, kNow + absl::Hours(1)), IsOk());
  const int64_t w1 = store().workers().GetSnapshot("uid-of-w-1")->revision;
  const int64_t w2 = store().workers().GetSnapshot("uid-of-w-2")->revision;
  Instance instance = AnInstance();
  instance.generation = 4;
  instance.display_name = "another";
  ASSERT_THAT(store().instances().UpdateInstance({instance, 3, false}, {}), IsOk());
  EXPECT_THAT(store().workers().GetSnapshot("uid-of-w-1")->revision, Eq(w1));

  instance.generation = 5;
  instance.update_time = kNow;
  instance.sasl->password = "another";
  ASSERT_THAT(store().instances().UpdateInstance({instance, 4, true}, {}), IsOk());

  const auto told = store().workers().GetSnapshot("uid-of-w-1");
  EXPECT_THAT(told->revision, Gt(w1));
  EXPECT_THAT(told->tasks.at(0).instance.sasl->password, Eq("another"));
  EXPECT_THAT(store().workers().GetSnapshot("uid-of-w-2")->revision, Eq(w2));
  EXPECT_THAT(store().reconcile_queue().NextDue(), IsOkAndHolds(kNow));
}

TEST_P(StoreContract, AWorkerIsReadBackAsItDescribedItself) {
  Worker expected = AWorker();
  expected.create_time = kT0;
  expected.assignment_revision = 1;
  EXPECT_THAT(store().workers().Hello(AWorker(), kNameLife), IsOkAndHolds(expected));
  EXPECT_THAT(store().workers().GetWorkerByName("w-1"), IsOkAndHolds(expected));
  EXPECT_THAT(store().workers().FindWorkers({"uid-of-w-1", "nobody"}),
              IsOkAndHolds(UnorderedElementsAre(Pair("uid-of-w-1", expected))));
  EXPECT_THAT(store().workers().GetWorkerByName("w-9"), HasReason("WORKER_NOT_FOUND"));
  EXPECT_THAT(store().workers().GetSnapshot("nobody"), HasReason("WORKER_NOT_FOUND"));
  EXPECT_THAT(store().workers().Report({"nobody", 1, false, {}, kT0}),
              HasReason("WORKER_NOT_FOUND"));
}

TEST_P(StoreContract, AWorkersNameIsItsOwnWhileItLives) {
  ASSERT_THAT(store().workers().Hello(AWorker(), kNameLife), IsOk());
  Worker namesake = AWorker();
  namesake.uid = "another";
  namesake.heartbeat_time = kT0 + absl::Seconds(9);
  EXPECT_THAT(store().workers().Hello(namesake, kNameLife), HasReason("WORKER_NAME_TAKEN"));
  namesake.heartbeat_time = kT0 + absl::Seconds(11);
  EXPECT_THAT(store().workers().Hello(namesake, kNameLife), IsOk());
  EXPECT_THAT(store().workers().GetWorkerByName("w-1")->uid, Eq("another"));
  EXPECT_THAT(store().workers().GetSnapshot("uid-of-w-1"), HasReason("WORKER_NOT_FOUND"));
}

TEST_P(StoreContract, ASnapshotsRevisionIsNeverBelowWhatTheWorkerHasOnItsDisk) {
  Worker worker = AWorker();
  worker.acknowledged_revision = 40;
  EXPECT_THAT(store().workers().Hello(worker, kNameLife)->assignment_revision, Gt(40));
  worker.acknowledged_revision = 90;  // The database was restored from an old copy.
  EXPECT_THAT(store().workers().Hello(worker, kNameLife)->assignment_revision, Gt(90));
  worker.acknowledged_revision = 3;  // The worker lost its disk.
  EXPECT_THAT(store().workers().Hello(worker, kNameLife)->assignment_revision, Gt(90));
}

TEST_P(StoreContract, OnlyAReportSaysThatARevisionIsCarriedOut) {
  ASSERT_THAT(store().workers().Hello(AWorker(), kNameLife), IsOk());
  ASSERT_THAT(store().workers().Report({"uid-of-w-1", 5, false, {}, kNow}), IsOk());
  Worker again = AWorker();
  again.acknowledged_revision = 7;  // On its disk.
  ASSERT_THAT(store().workers().Hello(again, kNameLife), IsOk());
  EXPECT_THAT(store().workers().GetWorkerByName("w-1")->acknowledged_revision, Eq(5));
  again.acknowledged_revision = 3;
  ASSERT_THAT(store().workers().Hello(again, kNameLife), IsOk());
  EXPECT_THAT(store().workers().GetWorkerByName("w-1")->acknowledged_revision, Eq(3));
}

TEST_P(StoreContract, AReportIsAHeartbeatAndAHelloEndsDraining) {
  ASSERT_THAT(store().workers().Hello(AWorker(), kNameLife), IsOk());
  ASSERT_THAT(store().workers().Report({"uid-of-w-1", 1, true, {}, kNow}), IsOk());
  const Worker drained = *store().workers().GetWorkerByName("w-1");
  EXPECT_THAT(drained.heartbeat_time, Eq(kNow));
  EXPECT_THAT(drained.acknowledged_revision, Eq(1));
  EXPECT_TRUE(drained.draining);
  EXPECT_TRUE(IsLost(drained, absl::Seconds(10), kNow + absl::Seconds(11)));
  EXPECT_FALSE(store().workers().Hello(AWorker(), kNameLife)->draining);
}

TEST_P(ConnectorContract, WorkersAreForgottenOnlyWithoutTasks) {
  BringWorkers(store());
  ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  EXPECT_THAT(store().workers().ForgetWorkers(kT0), IsOkAndHolds(0));
  EXPECT_THAT(store().workers().ForgetWorkers(kT0 + absl::Hours(25)), IsOkAndHolds(1));
  EXPECT_THAT(store().workers().ListWorkers("", 10), IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(store().workers().ListWorkers("w-1", 10), IsOkAndHolds(IsEmpty()));
}

TEST_P(ConnectorContract, WhoeverWaitsIsToldOfEachKindOfChange) {
  ChangeSignal& changes = store().changes();
  const auto told = [&](Change change, auto&& act) {
    const int64_t seen = changes.Count(change);
    act();
    return changes.WaitBeyond(change, seen, absl::Seconds(20)) > seen;
  };
  EXPECT_TRUE(told(Change::kReconcile, [&] {
    ASSERT_THAT(store().reconcile_queue().Wake(AConnector().uid, kNow), IsOk());
  }));
  EXPECT_TRUE(told(Change::kPlacement, [&] { BringWorkers(store()); }));
  EXPECT_TRUE(told(Change::kSnapshots, [&] {
    ASSERT_THAT(Carry(store(), {.create = {kTask0}, .place = {{kTask0, "uid-of-w-1"}}}), IsOk());
  }));
  EXPECT_TRUE(
      told(Change::kSnapshots, [&] { ASSERT_THAT(Desire(DesiredState::kRunning, 1), IsOk()); }));
}

TEST_P(StoreContract, StoppingEndsAllWaiting) {
  std::thread waiter(
      [&] { store().changes().WaitBeyond(Change::kReconcile, 1'000'000, absl::Hours(1)); });
  store().changes().Stop();
  waiter.join();
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/scheduling/placement_plan.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

const absl::Time kStart = absl::FromUnixSeconds(1'605'580'000);
constexpr absl::Duration kLease = absl::Seconds(10);

// A small installation that does what the plans say, as the store and the workers would.
class Installation {
 public:
  Worker& AddWorker(const std::string& name, int tasks_max = 100) {
    Worker worker;
    worker.uid = "uid-" + name;
    worker.name = name;
    worker.tasks_max = tasks_max;
    worker.heartbeat_time = now_;
    view_.workers.push_back(worker);
    return view_.workers.back();
  }

  Connector& AddConnector(const std::string& uid, int tasks) {
    Connector connector;
    connector.uid = uid;
    connector.desired_state = DesiredState::kRunning;
    connector.start_pin.emplace();
    connector.spec.tasks = tasks;
    view_.connectors.push_back(connector);
    return view_.connectors.back();
  }

  Worker& worker(const std::string& name) {
    return *std::find_if(view_.workers.begin(), view_.workers.end(),
                         [&](const Worker& w) { return w.name == name; });
  }
  Connector& connector(const std::string& uid) {
    return *std::find_if(view_.connectors.begin(), view_.connectors.end(),
                         [&](const Connector& c) { return c.uid == uid; });
  }

  PlacementChanges Plan() const { return PlanPlacement(view_, options_, now_); }

  // Plans once and carries it out.
  PlacementChanges Step() {
    const PlacementChanges changes = Plan();
    for (const TaskKey& key : changes.create) view_.tasks.push_back({.key = key});
    for (const auto& [key, worker_uid] : changes.place) {
      Task& task = TaskOf(key);
      Touch(task.worker_uid);
      task.worker_uid = worker_uid;
      task.leaving = false;
      ++task.assignment_revision;
      Touch(worker_uid);
    }
    for (const TaskKey& key : changes.leave) {
      Task& task = TaskOf(key);
      task.leaving = true;
      task.leaving_revision = Touch(task.worker_uid);
    }
    for (const TaskKey& key : changes.unplace) {
      Task& task = TaskOf(key);
      task.worker_uid.clear();
      task.leaving = false;
    }
    for (const TaskKey& key : changes.remove) {
      std::erase_if(view_.tasks, [&](const Task& task) { return task.key == key; });
    }
    return changes;
  }

  // Every worker that lives acts on its snapshot and says so; then it is planned again, until
  // nothing changes. Returns how many times a task was given to a worker.
  int Settle(int steps_max = 1000) {
    int placed = 0;
    for (int step = 0; step < steps_max; ++step) {
      for (Worker& w : view_.workers) {
        if (!IsLost(w, kLease, now_)) w.acknowledged_revision = w.assignment_revision;
      }
      const PlacementChanges changes = Step();
      placed += static_cast<int>(changes.place.size());
      if (changes.empty()) return placed;
    }
    ADD_FAILURE() << "the plan never comes to rest";
    return placed;
  }

  void Lose(const std::string& name) { worker(name).heartbeat_time = now_ - 2 * kLease; }
  void Return(const std::string& name) { worker(name).heartbeat_time = now_; }

  std::map<std::string, int> Load() const {
    std::map<std::string, int> load;
    for (const Worker& w : view_.workers) load[w.name] = 0;
    for (const Task& task : view_.tasks) {
      for (const Worker& w : view_.workers) load[w.name] += w.uid == task.worker_uid ? 1 : 0;
    }
    return load;
  }

  const std::vector<Task>& tasks() const { return view_.tasks; }
  PlacementView& view() { return view_; }
  absl::Time now() const { return now_; }

 private:
  Task& TaskOf(const TaskKey& key) {
    return *std::find_if(view_.tasks.begin(), view_.tasks.end(),
                         [&](const Task& task) { return task.key == key; });
  }
  int64_t Touch(const std::string& worker_uid) {
    for (Worker& w : view_.workers) {
      if (w.uid == worker_uid) return ++w.assignment_revision;
    }
    return 0;
  }

  const absl::Time now_ = kStart;
  const PlacementOptions options_ = {.lease = kLease};
  PlacementView view_;
};

TEST(PlanPlacement, GivenOneWorkerThenItGetsTheTaskAtOnce) {
  Installation all;
  all.AddWorker("w1");
  all.AddConnector("c", 1);

  const PlacementChanges changes = all.Step();

  EXPECT_THAT(changes.create, ElementsAre(TaskKey{"c", 0}));
  ASSERT_THAT(changes.place, SizeIs(1));
  EXPECT_THAT(changes.place[0].worker_uid, Eq("uid-w1"));
  EXPECT_TRUE(all.Plan().empty());
}

TEST(PlanPlacement, GivenNoWorkerThenTheTaskIsThereAndWaits) {
  Installation all;
  all.AddConnector("c", 1);

  EXPECT_THAT(all.Step().create, SizeIs(1));
  EXPECT_TRUE(all.Plan().empty());

  all.AddWorker("w1");
  EXPECT_THAT(all.Step().place, SizeIs(1));
}

TEST(PlanPlacement, TasksOfOneConnectorAreSpread) {
  Installation all;
  for (const char* name : {"w1", "w2", "w3"}) all.AddWorker(name);
  all.AddConnector("a", 3);
  all.AddConnector("b", 3);

  all.Settle();

  EXPECT_THAT(all.Load(), ElementsAre(std::pair("w1", 2), std::pair("w2", 2), std::pair("w3", 2)));
  std::set<std::pair<std::string, std::string>> pairs;
  for (const Task& task : all.tasks()) pairs.insert({task.key.connector_uid, task.worker_uid});
  EXPECT_THAT(pairs, SizeIs(6)) << "no worker has two tasks of one connector";
}

TEST(PlanPlacement, GivenAPausedConnectorThenItsTasksStay) {
  Installation all;
  all.AddWorker("w1");
  all.AddConnector("c", 2);
  all.Settle();

  all.connector("c").desired_state = DesiredState::kPaused;
  all.connector("c").hold = OperationHold{"op", TasksHeld::kPaused};

  EXPECT_TRUE(all.Plan().empty());
}

TEST(PlanPlacement, GivenAStoppedConnectorThenItsTasksLeaveAndAreRemovedOnlyWhenTheWorkerSaidSo) {
  using D = DesiredState;
  for (D state : {D::kStopped, D::kDeleted, D::kRunning}) {
    Installation all;
    all.AddWorker("w1");
    all.AddConnector("c", 2);
    all.Settle();
    all.connector("c").desired_state = state;
    if (state == D::kRunning) all.connector("c").hold = OperationHold{"op", TasksHeld::kAway};

    const PlacementChanges first = all.Step();
    EXPECT_THAT(first.leave, SizeIs(2));
    EXPECT_THAT(first.remove, IsEmpty());
    EXPECT_TRUE(all.Plan().empty()) << "until the worker acknowledged";

    all.Settle();
    EXPECT_THAT(all.tasks(), IsEmpty());
  }
}

TEST(PlanPlacement, GivenFewerTasksAreWantedThenTheHighestIndexesGo) {
  Installation all;
  all.AddWorker("w1");
  all.AddConnector("c", 3);
  all.Settle();

  all.connector("c").spec.tasks = 1;
  all.Settle();

  ASSERT_THAT(all.tasks(), SizeIs(1));
  EXPECT_THAT(all.tasks()[0].key.index, Eq(0));
}

TEST(PlanPlacement, GivenAWorkerIsLostThenItsTasksGoToOthersAtOnceUnderAHigherRevision) {
  Installation all;
  all.AddWorker("w1");
  all.AddConnector("c", 2);
  all.Settle();
  all.AddWorker("w2");
  all.Lose("w1");

  const PlacementChanges changes = all.Step();

  EXPECT_THAT(changes.place, SizeIs(2));
  EXPECT_THAT(changes.leave, IsEmpty());
  for (const Task& task : all.tasks()) EXPECT_THAT(task.assignment_revision, Eq(2));
}

TEST(PlanPlacement, GivenTheOnlyWorkerIsLostThenItKeepsItsTasks) {
  Installation all;
  all.AddWorker("w1");
  all.AddConnector("c", 2);
  all.Settle();
  all.Lose("w1");

  EXPECT_TRUE(all.Plan().empty()) << "it may well be running them";
  all.Return("w1");
  EXPECT_TRUE(all.Plan().empty());
}

TEST(PlanPlacement, GivenAWorkerDrainsThenItsTasksLeaveBeforeTheyAreGivenToAnother) {
  Installation all;
  all.AddWorker("w1");
  all.AddConnector("c", 1);
  all.Settle();
  all.AddWorker("w2");
  all.worker("w1").draining = true;

  EXPECT_THAT(all.Step().leave, SizeIs(1));
  EXPECT_TRUE(all.Plan().empty()) << "until w1 acknowledged";
  all.Settle();

  EXPECT_THAT(all.Load(), ElementsAre(std::pair("w1", 0), std::pair("w2", 1)));
}

TEST(PlanPlacement, GivenADrainingWorkerAndNobodyElseThenItKeepsItsTasks) {
  Installation all;
  all.AddWorker("w1");
  all.AddConnector("c", 1);
  all.Settle();
  all.worker("w1").draining = true;

  EXPECT_TRUE(all.Plan().empty());
}

TEST(PlanPlacement, R14GivenANetworkThenOnlyWorkersThereOrAnywhereAreTaken) {
  Installation all;
  all.AddWorker("elsewhere").vpc_id = "vpc-2";
  Worker& there = all.AddWorker("there", 1);
  there.vpc_id = "vpc-1";
  there.vswitch_id = "vsw-1";
  all.AddWorker("z-anywhere");
  Connector& connector = all.AddConnector("c", 2);
  connector.spec.vpc_id = "vpc-1";
  connector.spec.vswitch_id = "vsw-1";

  all.Settle();

  EXPECT_THAT(all.Load(), ElementsAre(std::pair("elsewhere", 0), std::pair("there", 1),
                                      std::pair("z-anywhere", 1)));
}

TEST(PlanPlacement, R14GivenAWorkerThatSaysItMovedElsewhereThenItsTaskLeavesEvenWithNowhereToGo) {
  Installation all;
  all.AddWorker("w1");
  all.AddConnector("c", 1).spec.vpc_id = "vpc-1";
  all.Settle();

  all.worker("w1").vpc_id = "vpc-2";
  all.Settle();

  ASSERT_THAT(all.tasks(), SizeIs(1));
  EXPECT_THAT(all.tasks()[0].worker_uid, IsEmpty());
}

TEST(PlanPlacement, GivenANewWorkerThenOnlyAsManyTasksMoveAsTheLoadNeeds) {
  Installation all;
  all.AddWorker("w1");
  for (int i = 0; i < 6; ++i) all.AddConnector(absl::StrCat("c", i), 1);
  all.Settle();

  all.AddWorker("w2");
  const PlacementChanges first = all.Plan();
  const int moves = all.Settle();

  EXPECT_THAT(first.leave, SizeIs(2)) << "a few at a time";
  EXPECT_THAT(moves, Eq(3));
  EXPECT_THAT(all.Load(), ElementsAre(std::pair("w1", 3), std::pair("w2", 3)));
}

// Whatever happens in whatever order: capacities and networks hold, the plan comes to rest, nobody
// waits who need not, and a task moves only for a reason.
TEST(PlanPlacement, GivenAnyHistoryThenTheRulesHold) {
  for (uint32_t seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&random](int n) { return static_cast<int>(random() % n); };
    const auto network = [&]() { return below(2) == 0 ? "" : absl::StrCat("vpc-", below(2)); };
    Installation all;
    std::vector<std::string> workers, connectors;
    for (int event = 0; event < 30; ++event) {
      switch (below(6)) {
        case 0:
          workers.push_back(absl::StrCat("w", workers.size()));
          all.AddWorker(workers.back(), 1 + below(4)).vpc_id = network();
          break;
        case 1:
          connectors.push_back(absl::StrCat("c", connectors.size()));
          all.AddConnector(connectors.back(), 1 + below(4)).spec.vpc_id = network();
          break;
        case 2:
          if (!workers.empty()) all.Lose(workers[below(workers.size())]);
          break;
        case 3:
          if (!workers.empty()) all.Return(workers[below(workers.size())]);
          break;
        case 4:
          if (!workers.empty()) all.worker(workers[below(workers.size())]).draining = below(2) == 0;
          break;
        case 5:
          if (!connectors.empty()) {
            all.connector(connectors[below(connectors.size())]).desired_state =
                below(3) == 0 ? DesiredState::kStopped : DesiredState::kRunning;
          }
          break;
      }
      if (below(2) == 0) all.Step();  // Often nobody has acknowledged before the next event.
      if (below(3) == 0) all.Settle();

      for (const Worker& worker : all.view().workers) {
        EXPECT_THAT(all.Load()[worker.name], Le(worker.tasks_max)) << "seed " << seed;
      }
      for (const auto& [key, worker_uid] : all.Plan().place) {
        for (const Worker& worker : all.view().workers) {
          if (worker.uid != worker_uid) continue;
          EXPECT_TRUE(NetworkFits(all.connector(key.connector_uid), worker)) << "seed " << seed;
          EXPECT_FALSE(IsLost(worker, kLease, all.now()) || worker.draining) << "seed " << seed;
        }
      }
    }
    all.Settle();
    EXPECT_THAT(all.Settle(), Eq(0)) << "at rest it stays at rest, seed " << seed;
    for (const Task& task : all.tasks()) {
      if (!task.worker_uid.empty()) continue;
      for (const Worker& worker : all.view().workers) {
        const bool could = !IsLost(worker, kLease, all.now()) && !worker.draining &&
                           all.Load()[worker.name] < worker.tasks_max &&
                           NetworkFits(all.connector(task.key.connector_uid), worker);
        EXPECT_FALSE(could) << worker.name << " has room for a task that waits, seed " << seed;
      }
    }
  }
}

TEST(PlanPlacement, GivenALargeInstallationAtRestWhenOneWorkerIsLostThenOnlyItsTasksMove) {
  Installation all;
  for (int w = 0; w < 20; ++w) all.AddWorker(absl::StrCat("w", w));
  for (int c = 0; c < 100; ++c) all.AddConnector(absl::StrCat("c", c), 2);
  all.Settle();
  std::map<TaskKey, std::string> before;
  for (const Task& task : all.tasks()) before[task.key] = task.worker_uid;

  all.Lose("w7");
  const int lost = all.Load()["w7"];
  EXPECT_THAT(all.Settle(), Eq(lost));

  for (const Task& task : all.tasks()) {
    if (before[task.key] != "uid-w7") {
      EXPECT_THAT(task.worker_uid, Eq(before[task.key]));
    }
  }
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/scheduling/scheduler.h"

#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/store/in_memory_store.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SchedulerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Instance instance;
    instance.id = "i";
    ASSERT_THAT(store_.CreateInstance(instance, {}), IsOk());
    Connector connector;
    connector.id = {"i", "a"};
    connector.uid = "uid-a";
    connector.desired_state = DesiredState::kRunning;
    connector.start_pin.emplace();
    ASSERT_THAT(store_.CreateConnector(connector, {}), IsOk());
  }

  void Hello(const std::string& name) {
    Worker worker;
    worker.uid = "uid-" + name;
    worker.name = name;
    worker.tasks_max = 10;
    worker.heartbeat_time = clock_.Now();
    ASSERT_THAT(store_.Hello(worker, absl::Hours(1)), IsOk());
  }

  Task OnlyTask() {
    const auto tasks = store_.ListTasks("uid-a").value();
    EXPECT_THAT(tasks, SizeIs(1));
    return tasks.empty() ? Task() : tasks[0];
  }

  InMemoryStore store_;
  SimulatedClock clock_;
  Scheduler scheduler_{store_, store_, store_, clock_, {}};
};

TEST_F(SchedulerTest, GivenAWorkerThenTheTaskIsPlacedAndInItsSnapshot) {
  Hello("w1");

  ASSERT_THAT(scheduler_.PlaceOnce(), IsOk());

  EXPECT_THAT(OnlyTask().worker_uid, Eq("uid-w1"));
  EXPECT_THAT(store_.GetSnapshot("uid-w1")->tasks, SizeIs(1));
}

TEST_F(SchedulerTest, GivenAWorkerIsSilentForItsLeaseThenAnotherGetsItsTaskUnderAHigherRevision) {
  Hello("w1");
  ASSERT_THAT(scheduler_.PlaceOnce(), IsOk());
  clock_.Advance(absl::Seconds(11));
  Hello("w2");

  ASSERT_THAT(scheduler_.PlaceOnce(), IsOk());

  EXPECT_THAT(OnlyTask().worker_uid, Eq("uid-w2"));
  EXPECT_THAT(OnlyTask().assignment_revision, Eq(2));
  EXPECT_THAT(store_.GetSnapshot("uid-w1")->tasks, IsEmpty());
}

TEST_F(SchedulerTest, GivenTheDatabaseIsAwayThenItSaysSoAndTheNextLookPlaces) {
  Hello("w1");
  store_.FailNext(absl::UnavailableError("away"));
  EXPECT_THAT(scheduler_.PlaceOnce(), StatusIs(absl::StatusCode::kUnavailable));

  EXPECT_THAT(scheduler_.PlaceOnce(), IsOk());
  EXPECT_THAT(OnlyTask().worker_uid, Eq("uid-w1"));
}

}  // namespace
}  // namespace sluice::controlplane

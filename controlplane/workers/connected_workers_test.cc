#include "controlplane/workers/connected_workers.h"

#include <optional>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/provisioning/testing_connector.h"
#include "controlplane/store/in_memory_store.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

// A stream that remembers.
class FakeChannel : public WorkerChannel {
 public:
  void SendSnapshot(Snapshot snapshot) override { sent.push_back(std::move(snapshot)); }
  void Close(absl::Status why) override { closed = std::move(why); }

  std::vector<Snapshot> sent;
  std::optional<absl::Status> closed;
};

class ConnectedWorkersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Instance instance;
    instance.id = "i";
    ASSERT_THAT(store_.CreateInstance(instance, {}), IsOk());
    Connector connector = TestingConnector();
    connector.desired_state = DesiredState::kRunning;
    ASSERT_THAT(store_.CreateConnector(connector, {}), IsOk());
  }

  static Worker HelloOf(const std::string& name) {
    Worker worker;
    worker.uid = "uid-" + name;
    worker.name = name;
    worker.tasks_max = 10;
    return worker;
  }

  void PlaceOn(const std::string& name) {
    ASSERT_THAT(store_.Place(
                    [&](const PlacementView& view) {
                      PlacementChanges changes;
                      if (view.tasks.empty()) changes.create.push_back({"uid-a", 0});
                      changes.place.push_back({{"uid-a", 0}, "uid-" + name});
                      return changes;
                    },
                    clock_.Now()),
                IsOk());
  }

  InMemoryStore store_;
  SimulatedClock clock_;
  ConnectedWorkers workers_{store_, store_, clock_, {}};
  std::shared_ptr<FakeChannel> channel_ = std::make_shared<FakeChannel>();
};

TEST_F(ConnectedWorkersTest, GivenAHelloThenTheWorkerIsKnownAndToldItsAssignmentEvenIfItIsEmpty) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());
  ASSERT_THAT(workers_.Push("uid-w"), IsOk());

  EXPECT_THAT(store_.GetWorkerByName("w"), IsOk());
  ASSERT_THAT(channel_->sent, SizeIs(1));
  EXPECT_THAT(channel_->sent[0].tasks, IsEmpty());
}

TEST_F(ConnectedWorkersTest, GivenItsAssignmentChangesThenItIsToldOnce) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());
  ASSERT_THAT(workers_.Push("uid-w"), IsOk());

  PlaceOn("w");
  ASSERT_THAT(workers_.PushToAll(), IsOkAndHolds(absl::Seconds(1)));
  ASSERT_THAT(workers_.PushToAll(), IsOk());

  ASSERT_THAT(channel_->sent, SizeIs(2));
  ASSERT_THAT(channel_->sent[1].tasks, SizeIs(1));
  EXPECT_THAT(channel_->sent[1].tasks[0].task.assignment_revision, Eq(1));
  EXPECT_GT(channel_->sent[1].revision, channel_->sent[0].revision);
}

TEST_F(ConnectedWorkersTest,
       GivenItWasToldJustNowThenWhatChangesAfterwardsIsToldTogetherALittleLater) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());
  PlaceOn("w");
  ASSERT_THAT(workers_.PushToAll(), IsOk());
  ASSERT_THAT(channel_->sent, SizeIs(1));

  PlaceOn("w");
  EXPECT_THAT(workers_.PushToAll(), IsOkAndHolds(absl::Milliseconds(2))) << "one task was told";
  PlaceOn("w");
  EXPECT_THAT(workers_.PushToAll(), IsOkAndHolds(absl::Milliseconds(2)));
  EXPECT_THAT(channel_->sent, SizeIs(1));

  clock_.Advance(absl::Milliseconds(2));
  EXPECT_THAT(workers_.PushToAll(), IsOk());
  ASSERT_THAT(channel_->sent, SizeIs(2));
  EXPECT_THAT(channel_->sent[1].tasks[0].task.assignment_revision, Eq(3));
}

TEST_F(ConnectedWorkersTest, GivenItWasToldJustNowAndSaysHelloAnewThenItIsToldAtOnce) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());
  PlaceOn("w");
  ASSERT_THAT(workers_.PushToAll(), IsOk());
  const auto newer = std::make_shared<FakeChannel>();

  ASSERT_THAT(workers_.Hello(HelloOf("w"), newer), IsOk());

  ASSERT_THAT(workers_.PushToAll(), IsOk());
  EXPECT_THAT(newer->sent, SizeIs(1));
}

TEST_F(ConnectedWorkersTest, GivenAnotherHelloOfTheSameWorkerThenTheOlderStreamEnds) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());
  const auto newer = std::make_shared<FakeChannel>();

  ASSERT_THAT(workers_.Hello(HelloOf("w"), newer), IsOk());

  EXPECT_THAT(channel_->closed, Optional(HasReason("WORKER_REPLACED")));
  workers_.Gone("uid-w", channel_.get());  // Late, and no matter.
  ASSERT_THAT(workers_.Push("uid-w"), IsOk());
  EXPECT_THAT(newer->sent, SizeIs(1));
}

TEST_F(ConnectedWorkersTest, GivenAnotherProtocolVersionThenItIsRefusedAndNotRegistered) {
  Worker worker = HelloOf("w");
  worker.protocol_version = 7;

  EXPECT_THAT(workers_.Hello(worker, channel_), HasReason("PROTOCOL_VERSION_UNSUPPORTED"));
  EXPECT_THAT(store_.GetWorkerByName("w"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ConnectedWorkersTest, GivenABadHelloThenItIsRefused) {
  Worker without_uid = HelloOf("w");
  without_uid.uid = "";
  for (const Worker& worker :
       {without_uid, HelloOf(""), HelloOf("A"), HelloOf("a b"), HelloOf(std::string(64, 'a'))}) {
    EXPECT_THAT(workers_.Hello(worker, channel_), StatusIs(absl::StatusCode::kInvalidArgument))
        << worker.name;
  }
}

TEST_F(ConnectedWorkersTest, GivenAReportThenTheTaskIsKnownToDoWhatItSays) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());
  PlaceOn("w");
  TaskReport running;
  running.assignment_revision = 1;
  running.state = ReportedState::kRunning;

  ASSERT_THAT(workers_.Report({.worker_uid = "uid-w", .tasks = {{{"uid-a", 0}, running}}}), IsOk());

  const auto tasks = store_.ListTasks("uid-a");
  ASSERT_THAT(tasks, IsOk());
  ASSERT_TRUE((*tasks)[0].report.has_value());
  EXPECT_THAT((*tasks)[0].report->state, Eq(ReportedState::kRunning));
  EXPECT_THAT((*tasks)[0].report->report_time, Eq(clock_.Now()));
}

TEST_F(ConnectedWorkersTest, GivenAWorkersClockThatIsWrongThenItsTimesAreStoredByOurs) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());
  PlaceOn("w");
  const auto stored = [&](absl::Duration behind) {
    const absl::Time theirs = clock_.Now() - behind;
    TaskReport running;
    running.assignment_revision = 1;
    running.state_time = theirs - absl::Minutes(10);
    running.partitions = {{.partition = 0, .progress_time = theirs - absl::Seconds(2)}};
    running.waiting = {.partition = 0, .records = 1, .since = theirs - absl::Seconds(9)};
    EXPECT_THAT(
        workers_.Report({.worker_uid = "uid-w", .tasks = {{{"uid-a", 0}, running}}, .now = theirs}),
        IsOk());
    return store_.ListTasks("uid-a")->at(0).report.value();
  };
  for (const absl::Duration behind : {absl::Minutes(3), -absl::Minutes(3)}) {
    const TaskReport report = stored(behind);
    EXPECT_THAT(report.state_time, Eq(clock_.Now() - absl::Minutes(10)));
    EXPECT_THAT(report.partitions.at(0).progress_time, Eq(clock_.Now() - absl::Seconds(2)));
    EXPECT_THAT(report.waiting->since, Eq(clock_.Now() - absl::Seconds(9)));
  }
  // What a message takes on its way is no difference.
  EXPECT_THAT(stored(absl::Seconds(1)).state_time,
              Eq(clock_.Now() - absl::Seconds(1) - absl::Minutes(10)));
}

TEST_F(ConnectedWorkersTest, GivenAReportOfAnUnknownWorkerThenItHasToSayHelloAgain) {
  EXPECT_THAT(workers_.Report({.worker_uid = "uid-w"}), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(ConnectedWorkersTest, GivenSilenceForThreeLeasesThenTheStreamIsClosed) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());
  clock_.Advance(absl::Seconds(29));
  ASSERT_THAT(workers_.PushToAll(), IsOk());
  EXPECT_THAT(channel_->closed, Eq(std::nullopt));

  clock_.Advance(absl::Seconds(2));
  ASSERT_THAT(workers_.PushToAll(), IsOk());

  EXPECT_TRUE(channel_->closed.has_value());
}

TEST_F(ConnectedWorkersTest, GivenTheReplicaStopsThenEveryStreamEndsWithAnErrorThatSaysDialAgain) {
  ASSERT_THAT(workers_.Hello(HelloOf("w"), channel_), IsOk());

  workers_.Stop();

  EXPECT_THAT(channel_->closed, Optional(StatusIs(absl::StatusCode::kUnavailable)));
}

}  // namespace
}  // namespace sluice::controlplane

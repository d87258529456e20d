#include "dataplane/worker/task_fleet.h"

#include <atomic>
#include <thread>

#include "absl/time/clock.h"
#include "base/sync/notification.h"
#include "base/time/real_clock.h"
#include "gmock/gmock.h"

namespace sluice::dataplane {
namespace {

using ::testing::SizeIs;

TaskDefinition ATask(const std::string& connector_uid) {
  TaskDefinition definition{.connector = "instances/i/connectors/c",
                            .connector_uid = connector_uid};
  definition.connector_revision = 1;
  definition.revisions[1] = {};
  return definition;
}

// Tasks that hang in their first call to Kafka until `answer_`, as one does whose brokers are slow.
class TaskFleetTest : public ::testing::Test {
 protected:
  ~TaskFleetTest() override { answer_.Notify(); }

  TaskParts Parts() {
    return {
        .clock = clock_,
        .memory = memory_,
        .encodings = encodings_,
        .open_destination = {},
        .make_producer = {},
        .note_producer_of = {},
        .admin_of = [this](const TaskDefinition&) -> absl::StatusOr<std::shared_ptr<kafka::Admin>> {
          hanging_.fetch_add(1);
          answer_.Wait();
          return absl::UnavailableError("away");
        },
        .join_group = {}};
  }

  template <typename Condition>
  static bool Eventually(const Condition& condition) {
    const absl::Time give_up = absl::Now() + absl::Seconds(60);
    while (!condition() && absl::Now() < give_up) std::this_thread::yield();
    return condition();
  }

  RealClock clock_;
  MemoryBudget memory_{1 << 20};
  EndpointEncodings encodings_{{}};
  std::atomic<int> hanging_ = 0;
  std::atomic<int> told_ = 0;
  Notification answer_;
  TaskFleet fleet_{Parts(), [this] { ++told_; }};
};

TEST_F(TaskFleetTest, ARevisionIsCarriedOutOnlyWhenTheTasksThatItTakesAwayHaveEnded) {
  fleet_.Apply(7, {ATask("a"), ATask("b")});
  ASSERT_TRUE(Eventually([&] { return hanging_ == 2 && fleet_.carried_out() == 7; }));

  fleet_.Apply(8, {ATask("a"), ATask("c")});
  ASSERT_TRUE(Eventually([&] { return hanging_ == 3; })) << "b is asked to stop before c begins";
  EXPECT_EQ(fleet_.carried_out(), 7) << "b is still in its call";
  EXPECT_THAT(fleet_.Look(), SizeIs(3)) << "and its worker still tells of it";

  const int told_before = told_;
  answer_.Notify();
  EXPECT_TRUE(Eventually([&] { return fleet_.carried_out() == 8; }));
  EXPECT_TRUE(Eventually([&] { return told_ > told_before; }));
  EXPECT_THAT(fleet_.Look(), SizeIs(2));
}

TEST_F(TaskFleetTest, ATaskThatIsReplacedHoldsUpNoRevision) {
  fleet_.Apply(1, {ATask("a")});
  ASSERT_TRUE(Eventually([&] { return hanging_ == 1; }));
  TaskDefinition next = ATask("a");
  next.assignment_revision = 2;

  fleet_.Apply(2, {next});

  EXPECT_TRUE(Eventually([&] { return fleet_.carried_out() == 2; }));
  // Its former task has not ended. It is the new one that is told of, with what it waits for.
  const std::vector<TaskView> views = fleet_.Look();
  ASSERT_THAT(views, SizeIs(1));
  EXPECT_EQ(views[0].definition.assignment_revision, 2);
  EXPECT_EQ(views[0].snapshot.state, TaskState::kStarting);
  EXPECT_FALSE(views[0].snapshot.held_up.ok());
}

}  // namespace
}  // namespace sluice::dataplane

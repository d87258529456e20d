#include "controlplane/operations/operation_runner.h"

#include <functional>
#include <utility>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/reconcile_queue.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Lt;

// Counts to three, a step for each. Knobs say what goes wrong.
class Counting : public OperationWork {
 public:
  absl::StatusOr<StepOutcome> Step(const OperationClaim& claim,
                                   const Operation& operation) override {
    claims.push_back(claim.number);
    if (absl::Status failure = std::exchange(fail_next, absl::OkStatus()); !failure.ok()) {
      return failure;
    }
    StepOutcome outcome{.progress = operation.progress};
    ++outcome.progress.done_count;
    counted.push_back(outcome.progress.done_count);
    outcome.progress.total_count = 3;
    outcome.progress.cancellable = outcome.progress.done_count < final_from;
    outcome.look_again = pause;
    if (outcome.progress.done_count == 3) outcome.response = R"({"counted":3})";
    if (in_step) in_step();
    return outcome;
  }

  absl::Status fail_next;
  absl::Duration pause;
  int64_t final_from = 99;
  std::function<void()> in_step;
  std::vector<int64_t> counted;
  std::vector<int64_t> claims;
};

class OperationRunnerTest : public testing::Test {
 protected:
  OperationRunnerTest() {
    EXPECT_THAT(store_.CreateInstance(AnInstance(), {}), IsOk());
    EXPECT_THAT(store_.CreateConnector(AConnector(), {}), IsOk());
    EXPECT_THAT(store_.CreateOperation(AnOperation(), {}), IsOk());
  }

  // Takes what is due, until nothing is.
  void Run() {
    for (int i = 0; i < 20; ++i) {
      const auto found = runner_.RunOnce();
      ASSERT_THAT(found, IsOk());
      if (!*found) return;
    }
    ADD_FAILURE() << "there is always a step due";
  }

  Operation Now() { return *store_.GetOperation("op-1"); }

  InMemoryStore store_;
  SimulatedClock clock_{kT0};
  Counting work_;
  OperationRunner runner_{store_, {{OperationKind::kDeadLetterReplay, &work_}}, store_, clock_, {}};
};

TEST_F(OperationRunnerTest, AnOperationIsTakenStepByStepToItsEnd) {
  Run();
  const Operation ended = Now();
  EXPECT_THAT(work_.counted, ElementsAre(1, 2, 3));
  EXPECT_THAT(ended.response, Eq(R"({"counted":3})"));
  EXPECT_THAT(ended.error, IsOk());
  EXPECT_THAT(ended.end_time, Eq(kT0));
  EXPECT_THAT(ended.progress.done_count, Eq(3));
}

TEST_F(OperationRunnerTest, AStepThatWaitsIsNotTakenBeforeItsTime) {
  work_.pause = absl::Seconds(5);
  Run();
  EXPECT_THAT(work_.counted, ElementsAre(1));
  clock_.Advance(absl::Seconds(5));
  Run();
  EXPECT_THAT(work_.counted, ElementsAre(1, 2));
}

TEST_F(OperationRunnerTest, GivenARunnerThatDiesInAStepThenAnotherOneTakesThatStepAgain) {
  ASSERT_THAT(runner_.RunOnce(), IsOkAndHolds(true));
  // It claims the operation, and is heard of no more.
  ASSERT_THAT(store_.ClaimOperations(1, absl::Minutes(2), clock_.Now()), IsOk());
  Run();
  EXPECT_THAT(work_.counted, ElementsAre(1));

  clock_.Advance(absl::Minutes(2));
  Run();

  EXPECT_THAT(work_.counted, ElementsAre(1, 2, 3));
  EXPECT_TRUE(Now().ended());
}

TEST_F(OperationRunnerTest, ARunnerThatWasOvertakenLeavesNoTrace) {
  work_.in_step = [&] {
    work_.in_step = nullptr;
    clock_.Advance(absl::Minutes(5));
    ASSERT_THAT(store_.ClaimOperations(1, absl::Minutes(2), clock_.Now()), IsOk());
  };
  Run();
  EXPECT_THAT(work_.counted, ElementsAre(1));
  EXPECT_THAT(Now().progress.done_count, Eq(0));
}

TEST_F(OperationRunnerTest, WhatMayMendItselfIsTriedAgainWithGrowingPauses) {
  for (const int seconds : {1, 2, 4, 8, 15, 15}) {
    work_.fail_next = absl::UnavailableError("no broker answers");
    Run();
    EXPECT_THAT(Now().progress.waiting_for, Eq("no broker answers"));
    EXPECT_THAT(work_.counted, IsEmpty());
    EXPECT_THAT(store_.NextOperationDue(), IsOkAndHolds(clock_.Now() + absl::Seconds(seconds)));
    clock_.Advance(absl::Seconds(seconds));
  }
  Run();
  EXPECT_THAT(Now().error, IsOk());
  EXPECT_THAT(Now().progress.waiting_for, Eq(""));
}

TEST_F(OperationRunnerTest, WhatDoesNotMendItselfForHalfAnHourEndsTheOperation) {
  while (!Now().ended()) {
    work_.fail_next = absl::UnavailableError("no broker answers");
    clock_.Advance(absl::Seconds(15));
    Run();
    ASSERT_THAT(clock_.Now() - kT0, Lt(absl::Hours(1)));
  }
  EXPECT_THAT(Now().error, StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(OperationRunnerTest, AnyOtherErrorEndsItAtOnce) {
  work_.fail_next = WithReason(absl::FailedPreconditionError("too late"), "PLAN_STALE");
  Run();
  EXPECT_THAT(Now().error, HasReason("PLAN_STALE"));
  EXPECT_THAT(work_.counted, IsEmpty());
}

TEST_F(OperationRunnerTest, GivenItIsAskedToEndEarlyThenNoFurtherStepIsTaken) {
  work_.pause = absl::Hours(1);
  Run();
  ASSERT_THAT(store_.CancelOperation("op-1", clock_.Now()), IsOk());
  Run();
  EXPECT_THAT(Now().error, HasReason("OPERATION_CANCELLED"));
  EXPECT_THAT(Now().progress.done_count, Eq(1));
  EXPECT_THAT(work_.counted, ElementsAre(1));
}

TEST_F(OperationRunnerTest, GivenItIsAskedDuringTheStepBeforeTheFinalOneThenThatIsNotTaken) {
  work_.final_from = 1;
  work_.in_step = [&] {
    work_.in_step = nullptr;
    EXPECT_THAT(store_.CancelOperation("op-1", clock_.Now()), IsOk());
  };
  Run();
  EXPECT_THAT(work_.counted, ElementsAre(1));
  EXPECT_THAT(Now().error, HasReason("OPERATION_CANCELLED"));
}

TEST_F(OperationRunnerTest, TheEndOfAnOperationLetsTheTasksGoWhateverItIs) {
  work_.in_step = [&] {
    const OperationClaim claim{"op-1", work_.claims.back()};
    ASSERT_THAT(store_.HoldTasks(claim, TasksHeld::kAway, clock_.Now()), IsOk());
  };
  work_.pause = absl::Seconds(1);
  Run();
  ASSERT_TRUE(store_.GetConnectorByUid(AConnector().uid)->hold.has_value());
  clock_.Advance(absl::Seconds(1));
  work_.fail_next = absl::InternalError("a mistake of ours");
  Run();
  EXPECT_THAT(Now().error, StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(store_.GetConnectorByUid(AConnector().uid)->hold, Eq(std::nullopt));
}

}  // namespace
}  // namespace sluice::controlplane

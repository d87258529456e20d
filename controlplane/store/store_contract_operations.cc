#include <optional>
#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// Long-running operations, and what they do to their connectors.
namespace sluice::controlplane {

OperationContract::OperationContract() {
  EXPECT_THAT(operations().CreateOperation(AnOperation(), {}), IsOk());
}

OperationClaim OperationContract::ClaimIt(absl::Time now) {
  const auto claims = operations().ClaimOperations(5, absl::Minutes(1), now);
  EXPECT_THAT(claims, IsOkAndHolds(testing::SizeIs(1)));
  return claims->at(0);
}

void OperationContract::End(const absl::Status& error) {
  EXPECT_THAT(
      operations().EndOperation(ClaimIt(), {.error = error, .time = kT0 + absl::Minutes(2)}),
      IsOk());
}

Connector OperationContract::Now() {
  return *store().connectors().GetConnectorByUid(AConnector().uid);
}

namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Ne;
using ::testing::SizeIs;

const absl::Time kNow = kT0 + absl::Minutes(2);
constexpr absl::Duration kTtl = absl::Minutes(1);

OperationProgress SomeProgress() {
  return {.step = "moving",
          .checkpoint = R"({"z":1, "a":2})",
          .done_count = 3,
          .total_count = 4,
          .waiting_for = "the group",
          .cancellable = true};
}

TEST_P(OperationContract, AnOperationIsKeptAsItWasAskedFor) {
  EXPECT_THAT(operations().GetOperation("op-1"), IsOkAndHolds(AnOperation()));
  EXPECT_THAT(operations().GetOperation("op-2"), HasReason("OPERATION_NOT_FOUND"));
}

TEST_P(OperationContract, WhileOneWorksOnAConnectorAnotherIsRefusedAndItIsNamed) {
  const absl::Status second = operations().CreateOperation(AnOperation("op-2"), {});
  EXPECT_THAT(second, HasReason("OPERATION_RUNNING"));
  EXPECT_THAT(second.message(), HasSubstr("operations/op-1"));

  Connector other = AConnector("payments");
  ASSERT_THAT(store().connectors().CreateConnector(other, {}), IsOk());
  Operation elsewhere = AnOperation("op-2");
  elsewhere.connector_uid = other.uid;
  elsewhere.connector = other.id;
  EXPECT_THAT(operations().CreateOperation(elsewhere, {}), IsOk());
}

TEST_P(OperationContract, ItsBeginAndItsEndAreEventsWithWhoAskedForIt) {
  const auto events_now = [&] {
    return *store().events().ListEvents(
        {.connector_uid = AConnector().uid, .types = {EventType::kOperation}});
  };
  const ConnectorEvent begun = {.sequence = events_now().at(0).sequence,
                                .connector_uid = AConnector().uid,
                                .connector = AConnector().id,
                                .time = kT0,
                                .type = EventType::kOperation,
                                .verb = "dead-letter-replay",
                                .message = "began: because",
                                .actor = "kim",
                                .revision = AConnector().spec_revision,
                                .operation = "op-1"};
  EXPECT_THAT(events_now(), ElementsAre(begun));

  ASSERT_THAT(
      operations().EndOperation(
          ClaimIt(), {.progress = {.done_count = 3, .total_count = 4},
                      .error = WithReason(absl::CancelledError("stop"), "OPERATION_CANCELLED"),
                      .time = kNow}),
      IsOk());

  ConnectorEvent ended = begun;
  ended.sequence = events_now().at(0).sequence;
  ended.time = kNow;
  ended.message = "ended, 3 of 4 done: stop";
  ended.reason = "OPERATION_CANCELLED";
  EXPECT_THAT(events_now(), ElementsAre(ended, begun));
}

TEST_P(OperationContract, ARefusedOperationIsNoEvent) {
  EXPECT_THAT(operations().CreateOperation(AnOperation("op-2"), {}),
              HasReason("OPERATION_RUNNING"));
  EXPECT_THAT(store().events().ListEvents(
                  {.connector_uid = AConnector().uid, .types = {EventType::kOperation}}),
              IsOkAndHolds(SizeIs(1)));
}

TEST_P(OperationContract, AnOperationOnAConnectorThatIsGoneIsRefused) {
  Operation operation = AnOperation("op-2");
  operation.connector_uid = "nobody";
  EXPECT_THAT(operations().CreateOperation(operation, {}), HasReason("CONNECTOR_NOT_FOUND"));
}

TEST_P(OperationContract, ARepeatOfTheRequestMakesNoSecondOperation) {
  End();
  const Request request = {.id = "r-1", .method = "m", .fingerprint = "f", .answer = "a"};
  ASSERT_THAT(operations().CreateOperation(AnOperation("op-2"), request), IsOk());
  EXPECT_THAT(operations().CreateOperation(AnOperation("op-3"), request),
              HasReason(kRequestRepeated));
  EXPECT_THAT(operations().GetOperation("op-3"), HasReason("OPERATION_NOT_FOUND"));
}

TEST_P(OperationContract, AClaimedOperationIsNobodyElsesUntilItsTimeIsOver) {
  EXPECT_THAT(operations().ClaimOperations(5, kTtl, kT0 - absl::Seconds(1)),
              IsOkAndHolds(IsEmpty()));
  const OperationClaim first = ClaimIt();
  EXPECT_THAT(operations().ClaimOperations(5, kTtl, kNow), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(operations().NextOperationDue(), IsOkAndHolds(kNow + kTtl));

  const OperationClaim second = ClaimIt(kNow + kTtl);

  EXPECT_THAT(second.number, Ne(first.number));
  EXPECT_THAT(operations().NoteProgress(first, SomeProgress(), kNow), HasReason(kClaimLost));
  EXPECT_THAT(operations().NoteFailure(first, "x", kNow, kNow), HasReason(kClaimLost));
  EXPECT_THAT(operations().EndOperation(first, {.time = kNow}), HasReason(kClaimLost));
  EXPECT_THAT(operations().HoldTasks(first, TasksHeld::kAway, kNow), HasReason(kClaimLost));
  EXPECT_THAT(operations().NoteOffsetsMoved(first, {{0, 1}}), HasReason(kClaimLost));
  EXPECT_THAT(operations().GetOperation("op-1"), IsOkAndHolds(AnOperation()));
}

TEST_P(OperationContract, ProgressIsKeptAndTheNextStepIsDueWhenItSaysSo) {
  ASSERT_THAT(operations().NoteProgress(ClaimIt(), SomeProgress(), kNow + absl::Seconds(5)),
              IsOk());

  Operation expected = AnOperation();
  expected.progress = SomeProgress();
  EXPECT_THAT(operations().GetOperation("op-1"), IsOkAndHolds(expected));
  EXPECT_THAT(operations().NextOperationDue(), IsOkAndHolds(kNow + absl::Seconds(5)));
  EXPECT_THAT(operations().ClaimOperations(5, kTtl, kNow + absl::Seconds(4)),
              IsOkAndHolds(IsEmpty()));
}

TEST_P(OperationContract, FailuresInARowAreCountedFromTheFirstUntilAStepGoesWell) {
  ASSERT_THAT(operations().NoteFailure(ClaimIt(), "no broker", kNow, kNow), IsOk());
  ASSERT_THAT(operations().NoteFailure(ClaimIt(), "no broker", kNow + kTtl, kNow), IsOk());
  EXPECT_THAT(operations().GetOperation("op-1")->progress.waiting_for, Eq("no broker"));

  const OperationClaim claim = ClaimIt();
  EXPECT_THAT(claim.tries, Eq(2));
  EXPECT_THAT(claim.failing_since, Eq(kNow));
  ASSERT_THAT(operations().NoteProgress(claim, SomeProgress(), kNow), IsOk());
  const OperationClaim later = ClaimIt();
  EXPECT_THAT(later.tries, Eq(0));
  EXPECT_THAT(later.failing_since, Eq(absl::InfinitePast()));
}

TEST_P(OperationContract, HowItEndedIsKeptAndItIsNotDueAgain) {
  const absl::Status error = WithRemedy(
      WithReason(absl::FailedPreconditionError("it is ä 'so'"), "PLAN_STALE"), "plan again");
  ASSERT_THAT(operations().EndOperation(ClaimIt(), {.progress = SomeProgress(),
                                                    .error = error,
                                                    .response = R"({"moved":[]})",
                                                    .time = kNow}),
              IsOk());

  const Operation ended = *operations().GetOperation("op-1");
  EXPECT_THAT(ended.progress, Eq(SomeProgress()));
  EXPECT_THAT(ended.error, Eq(error));
  EXPECT_THAT(ended.response, Eq(R"({"moved":[]})"));
  EXPECT_THAT(ended.end_time, Eq(kNow));
  EXPECT_THAT(operations().NextOperationDue(), IsOkAndHolds(absl::InfiniteFuture()));
  EXPECT_THAT(operations().ClaimOperations(5, kTtl, kNow + absl::Hours(1)),
              IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(operations().CreateOperation(AnOperation("op-2"), {}), IsOk());
}

TEST_P(OperationContract, ListsAreTheNewestFirstByConnectorAndByWhetherTheyEnded) {
  End();
  for (int i = 2; i <= 4; ++i) {
    Operation operation = AnOperation("op-" + std::to_string(i));
    operation.create_time = kT0 + absl::Seconds(i / 2);  // 1, 1, 2.
    ASSERT_THAT(operations().CreateOperation(operation, {}), IsOk());
    if (i < 4) End();
  }
  const auto ids = [&](const OperationFilter& filter, std::optional<OperationCursor> after,
                       int limit) {
    std::vector<std::string> found;
    const auto listed = operations().ListOperations(filter, after, limit);
    EXPECT_THAT(listed, IsOk());
    for (const Operation& operation : *listed) found.push_back(operation.id);
    return found;
  };
  EXPECT_THAT(ids({}, {}, 10), ElementsAre("op-4", "op-3", "op-2", "op-1"));
  EXPECT_THAT(ids({}, {}, 2), ElementsAre("op-4", "op-3"));
  EXPECT_THAT(ids({}, OperationCursor{kT0 + absl::Seconds(1), "op-3"}, 2),
              ElementsAre("op-2", "op-1"));
  EXPECT_THAT(ids({.ended = false}, {}, 10), ElementsAre("op-4"));
  EXPECT_THAT(ids({.connector = AConnector().id, .ended = true}, {}, 10), SizeIs(3));
  EXPECT_THAT(ids({.connector = ConnectorId{"kafka-1", "other"}}, {}, 10), IsEmpty());
}

TEST_P(OperationContract, OneThatIsAskedToEndEarlyIsDueAtOnceAndStaysCancellable) {
  ASSERT_THAT(operations().NoteProgress(ClaimIt(), SomeProgress(), kNow + absl::Hours(1)), IsOk());
  ASSERT_THAT(operations().CancelOperation("op-1", kNow), IsOk());
  EXPECT_TRUE(operations().GetOperation("op-1")->cancel_requested);

  OperationProgress final_step = SomeProgress();
  final_step.cancellable = false;
  ASSERT_THAT(operations().NoteProgress(ClaimIt(), final_step, kNow + absl::Hours(1)), IsOk());

  EXPECT_TRUE(operations().GetOperation("op-1")->progress.cancellable);
  EXPECT_THAT(ClaimIt().operation_id, Eq("op-1"));
}

TEST_P(OperationContract, WhatCannotBeTakenBackOrHasEndedIsNotCancelled) {
  OperationProgress final_step = SomeProgress();
  final_step.cancellable = false;
  ASSERT_THAT(operations().NoteProgress(ClaimIt(), final_step, kNow), IsOk());
  EXPECT_THAT(operations().CancelOperation("op-1", kNow), HasReason("OPERATION_NOT_CANCELLABLE"));
  End();
  EXPECT_THAT(operations().CancelOperation("op-1", kNow), HasReason("OPERATION_NOT_CANCELLABLE"));
  EXPECT_THAT(operations().CancelOperation("op-2", kNow), HasReason("OPERATION_NOT_FOUND"));
}

TEST_P(OperationContract, OnlyEndedOnesAreDeletedAndForgottenAfterTheirTime) {
  EXPECT_THAT(operations().DeleteOperation("op-1"), HasReason("OPERATION_RUNNING"));
  EXPECT_THAT(operations().DeleteOperation("op-2"), HasReason("OPERATION_NOT_FOUND"));
  EXPECT_THAT(operations().ForgetOperations(kNow + absl::Hours(1)), IsOkAndHolds(0));
  End();
  EXPECT_THAT(operations().ForgetOperations(kNow), IsOkAndHolds(0));
  EXPECT_THAT(operations().ForgetOperations(kNow + absl::Seconds(1)), IsOkAndHolds(1));
  ASSERT_THAT(operations().CreateOperation(AnOperation("op-2"), {}), IsOk());
  End();
  EXPECT_THAT(operations().DeleteOperation("op-2"), IsOk());
  EXPECT_THAT(operations().GetOperation("op-2"), HasReason("OPERATION_NOT_FOUND"));
}

TEST_P(OperationContract, WhileTasksAreHeldTheirWorkersAreToldAndDesiredStateStays) {
  const Connector before = Now();
  const int64_t told = SnapshotNow().revision;
  const OperationClaim claim = ClaimIt();

  ASSERT_THAT(operations().HoldTasks(claim, TasksHeld::kPaused, kNow), IsOk());

  Connector held = before;
  held.hold = OperationHold{"op-1", TasksHeld::kPaused};
  EXPECT_THAT(Now(), Eq(held));
  EXPECT_THAT(SnapshotNow().revision, Eq(told + 1));
  ASSERT_THAT(operations().HoldTasks(claim, TasksHeld::kPaused, kNow), IsOk());
  EXPECT_THAT(SnapshotNow().revision, Eq(told + 1));
  ASSERT_THAT(operations().HoldTasks(claim, TasksHeld::kAway, kNow), IsOk());
  EXPECT_THAT(Now().hold->tasks, Eq(TasksHeld::kAway));

  ASSERT_THAT(operations().EndOperation(claim, {.time = kNow}), IsOk());
  Connector released = before;
  released.released_time = kNow;
  EXPECT_THAT(Now(), Eq(released));
}

TEST_P(OperationContract, AHoldAndItsEndWakeWhoeverReconcilesTheConnector) {
  const auto looked_at = [&] {
    const auto claims = store().reconcile_queue().Claim(5, kTtl, kNow);
    for (const ReconcileClaim& claim : *claims) {
      EXPECT_THAT(store().reconcile_queue().Complete(claim, absl::InfiniteFuture()), IsOk());
    }
    return claims->size();
  };
  while (looked_at() > 0) {
  }
  const OperationClaim claim = ClaimIt();
  ASSERT_THAT(operations().HoldTasks(claim, TasksHeld::kPaused, kNow), IsOk());
  EXPECT_THAT(looked_at(), Eq(1));
  ASSERT_THAT(operations().EndOperation(claim, {.time = kNow}), IsOk());
  EXPECT_THAT(looked_at(), Eq(1));
}

TEST_P(OperationContract, AfterAMoveTheTableIsNoWitnessBelowTheNewBound) {
  ASSERT_THAT(Desire(DesiredState::kRunning, 1,
                     StartPin{kT0, "topic-id", {{0, 5}, {1, 6}}, {{0, 7}, {1, 8}}}),
              IsOk());
  ASSERT_THAT(operations().NoteOffsetsMoved(ClaimIt(), {{1, 80}, {2, 90}}), IsOk());
  EXPECT_THAT(Now().start_pin,
              Eq(StartPin{kT0, "topic-id", {{0, 5}, {1, 6}}, {{0, 7}, {1, 80}, {2, 90}}}));
}

TEST_P(OperationContract, AnOperationOutlivesItsConnector) {
  const OperationClaim claim = ClaimIt();
  ASSERT_THAT(Desire(DesiredState::kDeleted, 1), IsOk());
  ASSERT_THAT(store().connectors().RemoveConnector(Claim(), kNow), IsOk());
  EXPECT_THAT(operations().HoldTasks(claim, TasksHeld::kAway, kNow), IsOk());
  EXPECT_THAT(operations().NoteOffsetsMoved(claim, {{0, 1}}), IsOk());
  EXPECT_THAT(operations().EndOperation(claim, {.time = kNow}), IsOk());
  EXPECT_TRUE(operations().GetOperation("op-1")->ended());
}

}  // namespace
}  // namespace sluice::controlplane

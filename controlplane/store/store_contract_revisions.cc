#include <string>
#include <vector>

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// Definitions that change, their revisions, and what becomes of tasks thereby.
namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

const Request kNoRequest;

// The next definition of `connector`; tasks run it too when `concerns_tasks`.
DefinitionChange Change(Connector connector, bool concerns_tasks = true) {
  DefinitionChange change;
  change.from_generation = connector.generation;
  ++connector.generation;
  ++connector.spec_revision;
  if (concerns_tasks) connector.task_revision = connector.spec_revision;
  connector.update_time += absl::Minutes(1);
  connector.spec.description = std::string("revision ") + std::to_string(connector.spec_revision);
  connector.spec.sink.access_key->secret = connector.spec.description;
  change.connector = std::move(connector);
  change.note = {"ada", "because"};
  return change;
}

std::vector<int64_t> NumbersOf(const absl::StatusOr<std::vector<ConnectorRevision>>& revisions) {
  std::vector<int64_t> numbers;
  for (const ConnectorRevision& revision : *revisions) numbers.push_back(revision.number);
  return numbers;
}

TEST_P(ConnectorContract, ADefinitionIsChangedAsAWholeAndItsRevisionsStay) {
  const DefinitionChange change = Change(AConnector());
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  EXPECT_THAT(store().connectors().GetConnector(AConnector().id), IsOkAndHolds(change.connector));

  const ConnectorRevision second{.number = 2,
                                 .spec = change.connector.spec,
                                 .labels = change.connector.labels,
                                 .annotations = change.connector.annotations,
                                 .author = "ada",
                                 .reason = "because",
                                 .create_time = change.connector.update_time};
  EXPECT_THAT(store().connectors().GetRevision(AConnector().uid, 2), IsOkAndHolds(second));
  EXPECT_THAT(store().connectors().GetRevision(AConnector().uid, 1)->spec, Eq(AConnector().spec));
  EXPECT_THAT(store().connectors().GetRevision(AConnector().uid, 3),
              HasReason("REVISION_NOT_FOUND"));
  EXPECT_THAT(store().connectors().GetRevision("none", 1), HasReason("REVISION_NOT_FOUND"));
}

TEST_P(ConnectorContract, AChangeIsRefusedFromAnOldGenerationAndWhenItIsRepeated) {
  const Request request{"r-1", "UpdateConnector", "fingerprint", "answer"};
  const DefinitionChange change = Change(AConnector());
  ASSERT_THAT(store().connectors().UpdateConnector(change, request), IsOk());
  EXPECT_THAT(store().connectors().UpdateConnector(change, request), HasReason("REQUEST_REPEATED"));
  EXPECT_THAT(store().connectors().UpdateConnector(change, kNoRequest), HasReason("ETAG_MISMATCH"));
  Connector gone = AConnector();
  gone.uid = "none";
  EXPECT_THAT(store().connectors().UpdateConnector(Change(gone), kNoRequest),
              HasReason("CONNECTOR_NOT_FOUND"));
  EXPECT_THAT(NumbersOf(store().connectors().ListRevisions(AConnector().uid, 100, 10)),
              ElementsAre(2, 1));
}

TEST_P(ConnectorContract, RevisionsArePagedTheNewestFirst) {
  Connector connector = AConnector();
  for (int i = 0; i < 4; ++i) {
    const DefinitionChange change = Change(connector);
    ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
    connector = change.connector;
  }
  EXPECT_THAT(NumbersOf(store().connectors().ListRevisions(connector.uid, 100, 3)),
              ElementsAre(5, 4, 3));
  EXPECT_THAT(NumbersOf(store().connectors().ListRevisions(connector.uid, 3, 3)),
              ElementsAre(2, 1));
  EXPECT_THAT(store().connectors().ListRevisions("none", 100, 3), IsOkAndHolds(IsEmpty()));
}

TEST_P(ConnectorContract, OldRevisionsGoButForThoseThatAnIntentMayName) {
  const ReconcileClaim claim = Claim();
  Connector connector = AConnector();
  const auto update_until = [&](int64_t revision) {
    while (connector.spec_revision < revision) {
      const DefinitionChange change = Change(connector);
      ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
      connector = change.connector;
    }
  };
  update_until(kRevisionsKept + 2);
  EXPECT_THAT(store().connectors().GetRevision(connector.uid, 1), IsOk());
  ASSERT_THAT(store().connectors().NoteOldestRevision(claim, 3), IsOk());
  update_until(kRevisionsKept + 5);
  EXPECT_THAT(store().connectors().GetRevision(connector.uid, 2), HasReason("REVISION_NOT_FOUND"));
  EXPECT_THAT(store().connectors().GetRevision(connector.uid, 3), IsOk());
  EXPECT_THAT(store().connectors().ListRevisions(connector.uid, 1000, 1000),
              IsOkAndHolds(SizeIs(kRevisionsKept + 3)));
}

TEST_P(ConnectorContract, AChangeOfTheResourcesHasItsTopicsLookedAtAnew) {
  ASSERT_THAT(store().connectors().NoteProvisioning(Claim(), {true, std::nullopt, kT0}), IsOk());
  DefinitionChange change = Change(AConnector());
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  EXPECT_TRUE(store().connectors().GetConnector(AConnector().id)->provisioning.done);
  change = Change(change.connector);
  change.resources_change = true;
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  EXPECT_FALSE(store().connectors().GetConnector(AConnector().id)->provisioning.done);
}

TEST_P(ConnectorContract, ATrialEndsWhenItsRevisionIsHealthyOrTheConnectorShallNotRun) {
  const ReconcileClaim claim = Claim();
  const auto tried = [&] {
    Connector connector = *store().connectors().GetConnector(AConnector().id);
    DefinitionChange change = Change(connector);
    change.connector.trial = Trial{change.connector.spec_revision, connector.spec_revision, kT0};
    EXPECT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
    return *change.connector.trial;
  };
  const auto trial_now = [&] { return store().connectors().GetConnector(AConnector().id)->trial; };
  ASSERT_THAT(Desire(DesiredState::kRunning, 1), IsOk());
  const Trial first = tried();
  EXPECT_THAT(trial_now(), Optional(first));
  ASSERT_THAT(store().connectors().NoteRevisionHealthy(claim, first.back_to, kT0), IsOk());
  EXPECT_THAT(trial_now(), Optional(first));
  ASSERT_THAT(store().connectors().NoteRevisionHealthy(claim, first.revision, kT0), IsOk());
  EXPECT_THAT(trial_now(), Eq(std::nullopt));
  EXPECT_THAT(store().connectors().GetConnector(AConnector().id)->healthy_revision,
              Eq(first.revision));
  ASSERT_THAT(store().connectors().NoteRevisionHealthy(claim, first.revision, kT0 + absl::Hours(1)),
              IsOk());
  EXPECT_THAT(store().connectors().GetRevision(AConnector().uid, first.revision)->healthy_time,
              Eq(kT0));

  tried();
  ASSERT_THAT(Desire(DesiredState::kPaused, 4), IsOk());
  EXPECT_THAT(trial_now(), Eq(std::nullopt));
}

TEST_P(ConnectorContract, HowItGoesIsKeptWhileItIsDeletedAndForgottenWhenItIsNot) {
  const Deletion deletion{true, true, kT0 + absl::Hours(1)};
  const auto deleted = store().connectors().ChangeDesiredState(
      {AConnector().uid, 1, DesiredState::kDeleted, std::nullopt, kT0, deletion}, kNoRequest);
  ASSERT_THAT(deleted, IsOk());
  EXPECT_THAT(deleted->deletion, Optional(deletion));
  const auto back = Desire(DesiredState::kStopped, 2);
  ASSERT_THAT(back, IsOk());
  EXPECT_THAT(back->deletion, Eq(std::nullopt));
}

TEST_P(ConnectorContract, TheReconcilerPinsTheStartOnce) {
  const ReconcileClaim claim = Claim();
  const StartPin pin{kT0, "topic-id", {{0, 7}}, {{0, 5}}};
  ASSERT_THAT(store().connectors().NoteStartPin(claim, pin), IsOk());
  ASSERT_THAT(store().connectors().NoteStartPin(claim, StartPin{kT0, "other", {}, {}}), IsOk());
  EXPECT_THAT(store().connectors().GetConnector(AConnector().id)->start_pin, Optional(pin));
}

TEST_P(ConnectorContract, RowsThatGoElsewhereRaiseTheBoundsOfTheTableAsAWitness) {
  DefinitionChange change = Change(AConnector());
  change.asked_until = {{0, 9}};
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  EXPECT_THAT(store().connectors().GetConnector(AConnector().id)->start_pin, Eq(std::nullopt))
      << "what is not pinned yet has none";

  StartPin pin{kT0, "topic-id", {{0, 7}}, {{0, 5}, {1, 20}}};
  ASSERT_THAT(store().connectors().NoteStartPin(Claim(), pin), IsOk());
  change = Change(change.connector);
  change.asked_until = {{0, 9}, {1, 3}, {2, 4}};
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  pin.asked_until = {{0, 9}, {1, 20}, {2, 4}};
  EXPECT_THAT(store().connectors().GetConnector(AConnector().id)->start_pin, Optional(pin));
}

TEST_P(ConnectorContract, WhatIsNotedOfRevisionsNeedsTheClaim) {
  const ReconcileClaim old_claim = Claim();
  ASSERT_THAT(store().reconcile_queue().Claim(1, absl::Minutes(1), kT0 + absl::Minutes(10)),
              IsOkAndHolds(SizeIs(1)));
  ConnectorStore& connectors = store().connectors();
  EXPECT_THAT(connectors.NoteStartPin(old_claim, {}), HasReason("CLAIM_LOST"));
  EXPECT_THAT(connectors.NoteRevisionHealthy(old_claim, 1, kT0), HasReason("CLAIM_LOST"));
  EXPECT_THAT(connectors.NoteOldestRevision(old_claim, 1), HasReason("CLAIM_LOST"));
}

TEST_P(RunningContract, AnAssignmentHoldsOlderRevisionsAsLongAsAnIntentMayNameThem) {
  const ReconcileClaim claim = Claim();
  DefinitionChange change = Change(AConnector());
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  change = Change(change.connector);
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  const Snapshot both = SnapshotNow();
  ASSERT_THAT(both.tasks, SizeIs(1));
  EXPECT_THAT(both.tasks[0].connector.task_revision, Eq(3));
  EXPECT_THAT(NumbersOf(both.tasks[0].older_revisions), testing::UnorderedElementsAre(1, 2));
  EXPECT_THAT(both.tasks[0].older_revisions.front().spec.sink.access_key->secret,
              testing::AnyOf("revision 2", "access key secret"));

  ASSERT_THAT(store().connectors().NoteOldestRevision(claim, 3), IsOk());
  EXPECT_THAT(SnapshotNow().revision, Eq(both.revision)) << "what is dropped disturbs nobody";
  EXPECT_THAT(SnapshotNow().tasks[0].older_revisions, IsEmpty());
  ASSERT_THAT(store().connectors().NoteOldestRevision(claim, 2), IsOk());
  EXPECT_GT(SnapshotNow().revision, both.revision) << "what is missing is sent";
  EXPECT_THAT(NumbersOf(SnapshotNow().tasks[0].older_revisions), ElementsAre(2));
}

TEST_P(RunningContract, OnlyWhatConcernsTasksRenewsTheSnapshotOfTheirWorker) {
  const int64_t before = SnapshotNow().revision;
  DefinitionChange change = Change(AConnector(), /*concerns_tasks=*/false);
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  EXPECT_THAT(SnapshotNow().revision, Eq(before));
  change = Change(change.connector);
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  EXPECT_GT(SnapshotNow().revision, before);
}

TEST_P(RunningContract, ARestartCountsAnAssignmentOfExactlyTheTasksThatAreNamed) {
  Place({AConnector().uid, 1});
  const Snapshot before = SnapshotNow();
  TaskReport report{.assignment_revision = before.tasks[1].task.assignment_revision,
                    .state = ReportedState::kFailed,
                    .report_time = kT0};
  report.connector_revision = 1;
  report.partitions = {{.partition = 4, .next_offset = 7, .intent_revision = 1}};
  ASSERT_THAT(
      store().workers().Report({AWorker().uid, 1, false, {{{AConnector().uid, 1}, report}}, kT0}),
      IsOk());
  EXPECT_THAT(SnapshotNow().tasks[1].task.report, Optional(report));

  const Request request{"r-1", "RestartConnector", "fingerprint", "answer"};
  const absl::Time now = kT0 + absl::Minutes(5);
  ASSERT_THAT(store().tasks().RestartTasks(AConnector().uid, {1, 7}, request, now), IsOk());
  const Snapshot after = SnapshotNow();
  EXPECT_GT(after.revision, before.revision);
  EXPECT_THAT(after.tasks[0].task, Eq(before.tasks[0].task));
  EXPECT_GT(after.tasks[1].task.assignment_revision, before.tasks[1].task.assignment_revision);
  EXPECT_THAT(after.tasks[1].task.worker_uid, Eq(AWorker().uid));
  EXPECT_THAT(after.tasks[1].task.placed_time, Eq(now));
  EXPECT_THAT(after.tasks[1].task.report, Eq(std::nullopt));
  EXPECT_THAT(store().tasks().RestartTasks(AConnector().uid, {1}, request, now),
              HasReason("REQUEST_REPEATED"));
  EXPECT_THAT(store().tasks().RestartTasks("none", {1}, kNoRequest, now),
              HasReason("CONNECTOR_NOT_FOUND"));
}

TEST_P(RunningContract, GivenTwoHundredConnectorsWhenOneIsUpdatedThenNoTaskOfAnotherChanges) {
  const Snapshot before = [&] {
    for (int i = 0; i < 200; ++i) {
      const Connector connector = AConnector("c" + std::to_string(i));
      EXPECT_THAT(store().connectors().CreateConnector(connector, kNoRequest), IsOk());
      Place({connector.uid, 0});
    }
    return SnapshotNow();
  }();
  const DefinitionChange change = Change(AConnector("c77"));
  ASSERT_THAT(store().connectors().UpdateConnector(change, kNoRequest), IsOk());
  const Snapshot after = SnapshotNow();
  ASSERT_THAT(after.tasks, SizeIs(before.tasks.size()));
  for (size_t i = 0; i < after.tasks.size(); ++i) {
    EXPECT_THAT(after.tasks[i].task, Eq(before.tasks[i].task));
    if (after.tasks[i].connector.uid == change.connector.uid) continue;
    EXPECT_THAT(after.tasks[i].connector, Eq(before.tasks[i].connector));
  }
}

}  // namespace
}  // namespace sluice::controlplane

// What becomes of revisions, of connectors that were created to run, and of those that were
// deleted.
#include "base/kafka/reasons.h"
#include "controlplane/lifecycle/definition_change.h"
#include "controlplane/provisioning/start_pinner.h"
#include "controlplane/reconcile/reconciler_scenario.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;
using ::testing::Pair;

class ConnectorLife : public ReconcilerScenario {
 protected:
  // Its one task runs by the first revision.
  void Run() {
    Reconcile();
    Desire(DesiredState::kRunning);
    Reconcile();
    PlaceTasks();
    ReportTask(ReportedState::kRunning, 1);
    Reconcile();
  }

  void Update(std::optional<absl::Duration> rollback_after) {
    DefinitionChange change;
    change.connector = Get();
    change.from_generation = change.connector.generation;
    change.connector.spec.sink.table = "other";
    CountDefinition(change.connector, true, rollback_after, clock_.Now());
    ASSERT_THAT(store_.UpdateConnector(change, {}), IsOk());
  }

  void Delete(const Deletion& deletion) {
    ASSERT_THAT(store_.ChangeDesiredState({.connector_uid = "uid-a",
                                           .from_generation = Get().generation,
                                           .desired_state = DesiredState::kDeleted,
                                           .now = clock_.Now(),
                                           .deletion = deletion},
                                          {}),
                IsOk());
    PlaceTasks();
  }

  absl::Status Gone() { return store_.GetConnectorByUid("uid-a").status(); }
};

TEST_F(ConnectorLife, GivenItWasCreatedToRunThenItsStartIsPinnedAndItGetsTasks) {
  Desire(DesiredState::kRunning);
  PlaceTasks();
  EXPECT_THAT(store_.ListTasks("uid-a"), IsOkAndHolds(IsEmpty())) << "nothing is pinned yet";
  Reconcile();
  ASSERT_TRUE(Get().start_pin.has_value());
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout), IsOkAndHolds(Not(IsEmpty())));
  PlaceTasks();
  EXPECT_THAT(store_.ListTasks("uid-a"), IsOkAndHolds(Not(IsEmpty())));
}

TEST_F(ConnectorLife, GivenItCannotBePinnedThenTheConditionSaysWhyAndItIsTriedAgain) {
  Desire(DesiredState::kRunning);
  cluster_.AddMember("connect-task-a", {.member_id = "somebody else"});
  Reconcile();
  ASSERT_TRUE(Get().provisioning.problem.has_value());
  EXPECT_THAT(Get().provisioning.problem->reason, Eq(kafka::reason::kGroupNotEmpty));
  cluster_.RemoveMembers("connect-task-a");
  clock_.Advance(absl::Minutes(2));
  Reconcile();
  EXPECT_TRUE(Get().start_pin.has_value());
}

TEST_F(ConnectorLife, ARevisionIsHealthyWhenEveryTaskRunsItAndNotBefore) {
  Run();
  EXPECT_THAT(Get().healthy_revision, Eq(1));
  Update(std::nullopt);
  ReportTask(ReportedState::kRunning, 1);
  Reconcile();
  EXPECT_THAT(Get().healthy_revision, Eq(1)) << "the task runs the old one";
  EXPECT_THAT(Get().oldest_revision, Eq(1));
  ReportTask(ReportedState::kRunning, 2);
  Reconcile();
  EXPECT_THAT(Get().healthy_revision, Eq(2));
  EXPECT_THAT(Get().oldest_revision, Eq(2));
  EXPECT_THAT(store_.GetRevision("uid-a", 2)->healthy_time, Eq(clock_.Now()));
}

TEST_F(ConnectorLife, GivenAnIntentOfARevisionThatWasLeftOutThenItComesBack) {
  Run();
  Update(std::nullopt);
  ReportTask(ReportedState::kRunning, 2);
  Reconcile();
  EXPECT_THAT(store_.GetSnapshot("uid-w")->tasks[0].older_revisions, IsEmpty());
  ReportTask(ReportedState::kFailed, 2, /*intent_revision=*/1);
  Reconcile();
  EXPECT_THAT(store_.GetSnapshot("uid-w")->tasks[0].older_revisions, Not(IsEmpty()));
}

TEST_F(ConnectorLife, GivenATrialThatDoesNotBecomeHealthyThenTheRevisionBeforeComesBack) {
  Run();
  const std::string table = Get().spec.sink.table;
  Update(absl::Minutes(1));
  ReportTask(ReportedState::kFailed, 2);
  Reconcile();
  EXPECT_THAT(Get().spec_revision, Eq(2)) << "its time is not over";
  ASSERT_THAT(cluster_.Append("orders", 0, {.value = "v"}), IsOk());

  clock_.Advance(absl::Minutes(1));
  ReportTask(ReportedState::kFailed, 2);
  Reconcile();
  EXPECT_THAT(Get().spec.sink.table, Eq(table));
  EXPECT_THAT(Get().start_pin->asked_until, Contains(Pair(0, 1))) << "it is another table";
  EXPECT_THAT(Get().spec_revision, Eq(3));
  EXPECT_THAT(Get().task_revision, Eq(3));
  EXPECT_THAT(Get().trial, Eq(std::nullopt));
  const auto back = store_.GetRevision("uid-a", 3);
  EXPECT_THAT(back->author, Eq("sluice"));
  EXPECT_THAT(back->reason, HasSubstr("TABLE_NOT_FOUND"));
}

TEST_F(ConnectorLife, GivenATrialThatBecomesHealthyThenItStays) {
  Run();
  Update(absl::Minutes(1));
  ReportTask(ReportedState::kRunning, 2);
  Reconcile();
  EXPECT_THAT(Get().trial, Eq(std::nullopt));
  clock_.Advance(absl::Minutes(2));
  ReportTask(ReportedState::kFailed, 2);
  Reconcile();
  EXPECT_THAT(Get().spec_revision, Eq(2)) << "what fails later is no trial";
}

TEST_F(ConnectorLife, GivenNobodyReportsWhenTheTrialEndsThenItIsLookedAtInTime) {
  Run();
  Update(absl::Minutes(1));
  Reconcile();
  clock_.Advance(absl::Minutes(1));
  Reconcile();
  EXPECT_THAT(Get().spec_revision, Eq(3));
}

TEST_F(ConnectorLife, GivenAWindowThenItStaysDeletedWithItsOffsetsUntilTheEnd) {
  Run();
  Delete({.purge_time = clock_.Now() + absl::Hours(1)});
  Reconcile();
  EXPECT_THAT(Gone(), IsOk());
  EXPECT_THAT(store_.ListTasks("uid-a"), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout), IsOkAndHolds(Not(IsEmpty())));
  clock_.Advance(absl::Hours(1));
  Reconcile();
  EXPECT_THAT(Gone(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout), IsOkAndHolds(IsEmpty()));
}

TEST_F(ConnectorLife, GivenTheGroupIsKeptThenALaterConnectorOfTheNameNeverGoesOnFromIt) {
  Run();
  Delete({.keep_group = true, .purge_time = absl::InfinitePast()});
  Reconcile();
  ASSERT_THAT(Gone(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout), IsOkAndHolds(Not(IsEmpty())));
  Connector namesake = TestingConnector();
  namesake.uid = "uid-b";
  const auto pinned =
      StartPinner(connections_, clock_, kTimeout).Pin(namesake, store_.GetInstance("i").value());
  EXPECT_THAT(pinned, HasReason("FOREIGN_LEDGER"));
}

TEST_F(ConnectorLife, GivenItsTopicsShallGoThenTheyGoLastAndTheSourceStays) {
  Run();
  Delete({.drop_topics = true, .purge_time = absl::InfinitePast()});
  Reconcile();
  ASSERT_THAT(Gone(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(admin_.ListTopics(kTimeout), IsOkAndHolds(testing::ElementsAre("orders")));
}

TEST_F(ConnectorLife, GivenNothingIsSaidThenItsTopicsStayAndANewConnectorBeginsAnew) {
  Run();
  Delete({.purge_time = absl::InfinitePast()});
  Reconcile();
  ASSERT_THAT(Gone(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(admin_.ListTopics(kTimeout), IsOkAndHolds(Contains("connect-error-a")));
  EXPECT_THAT(Held("connect-offset-a"), Each(Pair(testing::_, "tombstone")));
  Connector namesake = TestingConnector();
  namesake.uid = "uid-b";
  EXPECT_THAT(
      StartPinner(connections_, clock_, kTimeout).Pin(namesake, store_.GetInstance("i").value()),
      IsOk());
}

}  // namespace
}  // namespace sluice::controlplane

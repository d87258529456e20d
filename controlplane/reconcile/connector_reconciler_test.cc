#include "controlplane/reconcile/connector_reconciler.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/provisioning/start_pinner.h"
#include "controlplane/provisioning/testing_connector.h"
#include "controlplane/reconcile/reconciler_scenario.h"
#include "formats/intent.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Eq;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Le;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;

constexpr absl::Duration kTimeout = ReconcilerScenario::kTimeout;

using ConnectorReconcilerTest = ReconcilerScenario;

TEST_F(ConnectorReconcilerTest, GivenANewConnectorThenItsTopicsAreMadeAndItIsCarriedOut) {
  Reconcile();

  const Connector connector = Get();
  EXPECT_TRUE(connector.provisioning.done);
  EXPECT_THAT(connector.provisioning.problem, Eq(std::nullopt));
  EXPECT_THAT(connector.observed_generation, Eq(connector.generation));
  EXPECT_THAT(admin_.ListTopics(kTimeout), IsOkAndHolds(Contains("connect-offset-a")));
}

TEST_F(ConnectorReconcilerTest, B16WhatWasAskedForStandsInTheConfigurationTopicBeforeItIsDone) {
  Reconcile();
  EXPECT_THAT(Held("connect-config-a"),
              AllOf(Contains(Pair("connector-a", HasSubstr(R"("topics":"orders")"))),
                    Contains(Pair("target-state-a", HasSubstr("STOPPED"))),
                    Not(Contains(Key("task-a-0")))));

  Desire(DesiredState::kRunning);  // No worker is there.
  Reconcile();

  EXPECT_THAT(Held("connect-config-a"),
              AllOf(Contains(Pair("target-state-a", HasSubstr("STARTED"))),
                    Contains(Pair("commit-a", R"({"tasks":1})"))));
}

TEST_F(ConnectorReconcilerTest, R10TheConnectorsGroupHasReadItsConfigurationTopic) {
  const auto lag = [this] {
    const auto committed = admin_.FetchOffsets("connect-cluster-a", kTimeout).value();
    return static_cast<int64_t>(cluster_.Records("connect-config-a").size()) -
           committed.at({"connect-config-a", 0}).next_offset;
  };
  Reconcile();
  EXPECT_THAT(lag(), Eq(0));
  Desire(DesiredState::kRunning);
  Reconcile();
  PlaceTasks();
  Reconcile();
  EXPECT_THAT(lag(), Eq(0));
}

TEST_F(ConnectorReconcilerTest, B16WhatIsObservedIsInTheStatusTopicAndWrittenOnlyWhenItChanges) {
  Reconcile();
  Desire(DesiredState::kRunning);
  Reconcile();  // Without a pinned start it gets no tasks.
  PlaceTasks();
  Reconcile();
  EXPECT_THAT(Held("connect-status-a"),
              AllOf(Contains(Pair("status-connector-a", HasSubstr("UNASSIGNED"))),
                    Contains(Pair("status-task-a-0", HasSubstr(R"("worker_id":"uid-w")")))));
  const size_t written = Written();
  for (int looks = 0; looks < 20; ++looks) {
    clock_.Advance(absl::Minutes(1));
    Reconcile();
  }
  ASSERT_THAT(store_.Wake("uid-a", clock_.Now()), IsOk());
  Reconcile();
  EXPECT_THAT(Written(), Eq(written)) << "a quiet connector writes nothing";

  Desire(DesiredState::kStopped);
  PlaceTasks();
  Reconcile();
  EXPECT_THAT(Held("connect-status-a"),
              AllOf(Contains(Pair("status-connector-a", HasSubstr("STOPPED"))),
                    Contains(Pair("status-task-a-0", "tombstone"))));
}

TEST_F(ConnectorReconcilerTest, B16GivenTheStatusCannotBeWrittenThenThatIsMadeUpForSoon) {
  const kafka::Right write = kafka::OnTopic(kafka::Operation::kWrite, "connect-status-a");
  cluster_.Deny(write);
  Reconcile();
  ASSERT_THAT(Held("connect-status-a"), IsEmpty());
  EXPECT_THAT(Get().observed_generation, Eq(Get().generation)) << "it holds up nothing";

  cluster_.Allow(write);
  clock_.Advance(absl::Seconds(30));
  Reconcile();

  EXPECT_THAT(Held("connect-status-a"), Contains(Pair("status-connector-a", HasSubstr("STOPPED"))));
}

TEST_F(ConnectorReconcilerTest, B16GivenAStoppedOnesStatusCannotBeWrittenThenItIsTriedEverLater) {
  const kafka::Right write = kafka::OnTopic(kafka::Operation::kWrite, "connect-status-a");
  cluster_.Deny(write);
  Desire(DesiredState::kStopped);
  Reconcile();
  int looks = 0;
  for (int seconds = 0; seconds < 3600; seconds += 10) {
    clock_.Advance(absl::Seconds(10));
    if (*loop_.RunOnce()) ++looks;
  }
  EXPECT_THAT(looks, AllOf(Ge(12), Le(16))) << "up to every five minutes";

  cluster_.Allow(write);
  clock_.Advance(absl::Minutes(5));
  Reconcile();

  EXPECT_THAT(Held("connect-status-a"), Contains(Pair("status-connector-a", HasSubstr("STOPPED"))));
}

TEST_F(ConnectorReconcilerTest, B16GivenTheControlPlaneRestartsThenItWritesNothingThatIsThere) {
  Reconcile();
  const size_t written = Written();
  ConnectorReconciler restarted(store_, store_, store_, store_, connections_, clock_, {});
  ReconcileLoop loop(store_, restarted, store_, clock_, {});
  ASSERT_THAT(store_.Wake("uid-a", clock_.Now()), IsOk());

  EXPECT_THAT(loop.RunOnce(), IsOkAndHolds(true));

  EXPECT_THAT(Written(), Eq(written));
}

TEST_F(ConnectorReconcilerTest, GivenKafkaIsAwayThenTheConditionSaysSoAndItRecoversByItself) {
  cluster_.SetReachable(false);
  Reconcile();
  EXPECT_FALSE(Get().provisioning.done);
  ASSERT_TRUE(Get().provisioning.problem.has_value());
  EXPECT_THAT(Get().provisioning.problem->reason, Eq(kafka::reason::kUnreachable));
  EXPECT_THAT(Get().provisioning.problem->error_class, Eq(ErrorClass::kSystem));

  cluster_.SetReachable(true);
  EXPECT_THAT(loop_.RunOnce(), IsOkAndHolds(false)) << "not before its time";
  clock_.Advance(absl::Seconds(20));
  Reconcile();
  EXPECT_TRUE(Get().provisioning.done);
  EXPECT_THAT(Get().provisioning.problem, Eq(std::nullopt));
}

TEST_F(ConnectorReconcilerTest, GivenKafkaIsAwayThenItsConnectorsWaitForItOnceAndAllSayWhy) {
  for (const char* id : {"b", "c", "d"}) {
    Connector connector = TestingConnector();
    connector.id.connector = id;
    connector.uid = std::string("uid-") + id;
    connector.create_time = connector.update_time = clock_.Now();
    ASSERT_THAT(store_.CreateConnector(connector, {}), IsOk());
  }
  int asked = 0;
  cluster_.OnCall([&](absl::string_view) {
    ++asked;
    return WithReason(absl::UnavailableError("away"), kafka::reason::kUnreachable);
  });

  Reconcile();

  EXPECT_THAT(asked, Eq(1));
  for (const char* uid : {"uid-a", "uid-b", "uid-c", "uid-d"}) {
    const Connector connector = store_.GetConnectorByUid(uid).value();
    ASSERT_TRUE(connector.provisioning.problem.has_value()) << uid;
    EXPECT_THAT(connector.provisioning.problem->reason, Eq(kafka::reason::kUnreachable));
  }
}

TEST_F(ConnectorReconcilerTest, GivenATopicThatDoesNotFitThenTheConditionNamesItUntilItIsMended) {
  ASSERT_THAT(admin_.CreateTopics({{.name = "connect-config-a", .partitions = 3}}, kTimeout),
              IsOk());
  Reconcile();
  ASSERT_TRUE(Get().provisioning.problem.has_value());
  EXPECT_THAT(Get().provisioning.problem->reason, Eq("TOPIC_UNFIT"));
  EXPECT_THAT(Get().provisioning.problem->error_class, Eq(ErrorClass::kUser));

  ASSERT_THAT(admin_.DeleteTopics({"connect-config-a"}, kTimeout), IsOk());
  clock_.Advance(absl::Minutes(1));
  Reconcile();
  EXPECT_TRUE(Get().provisioning.done);
}

TEST_F(ConnectorReconcilerTest,
       R7GivenSeveralProblemsThenTheConditionCarriesTheFirstWithItsRemedy) {
  ASSERT_THAT(admin_.CreateTopics({{.name = "connect-offset-a", .partitions = 1},
                                   {.name = "connect-config-a", .partitions = 3}},
                                  kTimeout),
              IsOk());
  Reconcile();

  const Problem problem = Get().provisioning.problem.value();
  EXPECT_THAT(problem.message,
              StartsWith("task offset topic connect-offset-a: partitions is 1, expected"));
  EXPECT_THAT(problem.remedy,
              HasSubstr("kafka-topics --bootstrap-server x:9092 --alter --topic connect-offset-a"));
}

TEST_F(ConnectorReconcilerTest, R10WarningsStandInNobodysWay) {
  cluster_.SetBrokers(3, 1);
  Reconcile();

  EXPECT_TRUE(Get().provisioning.done);
  EXPECT_THAT(Get().provisioning.problem, Eq(std::nullopt));
}

TEST_F(ConnectorReconcilerTest, GivenItIsDeployedThenItIsCarriedOutOnceItsTaskHasAWorker) {
  Reconcile();
  Desire(DesiredState::kRunning);
  Reconcile();
  EXPECT_THAT(Get().observed_generation, Not(Eq(Get().generation)));

  PlaceTasks();
  Reconcile();

  EXPECT_THAT(Get().observed_generation, Eq(Get().generation));
}

TEST_F(ConnectorReconcilerTest, GivenATopicVanishesThenItIsMadeAgainAtTheNextRecheck) {
  Reconcile();
  clock_.Advance(absl::Minutes(6));
  Reconcile();
  ASSERT_THAT(admin_.DeleteTopics({"connect-error-a"}, kTimeout), IsOk());

  clock_.Advance(absl::Minutes(6));
  Reconcile();

  EXPECT_THAT(admin_.ListTopics(kTimeout), IsOkAndHolds(Contains("connect-error-a")));
}

TEST_F(ConnectorReconcilerTest, GivenKafkaGoesAwayLaterThenWhatWasThereStaysDone) {
  Reconcile();
  cluster_.SetReachable(false);
  clock_.Advance(absl::Minutes(6));
  Reconcile();

  EXPECT_TRUE(Get().provisioning.done);
  EXPECT_TRUE(Get().provisioning.problem.has_value());
}

TEST_F(ConnectorReconcilerTest, GivenItIsDeletedThenItsTasksGoFirstThenItsGroupsThenItself) {
  Reconcile();
  StartPinner pinner(connections_, clock_, kTimeout);
  const auto pin = pinner.Pin(Get(), store_.GetInstance("i").value());
  ASSERT_THAT(pin, IsOk());
  ASSERT_THAT(store_.ChangeDesiredState({.connector_uid = "uid-a",
                                         .from_generation = Get().generation,
                                         .desired_state = DesiredState::kRunning,
                                         .start_pin = *pin,
                                         .now = clock_.Now()},
                                        {}),
              IsOk());
  PlaceTasks();
  cluster_.AddMember("connect-task-a", {.member_id = "task-0"});
  Desire(DesiredState::kDeleted);
  Reconcile();
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout), IsOkAndHolds(Not(IsEmpty())));

  PlaceTasks();
  Reconcile();
  EXPECT_THAT(Get().provisioning.problem, Eq(std::nullopt)) << "its session may still time out";
  clock_.Advance(absl::Minutes(1));
  Reconcile();
  EXPECT_THAT(Get().provisioning.problem->reason, Eq(kafka::reason::kGroupNotEmpty));

  cluster_.RemoveMembers("connect-task-a");
  clock_.Advance(absl::Seconds(15));
  Reconcile();
  EXPECT_THAT(store_.GetConnectorByUid("uid-a"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Held("connect-config-a"), AllOf(Contains(Pair("connector-a", "tombstone")),
                                              Contains(Pair("target-state-a", "tombstone"))));
  EXPECT_THAT(Held("connect-status-a"), Each(Pair(testing::_, "tombstone")));
  EXPECT_THAT(Held("connect-offset-a"), Each(Pair(testing::_, "tombstone")));
}

TEST_F(ConnectorReconcilerTest, GivenItsNamesBelongToAnotherThenItGoesAndWhatIsTheirsStays) {
  Reconcile();
  const std::string entry = formats::EncodeIntent({.connector_uid = "uid-of-other"});
  ASSERT_THAT(admin_.CommitOffsets("connect-task-a", {{{"orders", 0}, {1, entry}}}, kTimeout),
              IsOk());
  const auto config = Held("connect-config-a");

  Desire(DesiredState::kDeleted);
  Reconcile();

  EXPECT_THAT(store_.GetConnectorByUid("uid-a"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(Held("connect-config-a"), Eq(config));
  EXPECT_THAT(Held("connect-status-a"), Each(Pair(testing::_, Not("tombstone"))));
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout), IsOkAndHolds(Not(IsEmpty())));
}

TEST_F(ConnectorReconcilerTest, GivenAnotherRunnerClaimedItMeanwhileThenThisOneLetsGoSilently) {
  cluster_.OnCall([this](absl::string_view call) {
    if (call == "CreateTopics") {
      clock_.Advance(absl::Minutes(3));
      EXPECT_THAT(store_.Claim(1, absl::Minutes(2), clock_.Now()), IsOk());
    }
    return absl::OkStatus();
  });

  EXPECT_THAT(loop_.RunOnce(), IsOkAndHolds(true));
  EXPECT_FALSE(Get().provisioning.done) << "only the owner of the claim notes anything";
}

TEST_F(ConnectorReconcilerTest, GivenTheDatabaseIsAwayThenTheLoopSaysSoAndGoesOnLater) {
  store_.FailNext(absl::UnavailableError("away"));

  EXPECT_THAT(loop_.RunOnce(), StatusIs(absl::StatusCode::kUnavailable));
  Reconcile();
  EXPECT_TRUE(Get().provisioning.done);
}

}  // namespace
}  // namespace sluice::controlplane

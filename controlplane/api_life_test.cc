// How connectors begin, begin anew and go, through the API.

#include <map>
#include <string>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "controlplane/reconcile/connector_reconciler.h"
#include "controlplane/reconcile/reconcile_loop.h"
#include "controlplane/scheduling/placement_plan.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ConnectorStub = v1::ConnectorService::StubInterface;

// The connector of R0 has been created, with two tasks.
class ApiLife : public ApiWorld {
 protected:
  ApiLife() {
    v1::CreateConnectorRequest request = R0Request();
    request.mutable_connector()->mutable_scaling()->set_tasks(2);
    EXPECT_THAT(Create(request, &draft_), IsOk());
  }

  template <typename Request>
  absl::Status Ask(grpc::Status (ConnectorStub::*verb)(grpc::ClientContext*, const Request&,
                                                       v1::Connector*),
                   Request request, v1::Connector* response) {
    request.set_name(kName);
    return Call(*connectors_, verb, request, response);
  }

  void DeployAndPlace() {
    ASSERT_THAT(Deploy(), IsOk());
    Worker worker = AWorker();
    worker.vpc_id = worker.vswitch_id = "";
    worker.heartbeat_time = clock_.Now();
    ASSERT_THAT(store_.Hello(worker, absl::Seconds(10)), IsOk());
    ASSERT_THAT(
        store_.Place(
            [&](const PlacementView& view) { return PlanPlacement(view, {}, clock_.Now()); },
            clock_.Now()),
        IsOk());
  }

  void Report(int index, ReportedState state) {
    const Task task = store_.ListTasks(draft_.uid())->at(index);
    ASSERT_THAT(
        store_.Report({AWorker().uid,
                       1,
                       false,
                       {{task.key, TaskReport{.assignment_revision = task.assignment_revision,
                                              .state = state,
                                              .report_time = clock_.Now()}}},
                       clock_.Now()}),
        IsOk());
  }

  std::map<int, int64_t> Assignments() {
    std::map<int, int64_t> revisions;
    const auto tasks = store_.ListTasks(draft_.uid());
    for (const Task& task : *tasks) revisions[task.key.index] = task.assignment_revision;
    return revisions;
  }

  static bool Allows(const v1::Connector& connector, const std::string& verb) {
    for (const v1::AllowedAction& action : connector.allowed_actions()) {
      if (action.verb() == verb) return action.allowed();
    }
    ADD_FAILURE() << "no word about " << verb;
    return false;
  }

  v1::Connector draft_;
};

TEST_F(ApiLife, RestartBeginsAllTasksAnewOrThoseThatAreNamedOrThatFailed) {
  v1::RestartConnectorRequest request;
  v1::Connector connector;
  EXPECT_THAT(Ask(&ConnectorStub::RestartConnector, request, &connector),
              HasReason("VERB_NOT_ALLOWED"));
  DeployAndPlace();
  const auto placed = Assignments();
  ASSERT_THAT(placed, SizeIs(2));
  ASSERT_THAT(Ask(&ConnectorStub::RestartConnector, request, &connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::STARTING));
  const auto all = Assignments();
  EXPECT_THAT(all.at(0), Gt(placed.at(1)));
  EXPECT_THAT(all.at(1), Gt(placed.at(1)));

  request.add_tasks(1);
  ASSERT_THAT(Ask(&ConnectorStub::RestartConnector, request, &connector), IsOk());
  const auto named = Assignments();
  EXPECT_THAT(named.at(0), Eq(all.at(0)));
  EXPECT_THAT(named.at(1), Gt(all.at(1)));
  request.add_tasks(2);
  EXPECT_THAT(Ask(&ConnectorStub::RestartConnector, request, &connector),
              HasReason("TASK_NOT_FOUND"));

  Report(0, ReportedState::kFailed);
  Report(1, ReportedState::kRunning);
  request.clear_tasks();
  request.set_only_failed(true);
  request.set_request_id("r-1");
  ASSERT_THAT(Ask(&ConnectorStub::RestartConnector, request, &connector), IsOk());
  const auto failed = Assignments();
  EXPECT_THAT(failed.at(0), Gt(named.at(0)));
  EXPECT_THAT(failed.at(1), Eq(named.at(1)));
  ASSERT_THAT(Ask(&ConnectorStub::RestartConnector, request, &connector), IsOk());
  EXPECT_THAT(Assignments(), Eq(failed)) << "a repeat restarts nothing";
}

TEST_F(ApiLife, GivenEveryTaskFailedThenEveryVerbStillDoesWhatIsAsked) {
  DeployAndPlace();
  Report(0, ReportedState::kFailed);
  Report(1, ReportedState::kFailed);
  v1::Connector connector;
  ASSERT_THAT(Get(&connector), IsOk());
  ASSERT_THAT(connector.state(), Eq(v1::Connector::FAILED));
  ASSERT_THAT(Ask(&ConnectorStub::PauseConnector, v1::PauseConnectorRequest(), &connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::PAUSED));
  ASSERT_THAT(Ask(&ConnectorStub::ResumeConnector, v1::ResumeConnectorRequest(), &connector),
              IsOk());
  EXPECT_THAT(connector.desired_state(), Eq(v1::Connector::Desired::RUNNING));
  ASSERT_THAT(Ask(&ConnectorStub::StopConnector, v1::StopConnectorRequest(), &connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::STOPPING));
  ASSERT_THAT(Ask(&ConnectorStub::DeleteConnector, v1::DeleteConnectorRequest(), &connector),
              IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::DELETING));
}

TEST_F(ApiLife, GivenItsWorkersAreGoneThenAStopTakesItsTasksAway) {
  DeployAndPlace();
  v1::Connector connector;
  ASSERT_THAT(Ask(&ConnectorStub::StopConnector, v1::StopConnectorRequest(), &connector), IsOk());
  clock_.Advance(absl::Minutes(1));
  ASSERT_THAT(
      store_.Place([&](const PlacementView& view) { return PlanPlacement(view, {}, clock_.Now()); },
                   clock_.Now()),
      IsOk());
  EXPECT_THAT(store_.ListTasks(draft_.uid()), IsOkAndHolds(IsEmpty()));
  ASSERT_THAT(Get(&connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::STOPPED));
}

TEST_F(ApiLife, AllowedActionsSayWhatTheVerbsThenDo) {
  v1::Connector connector;
  ASSERT_THAT(Get(&connector), IsOk());
  EXPECT_TRUE(Allows(connector, "deploy"));
  EXPECT_FALSE(Allows(connector, "pause"));
  EXPECT_FALSE(Allows(connector, "rollback"));
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_THAT(Get(&connector), IsOk());
  EXPECT_TRUE(Allows(connector, "pause"));
  EXPECT_TRUE(Allows(connector, "restart"));
  EXPECT_FALSE(Allows(connector, "undelete"));
}

TEST_F(ApiLife, WhatIsDeletedWithAWindowComesBackStoppedWithTheSameStart) {
  DeployAndPlace();
  const auto pin = store_.GetConnectorByUid(draft_.uid())->start_pin;
  v1::DeleteConnectorRequest remove;
  remove.mutable_undelete_window()->set_seconds(3600);
  v1::Connector connector;
  ASSERT_THAT(Ask(&ConnectorStub::DeleteConnector, remove, &connector), IsOk());
  EXPECT_TRUE(connector.has_purge_time());
  EXPECT_TRUE(Allows(connector, "undelete"));
  ASSERT_THAT(Ask(&ConnectorStub::UndeleteConnector, v1::UndeleteConnectorRequest(), &connector),
              IsOk());
  EXPECT_THAT(connector.desired_state(), Eq(v1::Connector::Desired::STOPPED));
  EXPECT_FALSE(connector.has_purge_time());
  EXPECT_THAT(store_.GetConnectorByUid(draft_.uid())->start_pin, Eq(pin));
  EXPECT_THAT(Ask(&ConnectorStub::UndeleteConnector, v1::UndeleteConnectorRequest(), &connector),
              HasReason("VERB_NOT_ALLOWED"));
}

TEST_F(ApiLife, AWindowEndsByItselfOrWhenItIsDeletedAgain) {
  v1::DeleteConnectorRequest remove;
  remove.mutable_undelete_window()->set_seconds(3600);
  v1::Connector connector;
  ASSERT_THAT(Ask(&ConnectorStub::DeleteConnector, remove, &connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::DELETED));
  remove.clear_undelete_window();
  ASSERT_THAT(Ask(&ConnectorStub::DeleteConnector, remove, &connector), IsOk());
  EXPECT_THAT(connector.state(), Eq(v1::Connector::DELETING));
  EXPECT_THAT(Ask(&ConnectorStub::UndeleteConnector, v1::UndeleteConnectorRequest(), &connector),
              HasReason("UNDELETE_WINDOW_OVER"));
  remove.mutable_undelete_window()->set_seconds(59);
  EXPECT_THAT(Ask(&ConnectorStub::DeleteConnector, remove, &connector),
              HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiLife, WhatAConnectorBeginsWithIsAskedForAtCreate) {
  v1::CreateConnectorRequest request = R0Request();
  for (const auto state : {v1::Connector::Desired::RUNNING, v1::Connector::Desired::PAUSED,
                           v1::Connector::Desired::STOPPED}) {
    request.set_connector_id(absl::StrCat("begins-", static_cast<int>(state)));
    request.set_initial_state(state);
    v1::Connector connector;
    ASSERT_THAT(Create(request, &connector), IsOk());
    EXPECT_THAT(connector.desired_state(), Eq(state));
  }
  request.set_connector_id("never-begins");
  request.set_initial_state(v1::Connector::Desired::DELETED);
  v1::Connector connector;
  EXPECT_THAT(Create(request, &connector), HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiLife, GivenItWasCreatedToRunThenDeployStillPinsBeforeItAnswers) {
  v1::CreateConnectorRequest request = R0Request();
  request.set_connector_id("runs");
  request.set_initial_state(v1::Connector::Desired::RUNNING);
  v1::Connector connector;
  ASSERT_THAT(Create(request, &connector), IsOk());
  EXPECT_FALSE(connector.status().has_start_pinned_time());
  v1::DeployConnectorRequest deploy;
  deploy.set_name(connector.name());
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::DeployConnector, deploy, &connector), IsOk());
  EXPECT_TRUE(connector.status().has_start_pinned_time());
}

TEST_F(ApiLife, TopicsThatAPersonMadeAreNotDropped) {
  Connector manual = *store_.GetConnectorByUid(draft_.uid());
  manual.uid = "uid-manual";
  manual.id.connector = "manual";
  manual.spec.resources.creation = ResourceCreation::kManual;
  ASSERT_THAT(store_.CreateConnector(manual, {}, {}), IsOk());
  v1::DeleteConnectorRequest remove;
  remove.set_name("instances/alikafka/connectors/manual");
  remove.set_topics_policy(v1::DeleteConnectorRequest::DROP);
  v1::Connector connector;
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::DeleteConnector, remove, &connector),
              HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiLife, GivenItIsDeletedWhileDeployPinsThenALaterConnectorOfTheNameStandsInNobodysWay) {
  ConnectorReconciler reconciler(store_, store_, store_, store_, clusters_, clock_, {});
  ReconcileLoop loop(store_, reconciler, store_, clock_, {});
  const auto reconcile = [&] {
    for (int looks = 0; looks < 10; ++looks) {
      const auto found = loop.RunOnce();
      ASSERT_THAT(found, IsOk());
      if (!*found) return;
    }
  };
  v1::Connector connector;
  // When Deploy has looked at the group and is about to write into it.
  kafka_.OnCall([&](absl::string_view call) {
    if (call != "DescribeGroup") return absl::OkStatus();
    kafka_.OnCall(nullptr);
    EXPECT_THAT(Ask(&ConnectorStub::DeleteConnector, v1::DeleteConnectorRequest(), &connector),
                IsOk());
    reconcile();
    EXPECT_THAT(Get(&connector), IsOk()) << "it waits for what Deploy writes";
    return absl::OkStatus();
  });

  EXPECT_THAT(Deploy(), HasReason("VERB_NOT_ALLOWED"));
  clock_.Advance(absl::Seconds(1));
  reconcile();
  EXPECT_THAT(Get(&connector), HasReason("CONNECTOR_NOT_FOUND"));

  ASSERT_THAT(Create(R0Request(), &connector), IsOk());
  EXPECT_THAT(connector.uid(), Not(Eq(draft_.uid())));
  EXPECT_THAT(Deploy(), IsOk());
}

TEST_F(ApiLife, GivenDeployDiesWhileItPinsThenADeleteWaitsOnlyForAsLongAsItMayWrite) {
  ConnectorReconciler reconciler(store_, store_, store_, store_, clusters_, clock_, {});
  ReconcileLoop loop(store_, reconciler, store_, clock_, {});
  ASSERT_THAT(store_.BeginPin(draft_.uid(), 1, "of one that died", clock_.Now() + absl::Minutes(1)),
              IsOk());
  v1::Connector connector;
  ASSERT_THAT(Ask(&ConnectorStub::DeleteConnector, v1::DeleteConnectorRequest(), &connector),
              IsOk());

  ASSERT_THAT(loop.RunOnce(), IsOkAndHolds(true));
  EXPECT_THAT(Get(&connector), IsOk());
  clock_.Advance(absl::Minutes(1));
  ASSERT_THAT(loop.RunOnce(), IsOkAndHolds(true));

  EXPECT_THAT(Get(&connector), HasReason("CONNECTOR_NOT_FOUND"));
}

}  // namespace
}  // namespace sluice::controlplane

// What pipelines use: waiting, applying with a state, levels of logging, completion.

#include "cli/run_scenario.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using RunPipelines = RunScenario;

TEST_F(RunPipelines, WaitSucceedsOnceEveryConnectorOfTheFileIsThere) {
  std::vector<std::string> asked;
  transport_.On<v1::GetConnectorRequest, v1::Connector>(
      Connectors("GetConnector"), [&](const v1::GetConnectorRequest& request) {
        asked.push_back(request.name());
        v1::Connector connector;
        connector.set_name(request.name());
        connector.set_state(asked.size() < 3 ? v1::Connector::STARTING : v1::Connector::RUNNING);
        return connector;
      });
  in_.str(
      "kind: Instance\nname: local\n---\nkind: Connector\nname: a\n---\nkind: Connector\nname: "
      "b\n");

  EXPECT_EQ(Sluicectl({"wait", "-f", "-", "--for=state=RUNNING"}), 0) << err_.str();

  EXPECT_EQ(out_.str(), "connector a is RUNNING\nconnector b is RUNNING\n");
  EXPECT_EQ(asked.back(), "instances/local/connectors/b");
}

TEST_F(RunPipelines, OneLimitHoldsForAllThatIsWaitedFor) {
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::STARTING});

  EXPECT_EQ(Sluicectl({"wait", "connector", "a", "b", "--for", "state=running", "--timeout", "5s"}),
            8);

  EXPECT_THAT(err_.str(), HasSubstr("WAIT_TIMEOUT"));
  EXPECT_THAT(err_.str(), HasSubstr("still STARTING after 5s"));
}

TEST_F(RunPipelines, WaitForDeletedIsDoneWhenItWasNeverThere) {
  transport_.On<v1::GetConnectorRequest, v1::Connector>(
      Connectors("GetConnector"), [](const v1::GetConnectorRequest&) {
        return absl::StatusOr<v1::Connector>(absl::NotFoundError("gone"));
      });

  EXPECT_EQ(Sluicectl({"wait", "connector", "orders", "--for=deleted"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "connector orders is gone\n");
}

TEST_F(RunPipelines, WhatCannotBeWaitedForIsAUsageError) {
  EXPECT_EQ(Sluicectl({"wait", "connector", "orders"}), 2);
  EXPECT_EQ(Sluicectl({"wait", "connector", "orders", "--for=state=HAPPY"}), 2);
  EXPECT_EQ(Sluicectl({"wait", "connector", "orders", "--for=spring"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--for=state=RUNNING"));
  EXPECT_THAT(transport_.calls(), IsEmpty());
}

TEST_F(RunPipelines, WhatIsCreatedBeginsInTheStateThatWasAskedFor) {
  v1::CreateConnectorRequest seen;
  transport_.On<v1::CreateConnectorRequest, v1::Connector>(
      Connectors("CreateConnector"), [&](const v1::CreateConnectorRequest& request) {
        seen = request;
        return request.connector();
      });
  AnswerStates<v1::GetConnectorRequest>("GetConnector",
                                        {v1::Connector::STARTING, v1::Connector::RUNNING});

  EXPECT_EQ(Sluicectl({"create", "connector", "orders", "--initial-state", "running", "--wait"}), 0)
      << err_.str();

  EXPECT_EQ(seen.initial_state(), v1::Connector::Desired::RUNNING);
  EXPECT_EQ(out_.str(), "connector orders created, RUNNING\n");
  EXPECT_EQ(Sluicectl({"create", "connector", "orders", "--initial-state", "deleted"}), 2);
}

TEST_F(RunPipelines, ApplyGivesAStateOnlyToWhatItCreates) {
  transport_.On<v1::GetConnectorRequest, v1::Connector>(
      Connectors("GetConnector"),
      [](const v1::GetConnectorRequest& request) -> absl::StatusOr<v1::Connector> {
        if (request.name() != kOrders) return absl::NotFoundError("none");
        v1::Connector connector;
        connector.set_name(kOrders);
        return connector;
      });
  v1::CreateConnectorRequest created;
  transport_.On<v1::CreateConnectorRequest, v1::Connector>(
      Connectors("CreateConnector"), [&](const v1::CreateConnectorRequest& request) {
        created = request;
        return request.connector();
      });
  transport_.On<v1::UpdateConnectorRequest, v1::Connector>(
      Connectors("UpdateConnector"),
      [](const v1::UpdateConnectorRequest& request) { return request.connector(); });
  in_.str("kind: Connector\nname: orders\n---\nkind: Connector\nname: fresh\n");

  EXPECT_EQ(Sluicectl({"apply", "-f", "-", "--initial-state", "running"}), 0) << err_.str();

  EXPECT_EQ(created.connector_id(), "fresh");
  EXPECT_EQ(created.initial_state(), v1::Connector::Desired::RUNNING);
  EXPECT_EQ(out_.str(), "connector orders unchanged\nconnector fresh created\n");
}

TEST_F(RunPipelines, DiffAnswersOneWhenSomethingWouldChangeAndStoresNothing) {
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::DRAFT});
  bool validate_only = false;
  transport_.On<v1::UpdateConnectorRequest, v1::Connector>(
      Connectors("UpdateConnector"), [&](const v1::UpdateConnectorRequest& request) {
        validate_only = request.validate_only();
        return request.connector();
      });
  in_.str("kind: Connector\nname: orders\ndescription: new\n");

  EXPECT_EQ(Sluicectl({"diff", "-f", "-"}), 1);
  EXPECT_TRUE(validate_only);
  EXPECT_THAT(out_.str(), HasSubstr("+ description: \"new\""));
  EXPECT_EQ(err_.str(), "");

  in_.str("kind: Connector\nname: orders\n");
  EXPECT_EQ(Sluicectl({"diff", "-f", "-"}), 0) << out_.str();
  EXPECT_EQ(out_.str(), "");
}

TEST_F(RunPipelines, WhatADryRunWouldDoIsPrintedWithEachDifference) {
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::DRAFT});
  transport_.On<v1::UpdateConnectorRequest, v1::Connector>(
      Connectors("UpdateConnector"), [&](const v1::UpdateConnectorRequest& request) {
        EXPECT_TRUE(request.validate_only());
        return request.connector();
      });
  in_.str("kind: Connector\nname: orders\ndescription: new\n");

  EXPECT_EQ(Sluicectl({"apply", "-f", "-", "--dry-run"}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("connector orders changed\n"));
  EXPECT_THAT(out_.str(), HasSubstr("+ description: \"new\""));
  EXPECT_EQ(err_.str(), "nothing was stored\n");
}

// Programs read this: names and order are a promise.
TEST_F(RunPipelines, TheJsonOfApplyIsStable) {
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::DRAFT});
  transport_.On<v1::UpdateConnectorRequest, v1::Connector>(
      Connectors("UpdateConnector"),
      [](const v1::UpdateConnectorRequest& request) { return request.connector(); });
  in_.str("kind: Connector\nname: orders\ndescription: new\n");

  EXPECT_EQ(Sluicectl({"apply", "-f", "-", "-o", "json"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), R"({
  "applied": [
    {
      "kind": "connector",
      "id": "orders",
      "outcome": "changed",
      "differences": [
        {
          "field": "description",
          "from": "",
          "to": "\"new\""
        }
      ]
    }
  ]
}
)");
}

TEST_F(RunPipelines, ALogLevelIsSetForAWhileAndTakenBack) {
  v1::SetConnectorLogLevelRequest seen;
  transport_.On<v1::SetConnectorLogLevelRequest, v1::SetConnectorLogLevelResponse>(
      Connectors("SetConnectorLogLevel"), [&](const v1::SetConnectorLogLevelRequest& request) {
        seen = request;
        v1::SetConnectorLogLevelResponse response;
        response.set_level(request.level());
        if (!request.level().empty()) response.mutable_expire_time()->set_seconds(1'600'000'000);
        return response;
      });

  EXPECT_EQ(Sluicectl({"log-level", "connector", "orders", "debug", "--for", "10m"}), 0)
      << err_.str();
  EXPECT_EQ(seen.name(), kOrders);
  EXPECT_EQ(seen.level(), "debug");
  EXPECT_EQ(seen.duration().seconds(), 600);
  EXPECT_EQ(out_.str(),
            "connector orders is logged from debug on until 2020-09-13T12:26:40+00:00\n");

  EXPECT_EQ(Sluicectl({"log-level", "connector", "orders"}), 0) << err_.str();
  EXPECT_EQ(seen.level(), "");
  EXPECT_EQ(out_.str(), "connector orders is logged as each process does by itself\n");
}

TEST_F(RunPipelines, NamesAreCompletedThroughTheApi) {
  transport_.On<v1::ListConnectorsRequest, v1::ListConnectorsResponse>(
      Connectors("ListConnectors"), [](const v1::ListConnectorsRequest& request) {
        v1::ListConnectorsResponse response;
        for (const char* id : {"orders", "orders-eu", "payments"}) {
          response.add_connectors()->set_name(request.parent() + "/connectors/" + id);
        }
        return response;
      });

  EXPECT_EQ(Sluicectl({"complete", "--", "pause", "connector", "or"}), 0);

  EXPECT_EQ(out_.str(), "orders\norders-eu\n");
  EXPECT_LE(transport_.timeouts().back(), absl::Seconds(1));
}

TEST_F(RunPipelines, CompletionIsQuietWhenNobodyAnswers) {
  transport_.FailNext(absl::UnavailableError("away"));

  EXPECT_EQ(Sluicectl({"complete", "--", "pause", "connector", ""}), 0);

  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(), "");
  EXPECT_THAT(transport_.calls(), ElementsAre(Connectors("ListConnectors")));
}

TEST_F(RunPipelines, CompletionOfWordsNeedsNoControlPlane) {
  EXPECT_EQ(Sluicectl({"complete", "--", "dep"}), 0);
  EXPECT_EQ(out_.str(), "deploy\n");
  EXPECT_EQ(Sluicectl({"completion", "bash"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("complete -o default -F _sluicectl sluicectl"));
  EXPECT_EQ(Sluicectl({"completion", "cmd"}), 2);
  EXPECT_THAT(transport_.calls(), IsEmpty());
}

}  // namespace
}  // namespace sluice::cli

#include <string>

#include "cli/run_scenario.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

// Lists that are filtered and watched, events, and verbs for many.
namespace sluice::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using RunWatchTest = RunScenario;
using Streamed = client::FakeTransport::Streamed<v1::WatchResponse>;

v1::Connector AConnector(const std::string& id, v1::Connector::State state) {
  v1::Connector connector;
  connector.set_name("instances/local/connectors/" + id);
  connector.set_state(state);
  return connector;
}

TEST_F(RunWatchTest, AFilterLabelsAndAnOrderGoToTheServer) {
  v1::ListConnectorsRequest seen;
  transport_.On<v1::ListConnectorsRequest, v1::ListConnectorsResponse>(
      Connectors("ListConnectors"), [&](const v1::ListConnectorsRequest& request) {
        seen = request;
        return v1::ListConnectorsResponse();
      });

  EXPECT_EQ(Sluicectl({"get", "connectors", "--filter", "state = FAILED", "-l",
                       "team=pay, tier!=1,beta", "--sort-by", "severity desc"}),
            0);

  EXPECT_EQ(seen.filter(),
            "state = FAILED AND labels.team = \"pay\" AND labels.tier != \"1\" AND labels:beta");
  EXPECT_EQ(seen.order_by(), "severity desc");
  EXPECT_THAT(err_.str(), HasSubstr("no connectors on instance local fit"));
  EXPECT_EQ(Sluicectl({"get", "connectors", "-l", "=pay"}), 2);
}

TEST_F(RunWatchTest, RowsArePrintedAsTheyChange) {
  v1::WatchResponse snapshot;
  snapshot.set_type(v1::WatchResponse::SNAPSHOT);
  *snapshot.add_connectors() = AConnector("orders", v1::Connector::RUNNING);
  snapshot.set_snapshot_done(true);
  v1::WatchResponse changed;
  changed.set_type(v1::WatchResponse::CHANGED);
  *changed.add_connectors() = AConnector("orders", v1::Connector::FAILED);
  v1::WatchResponse deleted;
  deleted.set_type(v1::WatchResponse::DELETED);
  deleted.add_deleted_names(kOrders);
  transport_.OnStream<v1::WatchResponse>(
      "/sluice.v1.WatchService/Watch",
      {Streamed{{snapshot, changed, deleted}, absl::DeadlineExceededError("over")}});

  EXPECT_EQ(Sluicectl({"get", "connectors", "-w", "--timeout", "10s"}), 0) << err_.str();

  EXPECT_THAT(out_.str(), HasSubstr("INSTANCE   NAME     STATE"));
  EXPECT_THAT(out_.str(), HasSubstr("local      orders   RUNNING"));
  EXPECT_THAT(out_.str(), HasSubstr("local      orders   FAILED"));
  EXPECT_EQ(out_.str().find("INSTANCE"), out_.str().rfind("INSTANCE"));
  EXPECT_THAT(err_.str(), HasSubstr("connector orders is gone"));
  EXPECT_THAT(transport_.requests().back(), HasSubstr("parent: \"instances/local\""));
}

TEST_F(RunWatchTest, OneConnectorIsWatchedByItsName) {
  transport_.OnStream<v1::WatchResponse>("/sluice.v1.WatchService/Watch",
                                         {Streamed{{}, absl::OkStatus()}});
  EXPECT_EQ(Sluicectl({"get", "connector", "orders", "--watch"}), 0);
  EXPECT_THAT(transport_.requests().back(),
              HasSubstr("names: \"instances/local/connectors/orders\""));
}

TEST_F(RunWatchTest, EventsAreListedWithWhatHappened) {
  v1::ListConnectorEventsRequest seen;
  transport_.On<v1::ListConnectorEventsRequest, v1::ListConnectorEventsResponse>(
      Connectors("ListConnectorEvents"), [&](const v1::ListConnectorEventsRequest& request) {
        seen = request;
        v1::ListConnectorEventsResponse response;
        v1::ConnectorEvent& event = *response.add_events();
        event.set_type(v1::ConnectorEvent::STATE);
        event.set_from_state(v1::Connector::RUNNING);
        event.set_to_state(v1::Connector::FAILED);
        event.set_reason("TABLE_NOT_FOUND");
        return response;
      });

  EXPECT_EQ(Sluicectl({"get", "events", "orders", "--type", "state", "--type", "by-itself"}), 0);

  EXPECT_EQ(seen.parent(), kOrders);
  EXPECT_EQ(seen.types(1), v1::ConnectorEvent::BY_ITSELF);
  EXPECT_THAT(out_.str(), HasSubstr("RUNNING > FAILED"));
  EXPECT_THAT(out_.str(), HasSubstr("TABLE_NOT_FOUND"));
  EXPECT_EQ(Sluicectl({"get", "events", "orders", "--type", "colour"}), 2);
}

TEST_F(RunWatchTest, AVerbForManyTellsOfEachAndFailsWhenOneWasRefused) {
  v1::BatchSetConnectorStateRequest seen;
  transport_.On<v1::BatchSetConnectorStateRequest, v1::BatchSetConnectorStateResponse>(
      Connectors("BatchSetConnectorState"), [&](const v1::BatchSetConnectorStateRequest& request) {
        seen = request;
        v1::BatchSetConnectorStateResponse response;
        auto& done = *response.add_results();
        done.set_name("instances/local/connectors/a");
        done.set_done(true);
        done.set_desired_state(v1::Connector::Desired::PAUSED);
        auto& refused = *response.add_results();
        refused.set_name("instances/local/connectors/b");
        refused.set_reason("VERB_NOT_ALLOWED");
        return response;
      });

  EXPECT_EQ(Sluicectl({"pause", "connectors", "-l", "team=pay", "--author", "ada"}), 1);

  EXPECT_EQ(seen.parent(), "instances/local");
  EXPECT_EQ(seen.verb(), "pause");
  EXPECT_EQ(seen.filter(), "labels.team = \"pay\"");
  EXPECT_EQ(seen.author(), "ada");
  EXPECT_THAT(seen.request_id(), Not(IsEmpty()));
  EXPECT_THAT(out_.str(), HasSubstr("VERB_NOT_ALLOWED"));
}

TEST_F(RunWatchTest, AVerbWantsANameOrAFilter) {
  EXPECT_EQ(Sluicectl({"pause", "connector"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("pause which connector?"));
  EXPECT_EQ(Sluicectl({"pause", "connector", "orders", "--filter", "name = x"}), 2);
  EXPECT_EQ(Sluicectl({"pause", "connectors", "--filter", "name = x", "--wait"}), 2);
  EXPECT_THAT(transport_.calls(), IsEmpty());
}

}  // namespace
}  // namespace sluice::cli

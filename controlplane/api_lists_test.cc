// Lists, counts, events, figures and what is asked of many connectors at once, through gRPC.

#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ConnectorStub = v1::ConnectorService::StubInterface;
using InstanceStub = v1::InstanceService::StubInterface;

class ApiLists : public ApiWorld {
 protected:
  // Drafts of the teams `pay` and, from `c` on, `ship`.
  void CreateThree() {
    for (const std::string id : {"a", "b", "c"}) {
      v1::CreateConnectorRequest request = R0Request();
      request.set_connector_id(id);
      (*request.mutable_connector()->mutable_labels())["team"] = id < "c" ? "pay" : "ship";
      v1::Connector created;
      ASSERT_THAT(Create(request, &created), IsOk());
      clock_.Advance(absl::Seconds(1));
    }
  }

  static std::string NameOf(const std::string& id) { return "instances/alikafka/connectors/" + id; }

  absl::Status List(const std::string& filter, const std::string& order_by,
                    v1::ListConnectorsResponse* response, int page_size = 0,
                    const std::string& token = "") {
    v1::ListConnectorsRequest request;
    request.set_parent("instances/alikafka");
    request.set_filter(filter);
    request.set_order_by(order_by);
    request.set_page_size(page_size);
    request.set_page_token(token);
    return Call(*connectors_, &ConnectorStub::ListConnectors, request, response);
  }

  std::vector<std::string> Names(const std::string& filter, const std::string& order_by = "") {
    v1::ListConnectorsResponse response;
    EXPECT_THAT(List(filter, order_by, &response), IsOk());
    std::vector<std::string> ids;
    for (const auto& connector : response.connectors()) {
      ids.push_back(connector.name().substr(connector.name().rfind('/') + 1));
    }
    return ids;
  }

  absl::Status Batch(const v1::BatchSetConnectorStateRequest& request,
                     v1::BatchSetConnectorStateResponse* response) {
    return Call(*connectors_, &ConnectorStub::BatchSetConnectorState, request, response);
  }

  absl::Status Events(v1::ListConnectorEventsRequest request,
                      v1::ListConnectorEventsResponse* response) {
    return Call(*connectors_, &ConnectorStub::ListConnectorEvents, request, response);
  }
};

TEST_F(ApiLists, ConnectorsAreFilteredAndOrdered) {
  CreateThree();
  EXPECT_THAT(Names("labels.team = pay"), ElementsAre("a", "b"));
  EXPECT_THAT(Names("name = c", "create_time desc"), ElementsAre("c"));
  EXPECT_THAT(Names("", "create_time desc"), ElementsAre("c", "b", "a"));
  EXPECT_THAT(Names("state = CREATING"), SizeIs(3));
  EXPECT_THAT(Names("state = FAILED"), IsEmpty());
}

TEST_F(ApiLists, AMistakeInAFilterIsToldWithItsPlace) {
  v1::ListConnectorsResponse ignored;
  const absl::Status refusal = List("state = BROKEN", "", &ignored);
  EXPECT_THAT(refusal, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(refusal, HasReason("FILTER_INVALID"));
  EXPECT_THAT(std::string(refusal.message()), HasSubstr("at character 9: expected a state"));
  EXPECT_THAT(List("", "colour", &ignored), HasReason("FILTER_INVALID"));
}

TEST_F(ApiLists, ATokenIsGoodForItsFilterAndOrderOnly) {
  CreateThree();
  v1::ListConnectorsResponse first, second;
  ASSERT_THAT(List("labels.team = pay", "severity desc", &first, 1), IsOk());
  ASSERT_THAT(first.next_page_token(), Not(IsEmpty()));
  const std::string token = first.next_page_token();
  ASSERT_THAT(List("labels.team = pay", "severity desc", &second, 1, token), IsOk());
  EXPECT_THAT(second.connectors(0).name(), Eq(NameOf("b")));
  EXPECT_THAT(second.next_page_token(), IsEmpty());
  EXPECT_THAT(List("", "severity desc", &second, 1, token), HasReason("PAGE_TOKEN_INVALID"));
  EXPECT_THAT(List("labels.team = pay", "name", &second, 1, token),
              HasReason("PAGE_TOKEN_INVALID"));
}

TEST_F(ApiLists, ConnectorsAreCountedByStateUnderTheSameFilter) {
  CreateThree();
  v1::CountConnectorsRequest request;
  request.set_parent("instances/-");
  request.set_filter("labels.team = pay");
  v1::CountConnectorsResponse response;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::CountConnectors, request, &response), IsOk());
  EXPECT_THAT(response.total_count(), Eq(2));
  ASSERT_THAT(response.counts(), SizeIs(1));
  EXPECT_THAT(response.counts(0).state(), Eq(v1::Connector::CREATING));
  request.set_parent("instances/none");
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::CountConnectors, request, &response),
              HasReason("INSTANCE_NOT_FOUND"));
}

TEST_F(ApiLists, OneVerbForManyTellsOfEachWhatBecameOfIt) {
  CreateThree();
  v1::BatchSetConnectorStateRequest request;
  request.set_parent("instances/alikafka");
  request.set_verb("deploy");
  request.set_filter("labels.team = pay");
  request.set_author("ada");
  v1::BatchSetConnectorStateResponse response;
  ASSERT_THAT(Batch(request, &response), IsOk());
  ASSERT_THAT(response.results(), SizeIs(2));
  EXPECT_TRUE(response.results(0).done());
  EXPECT_THAT(response.results(1).desired_state(), Eq(v1::Connector::Desired::RUNNING));

  v1::BatchSetConnectorStateRequest pause;
  pause.set_parent("instances/alikafka");
  pause.set_verb("pause");
  for (const char* id : {"c", "none", "a", "a"}) pause.add_names(NameOf(id));
  ASSERT_THAT(Batch(pause, &response), IsOk());
  ASSERT_THAT(response.results(), SizeIs(3));
  EXPECT_TRUE(response.results(0).done());
  EXPECT_THAT(response.results(1).name(), Eq(NameOf("c")));
  EXPECT_FALSE(response.results(1).done());
  EXPECT_THAT(response.results(1).reason(), Eq("VERB_NOT_ALLOWED"));
  EXPECT_THAT(response.results(1).desired_state(), Eq(v1::Connector::Desired::DRAFT));
  EXPECT_THAT(response.results(2).reason(), Eq("CONNECTOR_NOT_FOUND"));

  v1::ListConnectorEventsRequest asked;
  asked.set_parent(NameOf("a"));
  v1::ListConnectorEventsResponse events;
  ASSERT_THAT(Events(asked, &events), IsOk());
  ASSERT_THAT(events.events(), SizeIs(3));
  EXPECT_THAT(events.events(1).verb(), Eq("deploy"));
  EXPECT_THAT(events.events(1).actor(), Eq("ada"));
}

TEST_F(ApiLists, ManyAskedForTwiceUnderOneRequestIdAreDoneOnce) {
  CreateThree();
  v1::BatchSetConnectorStateRequest request;
  request.set_parent("instances/alikafka");
  request.set_verb("deploy");
  request.set_filter("name = *");
  request.set_request_id("build-7");
  v1::BatchSetConnectorStateResponse first, second;
  ASSERT_THAT(Batch(request, &first), IsOk());
  ASSERT_THAT(Batch(request, &second), IsOk());
  EXPECT_THAT(second.SerializeAsString(), Eq(first.SerializeAsString()));
  v1::ListConnectorEventsRequest asked;
  asked.set_parent(NameOf("a"));
  v1::ListConnectorEventsResponse events;
  ASSERT_THAT(Events(asked, &events), IsOk());
  EXPECT_THAT(events.events(), SizeIs(2));
  request.set_verb("stop");
  EXPECT_THAT(Batch(request, &second), HasReason("REQUEST_ID_REUSED"));
}

TEST_F(ApiLists, WhatIsAskedOfManyIsCheckedFirst) {
  v1::BatchSetConnectorStateRequest request;
  request.set_parent("instances/alikafka");
  v1::BatchSetConnectorStateResponse ignored;
  request.set_verb("delete");
  request.set_filter("name = a");
  EXPECT_THAT(Batch(request, &ignored), HasReason("VALIDATION_FAILED"));
  request.set_verb("stop");
  request.add_names(NameOf("a"));
  EXPECT_THAT(Batch(request, &ignored), HasReason("VALIDATION_FAILED"));
  request.clear_filter();
  request.add_names("instances/other/connectors/a");
  EXPECT_THAT(Batch(request, &ignored), HasReason("VALIDATION_FAILED"));
  request.clear_names();
  request.set_filter("name is a");
  EXPECT_THAT(Batch(request, &ignored), HasReason("FILTER_INVALID"));
}

TEST_F(ApiLists, EventsArePagedAndThoseOfAConnectorThatIsGoneAreFoundByItsUid) {
  v1::Connector created;
  ASSERT_THAT(Create(R0Request(), &created), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  v1::ListConnectorEventsRequest request;
  request.set_parent(kName);
  request.set_page_size(1);
  v1::ListConnectorEventsResponse first, second;
  ASSERT_THAT(Events(request, &first), IsOk());
  EXPECT_THAT(first.events(0).verb(), Eq("deploy"));
  EXPECT_THAT(first.events(0).type(), Eq(v1::ConnectorEvent::CHANGE));
  EXPECT_THAT(first.events(0).task(), Eq(-1));
  request.set_page_token(first.next_page_token());
  ASSERT_THAT(Events(request, &second), IsOk());
  EXPECT_THAT(second.events(0).verb(), Eq("create"));
  EXPECT_THAT(second.next_page_token(), IsEmpty());

  v1::ListConnectorEventsRequest others;
  others.set_parent(kName);
  others.add_types(v1::ConnectorEvent::STATE);
  ASSERT_THAT(Events(others, &second), IsOk());
  EXPECT_THAT(second.events(), IsEmpty());

  v1::ListConnectorEventsRequest by_uid;
  by_uid.set_parent(kName);
  by_uid.set_uid("never-was");
  EXPECT_THAT(Events(by_uid, &second), HasReason("CONNECTOR_NOT_FOUND"));
  by_uid.set_uid(created.uid());
  v1::DeleteConnectorRequest remove;
  remove.set_name(kName);
  v1::Connector deleted;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::DeleteConnector, remove, &deleted), IsOk());
  const auto claims = store_.Claim(1, absl::Minutes(1), clock_.Now());
  ASSERT_THAT(store_.RemoveConnector(claims->at(0), clock_.Now()), IsOk());
  ASSERT_THAT(Events(by_uid, &second), IsOk());
  EXPECT_THAT(second.events(), SizeIs(4));
  EXPECT_THAT(second.events(0).type(), Eq(v1::ConnectorEvent::BY_ITSELF));
  by_uid.set_parent(NameOf("another"));
  EXPECT_THAT(Events(by_uid, &second), HasReason("CONNECTOR_NOT_FOUND"));
  by_uid.clear_uid();
  by_uid.set_parent(kName);
  EXPECT_THAT(Events(by_uid, &second), HasReason("CONNECTOR_NOT_FOUND"));
}

TEST_F(ApiLists, FiguresAreToldInAtMostFiveHundredPoints) {
  v1::Connector created;
  ASSERT_THAT(Create(R0Request(), &created), IsOk());
  const absl::Time end = clock_.Now();
  for (int minute = 600; minute > 0; --minute) {
    const absl::Time time = end - absl::Minutes(minute);
    SampleNote note{.connector_uid = created.uid(),
                    .from_time = minute == 600 ? absl::InfinitePast() : time - absl::Minutes(1),
                    .counters = {.time = time},
                    .sample = {.time = time, .since = absl::Minutes(1), .rows = 600}};
    ASSERT_THAT(store_.NoteSamples({note}), IsOk());
  }
  v1::QueryConnectorMetricsRequest request;
  request.set_name(kName);
  v1::QueryConnectorMetricsResponse response;
  const auto query = [&] {
    return Call(*connectors_, &ConnectorStub::QueryConnectorMetrics, request, &response);
  };
  ASSERT_THAT(query(), IsOk());
  EXPECT_THAT(response.series(), SizeIs(5));
  EXPECT_THAT(response.series(0).metric(), Eq("rows"));
  EXPECT_THAT(response.series(0).points(), SizeIs(60));
  EXPECT_THAT(response.series(0).points(0).value(), Eq(10.0));

  request.add_metrics("rows");
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(end - absl::Minutes(600)));
  ASSERT_THAT(query(), IsOk());
  EXPECT_THAT(response.series(), SizeIs(1));
  EXPECT_THAT(response.step().seconds(), Eq(120));
  EXPECT_THAT(response.series(0).points(), SizeIs(300));

  request.add_metrics("colour");
  EXPECT_THAT(query(), HasReason("VALIDATION_FAILED"));
  request.clear_metrics();
  request.mutable_step()->set_seconds(1);
  EXPECT_THAT(query(), HasReason("VALIDATION_FAILED"));
  request.clear_step();
  request.mutable_start_time()->set_seconds(absl::ToUnixSeconds(end - absl::Hours(24 * 8)));
  EXPECT_THAT(query(), HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiLists, TopicsThatCouldBeASourceAreListed) {
  v1::Connector created;
  ASSERT_THAT(Create(R0Request(), &created), IsOk());
  ASSERT_THAT(Deploy(), IsOk());  // Makes its own topics.
  CreateTopic("Orders", 5);
  v1::ListTopicsRequest request;
  request.set_parent("instances/alikafka");
  v1::ListTopicsResponse response;
  const auto list = [&] {
    return Call(*instances_, &InstanceStub::ListTopics, request, &response);
  };
  ASSERT_THAT(list(), IsOk());
  ASSERT_THAT(response.topics(), SizeIs(2));
  EXPECT_THAT(response.topics(0).topic(), Eq("Orders"));
  EXPECT_THAT(response.topics(0).partitions(), Eq(5));
  EXPECT_THAT(response.topics(1).topic(), Eq("maxcompute-test-input"));

  request.set_filter("ORDER");
  ASSERT_THAT(list(), IsOk());
  EXPECT_THAT(response.topics(), SizeIs(1));
  request.clear_filter();
  request.set_page_size(1);
  ASSERT_THAT(list(), IsOk());
  request.set_page_token(response.next_page_token());
  ASSERT_THAT(list(), IsOk());
  EXPECT_THAT(response.topics(0).topic(), Eq("maxcompute-test-input"));
  EXPECT_THAT(response.next_page_token(), IsEmpty());
  request.clear_page_token();
  request.clear_page_size();
  request.set_all(true);
  ASSERT_THAT(list(), IsOk());
  EXPECT_GT(response.topics_size(), 2);
  request.set_parent("instances/none");
  EXPECT_THAT(list(), HasReason("INSTANCE_NOT_FOUND"));
}

TEST_F(ApiLists, TablesThatASinkCouldWriteToAreListed) {
  for (const char* table : {"orders", "orders_v2", "clicks"}) {
    tables_.tunnel().AddTable({"connector_test", "", table}, {});
  }
  v1::ListTablesRequest request;
  request.set_parent("instances/alikafka");
  *request.mutable_sink() = R0Request().connector().sink();
  request.mutable_sink()->clear_table();
  request.set_prefix("ord");
  request.set_page_size(1);
  v1::ListTablesResponse response;
  const auto list = [&] {
    return Call(*instances_, &InstanceStub::ListTables, request, &response);
  };
  ASSERT_THAT(list(), IsOk());
  EXPECT_THAT(response.tables(), ElementsAre("orders"));
  request.set_page_token(response.next_page_token());
  ASSERT_THAT(list(), IsOk());
  EXPECT_THAT(response.tables(), ElementsAre("orders_v2"));
  EXPECT_THAT(response.next_page_token(), IsEmpty());

  request.clear_page_token();
  request.mutable_sink()->clear_role_name();
  const absl::Status refusal = list();
  EXPECT_THAT(refusal, HasReason("VALIDATION_FAILED"));
  EXPECT_THAT(client::ViolationsOf(refusal)[0].field, Eq("sink.role_name"));
}

TEST_F(ApiLists, GivenAnEndpointThatIsNoMaxComputeThenItIsToldAsNotReachedAndIsNoBug) {
  v1::ListTablesRequest request;
  request.set_parent("instances/alikafka");
  *request.mutable_sink() = R0Request().connector().sink();
  for (const absl::Status& answer :
       {WithReason(absl::InternalError("no <Tables> in it"), "ANSWER_INVALID"),
        WithReason(absl::UnimplementedError("HTTP status 501"), "REQUEST_REFUSED")}) {
    tables_.catalog().FailNext(answer);
    v1::ListTablesResponse response;

    const absl::Status told = Call(*instances_, &InstanceStub::ListTables, request, &response);

    EXPECT_THAT(told, StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_THAT(told, HasReason("MAXCOMPUTE_UNREACHABLE"));
    EXPECT_THAT(RemedyOf(told), HasSubstr("sink.endpoint"));
  }
}

}  // namespace
}  // namespace sluice::controlplane

// The API's definitions, through gRPC: create, get, list, and everything that is refused.

#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Le;
using ::testing::Ne;
using ConnectorStub = v1::ConnectorService::StubInterface;
using InstanceStub = v1::InstanceService::StubInterface;

class ApiDefinitions : public ApiWorld {
 protected:
  absl::Status CreateNamed(const std::string& id) {
    v1::CreateConnectorRequest request = R0Request();
    request.set_connector_id(id);
    v1::Connector ignored;
    return Create(request, &ignored);
  }

  bool Exists(const std::string& id) { return store_.GetConnector({"alikafka", id}).ok(); }
};

TEST_F(ApiDefinitions, TheConnectorOfR0IsCreatedCompleteAndReadBackTheSame) {
  v1::Connector created, read;
  ASSERT_THAT(Create(R0Request(), &created), IsOk());
  EXPECT_THAT(created.name(), Eq(kName));
  EXPECT_THAT(created.state(), Eq(v1::Connector::CREATING));
  EXPECT_THAT(created.desired_state(), Eq(v1::Connector::Desired::DRAFT));
  EXPECT_THAT(created.resources().task_group(), Eq("connect-task-kafka-maxcompute-sink"));
  EXPECT_THAT(created.sink().mode(), Eq(v1::MaxComputeSink::DEFAULT));
  EXPECT_THAT(created.sink().partition_granularity(), Eq(v1::MaxComputeSink::HOUR));
  EXPECT_THAT(created.sink().time_zone(), Eq("GMT 08:00"));
  EXPECT_TRUE(created.reconciling());
  ASSERT_THAT(Get(&read), IsOk());
  EXPECT_THAT(read.DebugString(), Eq(created.DebugString()));
}

TEST_F(ApiDefinitions, NamesThatR12ForbidsAreRefusedWithTheFieldTheReasonAndTheRule) {
  const std::pair<std::string, std::string> kNames[] = {
      {"", "FIELD_REQUIRED"},
      {std::string(49, 'a'), "NAME_INVALID"},
      {"-a", "NAME_INVALID"},
      {"A", "NAME_INVALID"},
      {"a_b", "NAME_INVALID"},
      {"ä", "NAME_INVALID"},
      {std::string(1 << 20, 'a'), "NAME_INVALID"},
  };
  for (const auto& [name, reason] : kNames) {
    const absl::Status status = CreateNamed(name);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, Le(std::string(1024, '~'))));
    EXPECT_THAT(status, HasReason("VALIDATION_FAILED"));
    EXPECT_THAT(client::ViolationsOf(status),
                ElementsAre(testing::AllOf(
                    Field(&client::Violation::field, "connector_id"),
                    Field(&client::Violation::reason, reason),
                    Field(&client::Violation::message, HasSubstr("1 to 48 digits")))));
    EXPECT_THAT(status.message().size(), Le(1024));
  }
}

TEST_F(ApiDefinitions, EverythingThatIsWrongIsToldAtOnceAndNothingIsStored) {
  v1::CreateConnectorRequest request = R0Request();
  request.set_connector_id("A");
  request.mutable_connector()->mutable_source()->set_topic("no topic");
  request.mutable_connector()->mutable_sink()->clear_table();
  request.mutable_connector()->mutable_sink()->set_mode(v1::MaxComputeSink::DEFAULT);
  request.mutable_connector()->mutable_sink()->set_format(v1::MaxComputeSink::CSV);
  request.set_request_id("with blank");
  v1::Connector ignored;
  const absl::Status status = Create(request, &ignored);
  std::set<std::string> fields;
  for (const client::Violation& v : client::ViolationsOf(status)) fields.insert(v.field);
  EXPECT_THAT(fields,
              IsSupersetOf({"connector_id", "connector.source.topic", "connector.sink.table",
                            "connector.sink.format", "request_id"}));
  EXPECT_FALSE(Exists("A"));
}

TEST_F(ApiDefinitions, ADuplicateIsAlreadyExistsEvenWithTheWorldAway) {
  ASSERT_THAT(CreateNamed("orders"), IsOk());
  kafka_.SetReachable(false);
  const absl::Status status = CreateNamed("orders");
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(status, HasReason("CONNECTOR_EXISTS"));
}

TEST_F(ApiDefinitions, AnUnknownInstanceIsNotFound) {
  v1::CreateConnectorRequest request = R0Request();
  request.set_parent("instances/none");
  v1::Connector ignored;
  const absl::Status status = Create(request, &ignored);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(status, HasReason("INSTANCE_NOT_FOUND"));
}

TEST_F(ApiDefinitions, AnInstanceWithoutTheConnectorFeatureTakesNone) {
  v1::CreateInstanceRequest instance;
  instance.set_instance_id("off");
  instance.mutable_instance()->add_bootstrap_servers("127.0.0.1:9092");
  v1::Instance ignored_instance;
  ASSERT_THAT(Call(*instances_, &InstanceStub::CreateInstance, instance, &ignored_instance),
              IsOk());
  v1::CreateConnectorRequest request = R0Request();
  request.set_parent("instances/off");
  v1::Connector ignored;
  const absl::Status status = Create(request, &ignored);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason("CONNECTOR_FEATURE_DISABLED"));
}

TEST_F(ApiDefinitions, WhatTheWorldLacksIsToldAtOnceWithItsRemedies) {
  v1::CreateConnectorRequest request = R0Request();
  request.mutable_connector()->mutable_source()->set_topic("none");
  request.mutable_connector()->mutable_sink()->set_table("none");
  v1::Connector ignored;
  const absl::Status status = Create(request, &ignored);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason("PREFLIGHT_FAILED"));
  EXPECT_THAT(client::ViolationsOf(status),
              ElementsAre(Field(&client::Violation::reason, "SOURCE_TOPIC_NOT_FOUND"),
                          Field(&client::Violation::reason, "TABLE_NOT_FOUND")));
  EXPECT_FALSE(Exists("kafka-maxcompute-sink"));
}

TEST_F(ApiDefinitions, AMissingGrantIsToldWithItsExactStatement) {
  const std::string grant =
      "grant Alter on table test_kafka to user `RAM$188:role/aliyunkafkamaxcomputeuser1`;";
  tables_.sql().FailNextRun(WithRemedy(
      WithReason(absl::PermissionDeniedError("Alter is missing"), "PERMISSION_MISSING"), grant));
  v1::Connector ignored;
  const absl::Status status = Create(R0Request(), &ignored);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason("PERMISSION_MISSING"));
  EXPECT_THAT(RemedyOf(status), Eq(grant));
  EXPECT_THAT(client::ViolationsOf(status), Contains(Field(&client::Violation::remedy, grant)));
}

TEST_F(ApiDefinitions, WhatDoesNotStandInTheWayIsAnsweredAsWarningsAndNotReadBack) {
  v1::CreateConnectorRequest request = R0Request();
  request.mutable_connector()->mutable_scaling()->set_tasks(5);
  // Deploy would refuse it; until then it can be mended.
  kafka_.AddMember("connect-task-kafka-maxcompute-sink", {.member_id = "somebody"});
  request.set_validate_only(true);
  v1::Connector trial, created, read;
  ASSERT_THAT(Create(request, &trial), IsOk());
  request.set_validate_only(false);
  ASSERT_THAT(Create(request, &created), IsOk());
  ASSERT_THAT(created.warnings_size(), Eq(2));
  EXPECT_THAT(created.warnings(0).reason(), Eq("GROUP_NOT_EMPTY"));
  EXPECT_THAT(created.warnings(0).severity(), Eq(v1::Finding::WARNING));
  EXPECT_THAT(created.warnings(1).reason(), Eq("NOT_RECOMMENDED"));
  EXPECT_THAT(created.warnings(1).field(), Eq("connector.scaling.tasks"));
  EXPECT_THAT(created.warnings(1).remedy(), HasSubstr("3"));
  EXPECT_THAT(trial.warnings_size(), Eq(2));
  ASSERT_THAT(Get(&read), IsOk());
  EXPECT_THAT(read.warnings_size(), Eq(0));
}

TEST_F(ApiDefinitions, WithKafkaOrTheStoreAwayItIsATypedErrorAndWorksAgainAfterwards) {
  kafka_.SetReachable(false);
  EXPECT_THAT(CreateNamed("orders"), StatusIs(absl::StatusCode::kUnavailable));
  kafka_.SetReachable(true);
  store_.FailNext(WithReason(absl::UnavailableError("away"), "DATABASE_UNAVAILABLE"));
  EXPECT_THAT(CreateNamed("orders"), HasReason("DATABASE_UNAVAILABLE"));
  EXPECT_THAT(CreateNamed("orders"), IsOk());
}

TEST_F(ApiDefinitions, ValidateOnlyChecksEverythingAndStoresNothing) {
  v1::CreateConnectorRequest request = R0Request();
  request.set_validate_only(true);
  request.set_request_id("r-1");
  v1::Connector would_be;
  EXPECT_THAT(Create(request, &would_be), IsOk());
  EXPECT_THAT(would_be.resources().offset_topic(), Eq("connect-offset-kafka-maxcompute-sink"));
  EXPECT_FALSE(Exists("kafka-maxcompute-sink"));
  request.mutable_connector()->mutable_sink()->set_table("none");
  EXPECT_THAT(Create(request, &would_be), HasReason("TABLE_NOT_FOUND"));
  // The id of a trial is free for the real thing.
  request = R0Request();
  request.set_request_id("r-1");
  EXPECT_THAT(Create(request, &would_be), IsOk());
}

TEST_F(ApiDefinitions, ARepeatedRequestGetsTheFirstAnswerAndChangesNothing) {
  v1::CreateConnectorRequest request = R0Request();
  request.set_request_id("8a0b2c9e-0d4f-4c36-9d1e-0f4f4f4f4f4f");
  (*request.mutable_connector()->mutable_labels())["a"] = "1";
  (*request.mutable_connector()->mutable_labels())["b"] = "2";
  v1::Connector first, second;
  ASSERT_THAT(Create(request, &first), IsOk());
  clock_.Advance(absl::Hours(1));
  kafka_.SetReachable(false);  // Nothing is asked again.
  EXPECT_THAT(Create(request, &second), IsOk());
  EXPECT_THAT(second.uid(), Eq(first.uid()));
  EXPECT_THAT(second.DebugString(), Eq(first.DebugString()));
}

TEST_F(ApiDefinitions, ARequestIdThatWasUsedForAnotherRequestIsRefused) {
  v1::CreateConnectorRequest request = R0Request();
  request.set_request_id("r-1");
  v1::Connector ignored;
  ASSERT_THAT(Create(request, &ignored), IsOk());
  request.set_connector_id("another");
  const absl::Status status = Create(request, &ignored);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(status, HasReason("REQUEST_ID_REUSED"));
}

TEST_F(ApiDefinitions, ListsArePagedAndTheirTokensAreGoodForNothingElse) {
  for (const char* id : {"a", "b", "c"}) ASSERT_THAT(CreateNamed(id), IsOk());
  v1::ListConnectorsRequest request;
  request.set_parent("instances/alikafka");
  request.set_page_size(2);
  v1::ListConnectorsResponse first, second, other;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListConnectors, request, &first), IsOk());
  ASSERT_THAT(first.connectors_size(), Eq(2));
  EXPECT_THAT(first.next_page_token(), Ne(""));
  request.set_page_token(first.next_page_token());
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListConnectors, request, &second), IsOk());
  ASSERT_THAT(second.connectors_size(), Eq(1));
  EXPECT_THAT(second.connectors(0).name(), Eq("instances/alikafka/connectors/c"));
  EXPECT_THAT(second.next_page_token(), Eq(""));
  request.set_parent("instances/-");
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::ListConnectors, request, &other),
              HasReason("PAGE_TOKEN_INVALID"));
  // As it was given, but for its end.
  std::string forged;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(first.next_page_token(), &forged));
  request.set_parent("instances/alikafka");
  for (const std::string& token :
       {std::string("%%%"), absl::WebSafeBase64Escape(absl::StrCat(forged, "\xff")),
        absl::WebSafeBase64Escape(absl::StrCat(forged, std::string(1, '\0')))}) {
    request.set_page_token(token);
    EXPECT_THAT(Call(*connectors_, &ConnectorStub::ListConnectors, request, &other),
                HasReason("PAGE_TOKEN_INVALID"));
  }
  request.clear_page_token();
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListConnectors, request, &other), IsOk());
  EXPECT_THAT(other.connectors_size(), Eq(2));
  request.set_page_size(-1);
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::ListConnectors, request, &other),
              HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiDefinitions, NamesOfAnotherFormAreViolationsAndUnknownOnesAreNotFound) {
  v1::GetConnectorRequest request;
  v1::Connector ignored;
  for (const std::string& name :
       {std::string(), std::string("orders"), std::string("instances/a/connectors/"),
        std::string("instances/a/connectors/x\0y", 26), std::string(1 << 20, '/')}) {
    request.set_name(name);
    EXPECT_THAT(Call(*connectors_, &ConnectorStub::GetConnector, request, &ignored),
                HasReason("VALIDATION_FAILED"));
  }
  request.set_name("instances/alikafka/connectors/none");
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::GetConnector, request, &ignored),
              HasReason("CONNECTOR_NOT_FOUND"));
}

TEST_F(ApiDefinitions, AnInstanceIsDeletedOnlyEmptyAndWithTheRightEtag) {
  ASSERT_THAT(CreateNamed("orders"), IsOk());
  v1::DeleteInstanceRequest request;
  request.set_name("instances/alikafka");
  google::protobuf::Empty empty;
  EXPECT_THAT(Call(*instances_, &InstanceStub::DeleteInstance, request, &empty),
              HasReason("INSTANCE_NOT_EMPTY"));
  request.set_etag("old");
  EXPECT_THAT(Call(*instances_, &InstanceStub::DeleteInstance, request, &empty),
              HasReason("ETAG_MISMATCH"));
  v1::CreateInstanceRequest create;
  create.set_instance_id("spare");
  create.mutable_instance()->add_bootstrap_servers("127.0.0.1:9092");
  v1::Instance spare;
  ASSERT_THAT(Call(*instances_, &InstanceStub::CreateInstance, create, &spare), IsOk());
  EXPECT_THAT(Call(*instances_, &InstanceStub::CreateInstance, create, &spare),
              StatusIs(absl::StatusCode::kAlreadyExists));
  request.set_name(spare.name());
  request.set_etag(spare.etag());
  request.set_request_id("r-9");
  EXPECT_THAT(Call(*instances_, &InstanceStub::DeleteInstance, request, &empty), IsOk());
  // The repeat is answered as the first, not NOT_FOUND.
  EXPECT_THAT(Call(*instances_, &InstanceStub::DeleteInstance, request, &empty), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane

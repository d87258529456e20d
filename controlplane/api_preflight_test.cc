// Looking before deploying, and trying after it, through gRPC: ValidateConnector, PreviewRecords
// and SendTestRecord.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/in_memory_admin.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Lt;
using ::testing::Not;
using ::testing::Property;
using ::testing::SizeIs;
using ConnectorStub = v1::ConnectorService::StubInterface;
using InstanceStub = v1::InstanceService::StubInterface;

ApiOptions Hasty() {
  ApiOptions options;
  options.preflight.patience = {.check_deadline = absl::Seconds(1), .deadline = absl::Seconds(2)};
  return options;
}

class ApiPreflight : public ApiWorld {
 protected:
  ApiPreflight() : ApiWorld(Hasty()) {}

  static v1::ValidateConnectorRequest R0Definition() {
    v1::ValidateConnectorRequest request;
    request.set_parent(R0Request().parent());
    request.set_connector_id(R0Request().connector_id());
    *request.mutable_connector() = R0Request().connector();
    return request;
  }

  v1::ValidateConnectorResponse Validate(const v1::ValidateConnectorRequest& request) {
    v1::ValidateConnectorResponse response;
    EXPECT_THAT(Call(*connectors_, &ConnectorStub::ValidateConnector, request, &response), IsOk());
    return response;
  }

  // Reasons of a severity, with their fields.
  static std::vector<std::string> Found(const v1::ValidateConnectorResponse& response,
                                        v1::Finding::Severity severity) {
    std::vector<std::string> found;
    for (const v1::Finding& finding : response.findings()) {
      if (finding.severity() == severity) {
        found.push_back(absl::StrCat(finding.reason(), " ", finding.field()));
      }
    }
    return found;
  }
};

TEST_F(ApiPreflight, TheConnectorOfR0IsDeployableAndWhatWasCheckedIsSaid) {
  const v1::ValidateConnectorResponse response = Validate(R0Definition());
  EXPECT_TRUE(response.deployable());
  EXPECT_THAT(response.findings(), Not(IsEmpty()));
  EXPECT_THAT(Found(response, v1::Finding::INFO), SizeIs(response.findings_size()));
  EXPECT_THAT(response.connector().resources().task_group(),
              Eq("connect-task-kafka-maxcompute-sink"));
  EXPECT_THAT(response.connector().uid(), IsEmpty());
  v1::Connector read;
  EXPECT_THAT(Get(&read), HasReason("CONNECTOR_NOT_FOUND"));
}

TEST_F(ApiPreflight, ViolationsAndWhatTheWorldLacksAreToldTogether) {
  v1::ValidateConnectorRequest request = R0Definition();
  request.mutable_connector()->mutable_source()->set_topic("none");
  request.mutable_connector()->mutable_sink()->set_format(v1::MaxComputeSink::CSV);
  request.mutable_connector()->mutable_scaling()->set_tasks(65);
  tables_.sql().FailNextRun(WithReason(absl::PermissionDeniedError("no"), "PERMISSION_MISSING"));
  const v1::ValidateConnectorResponse response = Validate(request);
  EXPECT_FALSE(response.deployable());
  EXPECT_THAT(Found(response, v1::Finding::ERROR),
              ElementsAre(HasSubstr("CSV_NEEDS_KEY_OR_VALUE connector.sink."),
                          "FIELD_OUT_OF_RANGE connector.scaling.tasks",
                          "SOURCE_TOPIC_NOT_FOUND connector.source.topic",
                          "PERMISSION_MISSING connector.sink.role_name"));
}

TEST_F(ApiPreflight, AFieldThatNamesNothingIsNotAskedAbout) {
  v1::ValidateConnectorRequest request = R0Definition();
  request.mutable_connector()->mutable_source()->set_topic("no topic");
  request.mutable_connector()->mutable_sink()->clear_table();
  const v1::ValidateConnectorResponse response = Validate(request);
  EXPECT_THAT(
      Found(response, v1::Finding::ERROR),
      ElementsAre("FIELD_FORM connector.source.topic", "FIELD_REQUIRED connector.sink.table"));
  EXPECT_THAT(tables_.sql().Statements(), IsEmpty());
}

TEST_F(ApiPreflight, TheWorstDefinitionStillGetsReadableFindingsWithinGrpcsLimit) {
  v1::ValidateConnectorRequest request = R0Definition();
  const std::string nonsense(1 << 20, '*');
  request.set_connector_id(nonsense);
  v1::Connector& connector = *request.mutable_connector();
  connector.mutable_source()->set_topic(nonsense);
  connector.mutable_sink()->set_project("'; DROP");
  connector.mutable_sink()->set_time_zone("moon");
  for (int i = 0; i < 100; ++i) (*connector.mutable_labels())[absl::StrCat("*", i)] = "*";
  const v1::ValidateConnectorResponse response = Validate(request);
  EXPECT_FALSE(response.deployable());
  EXPECT_THAT(response.findings_size(), Le(128));
  EXPECT_THAT(response.ByteSizeLong(), Lt(1 << 20));
  EXPECT_THAT(Found(response, v1::Finding::ERROR), Contains("NAME_INVALID connector_id"));
}

TEST_F(ApiPreflight, AConnectorThatExistsAndRunsIsStillDeployable) {
  v1::Connector ignored;
  ASSERT_THAT(Create(R0Request(), &ignored), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  kafka_.AddMember("connect-task-kafka-maxcompute-sink", {.member_id = "a task"});
  const v1::ValidateConnectorResponse response = Validate(R0Definition());
  EXPECT_THAT(Found(response, v1::Finding::ERROR), IsEmpty());
  EXPECT_TRUE(response.deployable());
}

TEST_F(ApiPreflight, AStoredAccessKeySignsNothingForAnotherEndpoint) {
  v1::CreateConnectorRequest request = R0Request();
  v1::MaxComputeSink& sink = *request.mutable_connector()->mutable_sink();
  sink.clear_account_uid();
  sink.clear_role_name();
  sink.mutable_access_key()->set_access_key_id("LTAI");
  sink.mutable_access_key()->set_access_key_secret("key-secret");
  v1::Connector ignored;
  ASSERT_THAT(Create(request, &ignored), IsOk());
  v1::ValidateConnectorRequest again = R0Definition();
  *again.mutable_connector() = request.connector();
  again.mutable_connector()->mutable_sink()->mutable_access_key()->clear_access_key_secret();
  EXPECT_THAT(Found(Validate(again), v1::Finding::ERROR), IsEmpty());

  const std::string missing = "FIELD_REQUIRED connector.sink.access_key.access_key_secret";
  v1::ValidateConnectorRequest elsewhere = again;
  elsewhere.mutable_connector()->mutable_sink()->set_endpoint("http://127.0.0.1:2/api");
  EXPECT_THAT(Found(Validate(elsewhere), v1::Finding::ERROR), ElementsAre(missing));
  elsewhere = again;
  elsewhere.mutable_connector()->mutable_sink()->set_tunnel_endpoint("http://127.0.0.1:2");
  EXPECT_THAT(Found(Validate(elsewhere), v1::Finding::ERROR), ElementsAre(missing));
}

TEST_F(ApiPreflight, AnInstanceWithoutTheFeatureIsAFindingAndAnUnknownOneIsNot) {
  v1::CreateInstanceRequest instance;
  instance.set_instance_id("off");
  instance.mutable_instance()->add_bootstrap_servers("127.0.0.1:9092");
  v1::Instance made;
  ASSERT_THAT(Call(*instances_, &InstanceStub::CreateInstance, instance, &made), IsOk());
  v1::ValidateConnectorRequest request = R0Definition();
  request.set_parent("instances/off");
  EXPECT_THAT(Found(Validate(request), v1::Finding::ERROR),
              ElementsAre("CONNECTOR_FEATURE_DISABLED parent"));
  v1::ValidateConnectorResponse ignored;
  request.set_parent("instances/none");
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::ValidateConnector, request, &ignored),
              HasReason("INSTANCE_NOT_FOUND"));
  request.set_parent("none");
  EXPECT_THAT(Call(*connectors_, &ConnectorStub::ValidateConnector, request, &ignored),
              HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiPreflight, ADestinationThatHangsIsAnsweredInTimeAndSlowsNoOtherCallDown) {
  tables_.tunnel().Hold(maxcompute::InMemoryTunnel::Operation::kCreateUpload);
  const absl::Time began = absl::Now();
  const v1::ValidateConnectorResponse response = Validate(R0Definition());
  EXPECT_THAT(absl::Now() - began, Lt(absl::Seconds(20)));
  EXPECT_FALSE(response.deployable());
  EXPECT_THAT(Found(response, v1::Finding::ERROR),
              ElementsAre("NOT_ANSWERED connector.sink.endpoint"));
  EXPECT_THAT(Found(response, v1::Finding::INFO), Not(IsEmpty()));
  // Its check still hangs; a definition of another table is validated at once.
  v1::Connector ignored;
  EXPECT_THAT(Get(&ignored), HasReason("CONNECTOR_NOT_FOUND"));
  tables_.tunnel().Release(maxcompute::InMemoryTunnel::Operation::kCreateUpload);
}

class ApiPreview : public ApiWorld {
 protected:
  ApiPreview() { clock_.Advance(absl::FromUnixSeconds(1605596402) - clock_.Now()); }

  void Append(int32_t partition, std::optional<std::string> key, std::optional<std::string> value,
              absl::Time timestamp = absl::FromUnixSeconds(1605596400)) {
    EXPECT_THAT(
        kafka_.Append("maxcompute-test-input", partition,
                      {.key = std::move(key), .value = std::move(value), .timestamp = timestamp}),
        IsOk());
  }

  absl::Status Preview(const v1::PreviewRecordsRequest& request,
                       v1::PreviewRecordsResponse* response) {
    return Call(*connectors_, &ConnectorStub::PreviewRecords, request, response);
  }

  static v1::PreviewRecordsRequest R0Definition() {
    v1::PreviewRecordsRequest request;
    request.set_parent(R0Request().parent());
    *request.mutable_connector() = R0Request().connector();
    return request;
  }
};

TEST_F(ApiPreview, TheLastRecordsAreShownAsRowsTheNewestFirst) {
  Append(0, "1", "1");
  Append(0, "2", std::nullopt, absl::FromUnixSeconds(1605596401));
  v1::PreviewRecordsResponse response;
  ASSERT_THAT(Preview(R0Definition(), &response), IsOk());
  EXPECT_THAT(response.columns(), ElementsAre("topic", "partition", "offset", "key", "value"));
  ASSERT_THAT(response.records(), SizeIs(2));
  const v1::PreviewedRecord& newest = response.records(0);
  EXPECT_THAT(newest.offset(), Eq(1));
  EXPECT_THAT(newest.row().values(3).string_value(), Eq("2"));
  EXPECT_TRUE(newest.row().values(4).has_null_value());
  EXPECT_THAT(newest.table_partition(), Eq("pt=11-17-2020 15"));
  EXPECT_FALSE(newest.has_rejection());
  EXPECT_THAT(response.records(1).timestamp().seconds(), Eq(1605596400));
  // Nothing was written, and the topic was read as nobody.
  EXPECT_THAT(tables_.tunnel().Sessions(), IsEmpty());
}

TEST_F(ApiPreview, ARecordThatIsNoRowSaysWhyAtWhichStage) {
  Append(0, "k", "\xff");
  v1::PreviewRecordsResponse response;
  ASSERT_THAT(Preview(R0Definition(), &response), IsOk());
  ASSERT_THAT(response.records(), SizeIs(1));
  EXPECT_FALSE(response.records(0).has_row());
  EXPECT_THAT(response.records(0).table_partition(), IsEmpty());
  EXPECT_THAT(response.records(0).rejection().stage(), Eq("VALUE_CONVERTER"));
  EXPECT_THAT(response.records(0).rejection().reason(), Eq("NOT_UTF8"));
  EXPECT_THAT(response.records(0).rejection().column(), Eq("value"));
}

TEST_F(ApiPreview, AnExistingConnectorIsPreviewedByItsName) {
  v1::Connector created;
  ASSERT_THAT(Create(R0Request(), &created), IsOk());
  Append(2, "k", "v");
  v1::PreviewRecordsRequest request;
  request.set_parent("instances/alikafka");
  request.set_connector_id("kafka-maxcompute-sink");
  v1::PreviewRecordsResponse response;
  ASSERT_THAT(Preview(request, &response), IsOk());
  ASSERT_THAT(response.records(), SizeIs(1));
  EXPECT_THAT(response.records(0).partition(), Eq(2));
  request.set_connector_id("none");
  EXPECT_THAT(Preview(request, &response), HasReason("CONNECTOR_NOT_FOUND"));
  request.set_connector_id("");
  EXPECT_THAT(Preview(request, &response), HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiPreview, LongValuesAreCutAndAnswersStaySmall) {
  for (int i = 0; i < 30; ++i) Append(0, "k", std::string(100'000, 'x'));
  v1::PreviewRecordsRequest request = R0Definition();
  request.set_limit(1000);
  v1::PreviewRecordsResponse response;
  ASSERT_THAT(Preview(request, &response), IsOk());
  EXPECT_THAT(response.records(), SizeIs(30));
  EXPECT_THAT(response.records(0).row().values(4).string_value(), SizeIs(Le(1030)));
  EXPECT_THAT(response.ByteSizeLong(), Le(1 << 20));
  request.set_limit(3);
  ASSERT_THAT(Preview(request, &response), IsOk());
  EXPECT_THAT(response.records(), SizeIs(3));
  request.set_limit(-1);
  EXPECT_THAT(Preview(request, &response), HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiPreview, WhatIsMissingIsAPreconditionWithItsReason) {
  v1::PreviewRecordsResponse response;
  v1::PreviewRecordsRequest request = R0Definition();
  request.mutable_connector()->mutable_source()->set_topic("none");
  EXPECT_THAT(Preview(request, &response), HasReason("SOURCE_TOPIC_NOT_FOUND"));
  request = R0Definition();
  request.mutable_connector()->mutable_sink()->set_table("none");
  EXPECT_THAT(Preview(request, &response), HasReason("TABLE_NOT_FOUND"));
  request = R0Definition();
  request.mutable_connector()->mutable_sink()->set_format(v1::MaxComputeSink::BINARY);
  EXPECT_THAT(Preview(request, &response), HasReason("PREFLIGHT_FAILED"));
  request.mutable_connector()->mutable_sink()->set_mode(v1::MaxComputeSink::KEY);
  EXPECT_THAT(Preview(request, &response), HasReason("TABLE_UNFIT"));
  request.mutable_connector()->mutable_sink()->clear_project();
  EXPECT_THAT(Preview(request, &response), HasReason("VALIDATION_FAILED"));
  request.set_parent("instances/none");
  EXPECT_THAT(Preview(request, &response), HasReason("INSTANCE_NOT_FOUND"));
  kafka_.SetReachable(false);
  EXPECT_THAT(Preview(R0Definition(), &response), StatusIs(absl::StatusCode::kUnavailable));
}

class ApiTestRecord : public ApiWorld {
 protected:
  ApiTestRecord() {
    v1::Connector created;
    EXPECT_THAT(Create(R0Request(), &created), IsOk());
    request_.set_name(kName);
    request_.set_partition(0);
    request_.set_key("1");
    request_.set_value("1");
  }

  absl::Status Send() {
    return Call(*connectors_, &ConnectorStub::SendTestRecord, request_, &response_);
  }

  // As a task that has written the row of offset 0 would, when it is asked for the `look`th time.
  void CommitAtLook(int look) {
    kafka_.OnCall([this, look](absl::string_view call) {
      if (call != "FetchOffsets" || ++looks_ != look) return absl::OkStatus();
      return kafka::InMemoryAdmin(kafka_)
          .CommitOffsets("connect-task-kafka-maxcompute-sink",
                         {{{"maxcompute-test-input", 0}, {1, ""}}}, absl::Seconds(1))
          .status();
    });
  }

  v1::SendTestRecordRequest request_;
  v1::SendTestRecordResponse response_;
  int looks_ = 0;
};

TEST_F(ApiTestRecord, WithoutWaitItTellsWhereTheRowWillBe) {
  ASSERT_THAT(Send(), IsOk());
  EXPECT_FALSE(response_.arrived());
  EXPECT_THAT(response_.table_partition(),
              Eq(absl::StrCat("pt=", absl::FormatTime("%m-%d-%Y %H", clock_.Now(),
                                                      absl::FixedTimeZone(8 * 3600)))));
  request_.set_value("\x01");
  request_.set_validate_only(true);
  ASSERT_THAT(Send(), IsOk());
  EXPECT_THAT(response_.table_partition(), Not(IsEmpty()));
}

TEST_F(ApiTestRecord, WithMaxComputeAwayTheRecordIsStillSent) {
  tables_.catalog().FailNext(absl::UnavailableError("away"));
  ASSERT_THAT(Send(), IsOk());
  EXPECT_THAT(response_.offset(), Eq(0));
  EXPECT_THAT(response_.table_partition(), IsEmpty());
}

TEST_F(ApiTestRecord, WithWaitItAnswersOnceATaskHasPassedTheRecord) {
  ASSERT_THAT(Deploy(), IsOk());
  CommitAtLook(3);
  request_.mutable_wait()->set_seconds(25);
  ASSERT_THAT(Send(), IsOk());
  EXPECT_TRUE(response_.arrived());
  EXPECT_THAT(looks_, Eq(3));
}

TEST_F(ApiTestRecord, ARowThatDoesNotComeInTimeHasNotArrivedAndARepeatGoesOnWaiting) {
  ASSERT_THAT(Deploy(), IsOk());
  request_.mutable_wait()->set_seconds(20);
  request_.set_request_id("one");
  const absl::Time began = clock_.Now();
  ASSERT_THAT(Send(), IsOk());
  EXPECT_FALSE(response_.arrived());
  EXPECT_THAT(clock_.Now() - began, Le(absl::Seconds(20)));
  CommitAtLook(1);
  ASSERT_THAT(Send(), IsOk());
  EXPECT_TRUE(response_.arrived());
  EXPECT_THAT(kafka_.Records("maxcompute-test-input"), SizeIs(1));
}

TEST_F(ApiTestRecord, WhoDidNotWaitMayWaitByARepeat) {
  ASSERT_THAT(Deploy(), IsOk());
  request_.set_request_id("one");
  ASSERT_THAT(Send(), IsOk());
  EXPECT_FALSE(response_.arrived());
  CommitAtLook(1);
  request_.mutable_wait()->set_seconds(20);
  ASSERT_THAT(Send(), IsOk());
  EXPECT_TRUE(response_.arrived());
  EXPECT_THAT(kafka_.Records("maxcompute-test-input"), SizeIs(1));
}

TEST_F(ApiTestRecord, ARepeatThatWouldWaitForAConnectorThatReadsNoMoreIsToldAtOnce) {
  ASSERT_THAT(Deploy(), IsOk());
  request_.set_request_id("one");
  ASSERT_THAT(Send(), IsOk());
  v1::StopConnectorRequest stop;
  stop.set_name(kName);
  v1::Connector stopped;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::StopConnector, stop, &stopped), IsOk());
  request_.mutable_wait()->set_seconds(20);
  const absl::Time began = clock_.Now();
  EXPECT_THAT(Send(), HasReason("VERB_NOT_ALLOWED"));
  EXPECT_THAT(clock_.Now() - began, Le(absl::Seconds(1)));
  // What was passed before it stopped has arrived.
  CommitAtLook(looks_ + 1);
  ASSERT_THAT(Send(), IsOk());
  EXPECT_TRUE(response_.arrived());
}

TEST_F(ApiTestRecord, WhenNoTaskReadsThereIsNothingToWaitForAndNothingIsSent) {
  request_.mutable_wait()->set_seconds(1);
  const absl::Status status = Send();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(status, HasReason("VERB_NOT_ALLOWED"));
  EXPECT_THAT(RemedyOf(status), HasSubstr("deploy"));
  EXPECT_THAT(kafka_.Records("maxcompute-test-input"), IsEmpty());
  for (const int64_t seconds : {int64_t{-1}, int64_t{26}, int64_t{1} << 60}) {
    request_.mutable_wait()->set_seconds(seconds);
    EXPECT_THAT(Send(), HasReason("VALIDATION_FAILED")) << seconds;
  }
}

}  // namespace
}  // namespace sluice::controlplane

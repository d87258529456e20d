// Looking before deploying, through gRPC: ValidateConnector.

#include <string>
#include <vector>

#include "absl/time/clock.h"
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

}  // namespace
}  // namespace sluice::controlplane

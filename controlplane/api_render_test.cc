// Definitions written down, through gRPC: RenderConnector.

#include <string>

#include "api/manifest/connector_text.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ConnectorStub = v1::ConnectorService::StubInterface;

class ApiRender : public ApiWorld {
 protected:
  static v1::RenderConnectorRequest R0Definition() {
    v1::RenderConnectorRequest request;
    request.set_parent(R0Request().parent());
    request.set_connector_id(R0Request().connector_id());
    *request.mutable_connector() = R0Request().connector();
    return request;
  }

  absl::Status Render(const v1::RenderConnectorRequest& request,
                      v1::RenderConnectorResponse* response) {
    return Call(*connectors_, &ConnectorStub::RenderConnector, request, response);
  }
};

TEST_F(ApiRender, TheManifestIsThatOfTheConnectorAsItIsReadOnceItExists) {
  v1::RenderConnectorResponse rendered;
  EXPECT_THAT(Render(R0Definition(), &rendered), IsOk());
  v1::Connector created, read;
  EXPECT_THAT(Create(R0Request(), &created), IsOk());
  EXPECT_THAT(Get(&read), IsOk());

  EXPECT_THAT(rendered.manifest(), Eq(manifest::ManifestText(read)));
  EXPECT_THAT(rendered.manifest(), HasSubstr("taskGroup: connect-task-kafka-maxcompute-sink"));
}

TEST_F(ApiRender, TheCommandNamesWhatWasGivenAndNothingElse) {
  v1::RenderConnectorResponse rendered;
  EXPECT_THAT(Render(R0Definition(), &rendered), IsOk());

  EXPECT_THAT(rendered.command(),
              Eq(R"(sluicectl create connector kafka-maxcompute-sink --instance alikafka \
  --topic maxcompute-test-input \
  --endpoint http://127.0.0.1:1/api \
  --project connector_test \
  --table test_kafka \
  --account-uid 188 \
  --role AliyunKafkaMaxComputeUser1)"));
}

TEST_F(ApiRender, ADefinitionThatIsNotCompleteIsWrittenDownAsItIs) {
  v1::RenderConnectorRequest request;
  request.set_parent("instances/alikafka");
  request.mutable_connector()->mutable_sink()->set_time_zone("nowhere");
  v1::RenderConnectorResponse rendered;

  EXPECT_THAT(Render(request, &rendered), IsOk());

  EXPECT_THAT(rendered.command(), HasSubstr("create connector NAME"));
  EXPECT_THAT(rendered.manifest(), HasSubstr("timeZone: nowhere"));
}

TEST_F(ApiRender, ASecretIsInNeitherText) {
  v1::RenderConnectorRequest request = R0Definition();
  v1::AccessKey& key = *request.mutable_connector()->mutable_sink()->mutable_access_key();
  key.set_access_key_id("an-id");
  key.set_access_key_secret("hidden");
  v1::RenderConnectorResponse rendered;

  EXPECT_THAT(Render(request, &rendered), IsOk());

  EXPECT_THAT(rendered.ShortDebugString(), Not(HasSubstr("hidden")));
  EXPECT_THAT(rendered.manifest(), HasSubstr("accessKeyId: an-id"));
}

TEST_F(ApiRender, NothingIsStoredByIt) {
  v1::RenderConnectorResponse rendered;
  EXPECT_THAT(Render(R0Definition(), &rendered), IsOk());

  v1::Connector read;
  EXPECT_THAT(Get(&read), HasReason("CONNECTOR_NOT_FOUND"));
}

TEST_F(ApiRender, AnInstanceThatIsUnknownOrATextWithoutEndIsRefused) {
  v1::RenderConnectorRequest request = R0Definition();
  request.set_parent("instances/none");
  v1::RenderConnectorResponse rendered;
  EXPECT_THAT(Render(request, &rendered), HasReason("INSTANCE_NOT_FOUND"));

  request = R0Definition();
  request.mutable_connector()->set_description(std::string(300'000, 'a'));
  EXPECT_THAT(Render(request, &rendered), HasReason("VALIDATION_FAILED"));
  EXPECT_THAT(rendered.manifest(), IsEmpty());
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/api_world.h"

#include "base/kafka/in_memory_admin.h"
#include "base/status/status_matchers.h"
#include "controlplane/access/secret.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

maxcompute::TableSchema R0Schema() {
  using maxcompute::TypeKind;
  const auto column = [](const char* name, TypeKind kind) {
    return maxcompute::Column{name, maxcompute::ColumnType{kind}};
  };
  return {{column("topic", TypeKind::kString), column("partition", TypeKind::kBigint),
           column("offset", TypeKind::kBigint), column("key", TypeKind::kString),
           column("value", TypeKind::kString)},
          {column("pt", TypeKind::kString)}};
}

ApiOptions Asking(ApiOptions options, bool asks) {
  options.access.asks = asks;
  return options;
}

}  // namespace

ApiWorld::ApiWorld(const ApiOptions& options, bool asks)
    : handlers_(store_, clusters_, probe_, tables_, clock_, Asking(options, asks)),
      observer_(store_, store_, store_, store_, handlers_.board(), clock_,
                {.observe = options.observe}) {
  server_ = *RpcServer::Start(handlers_.services(), {.listen_address = "127.0.0.1:0"});
  channel_ = server_->PrivateChannel();
  instances_ = v1::InstanceService::NewStub(channel_);
  connectors_ = v1::ConnectorService::NewStub(channel_);
  fleet_ = v1::FleetService::NewStub(channel_);
  operations_ = google::longrunning::Operations::NewStub(channel_);
  dead_letters_ = v1::DeadLetterService::NewStub(channel_);
  watch_ = v1::WatchService::NewStub(channel_);
  offsets_ = v1::OffsetService::NewStub(channel_);
  access_ = v1::AccessService::NewStub(channel_);
  if (asks) secret_ = AddToken("admin", TokenKind::kUser, Role::kAdmin);

  probe_.Answer("127.0.0.1:9092",
                kafka::ClusterDescription{.brokers = 3, .broker_version = "3.9-IV0"});
  v1::CreateInstanceRequest request;
  request.set_instance_id("alikafka");
  request.mutable_instance()->add_bootstrap_servers("127.0.0.1:9092");
  request.mutable_instance()->set_connector_feature(v1::Instance::ENABLED);
  v1::Instance instance;
  EXPECT_THAT(
      Call(*instances_, &v1::InstanceService::StubInterface::CreateInstance, request, &instance),
      IsOk());
  CreateTopic("maxcompute-test-input", 3);
  tables_.sql().OnSelect([](absl::string_view) { return maxcompute::SqlRows(); });
  tables_.tunnel().AddTable({"connector_test", "", "test_kafka"}, R0Schema());
}

ApiWorld::~ApiWorld() {
  handlers_.EndStreams();
  server_->Stop();
  handlers_.Stop();
}

std::string ApiWorld::AddToken(const std::string& id, TokenKind kind, std::optional<Role> role) {
  ApiToken token;
  token.id = id;
  token.kind = kind;
  if (role.has_value()) token.role_bindings = {{*role, "*"}};
  token.create_time = clock_.Now();
  token.expire_time = clock_.Now() + absl::Hours(1);
  std::string secret = NewSecret(SecretKind::kToken);
  EXPECT_THAT(store_.CreateApiToken(token, HashOfSecret(secret), "").status(), IsOk());
  return secret;
}

void ApiWorld::CreateTopic(const std::string& name, int partitions) {
  kafka::NewTopic topic;
  topic.name = name;
  topic.partitions = partitions;
  EXPECT_THAT(kafka::InMemoryAdmin(kafka_).CreateTopics({topic}, absl::Seconds(1)), IsOk());
}

v1::CreateConnectorRequest ApiWorld::R0Request() {
  v1::CreateConnectorRequest request;
  request.set_parent("instances/alikafka");
  request.set_connector_id("kafka-maxcompute-sink");
  v1::Connector& connector = *request.mutable_connector();
  connector.mutable_source()->set_topic("maxcompute-test-input");
  v1::MaxComputeSink& sink = *connector.mutable_sink();
  sink.set_endpoint("http://127.0.0.1:1/api");
  sink.set_project("connector_test");
  sink.set_table("test_kafka");
  sink.set_account_uid("188");
  sink.set_role_name("AliyunKafkaMaxComputeUser1");
  return request;
}

absl::Status ApiWorld::Create(const v1::CreateConnectorRequest& request, v1::Connector* response) {
  return Call(*connectors_, &v1::ConnectorService::StubInterface::CreateConnector, request,
              response);
}

absl::Status ApiWorld::Deploy(const std::string& etag, v1::Connector* response) {
  v1::Connector ignored;
  v1::DeployConnectorRequest request;
  request.set_name(kName);
  request.set_etag(etag);
  return Call(*connectors_, &v1::ConnectorService::StubInterface::DeployConnector, request,
              response == nullptr ? &ignored : response);
}

absl::Status ApiWorld::Get(v1::Connector* response) {
  v1::GetConnectorRequest request;
  request.set_name(kName);
  return Call(*connectors_, &v1::ConnectorService::StubInterface::GetConnector, request, response);
}

}  // namespace sluice::controlplane

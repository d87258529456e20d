// The API's instances, through gRPC: asked before they are stored, changed while connectors run,
// and no secret in any answer.

#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"
#include "google/api/field_behavior.pb.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Ne;
using ::testing::Not;
using ::testing::StartsWith;
using InstanceStub = v1::InstanceService::StubInterface;

constexpr char kServer[] = "kafka.example.org:9092";
constexpr char kPassword[] = "hunter2";

class ApiInstances : public ApiWorld {
 protected:
  ApiInstances() {
    probe_.Answer(kServer, kafka::ClusterDescription{
                               .brokers = 3, .tiered_storage = true, .broker_version = "3.9-IV0"});
    probe_.Answer("other:9092", kafka::ClusterDescription{.brokers = 1, .broker_version = "4.1"});
  }

  // With a login.
  static v1::CreateInstanceRequest ARequest() {
    v1::CreateInstanceRequest request;
    request.set_instance_id("orders");
    v1::Instance& instance = *request.mutable_instance();
    instance.add_bootstrap_servers(kServer);
    instance.set_security_protocol(v1::Instance::SASL_PLAINTEXT);
    instance.mutable_sasl()->set_username("ann");
    instance.mutable_sasl()->set_password(kPassword);
    instance.set_region("cn-hangzhou");
    (*instance.mutable_labels())["team"] = "pay";
    return request;
  }

  absl::Status CreateInstance(const v1::CreateInstanceRequest& request) {
    return Call(*instances_, &InstanceStub::CreateInstance, request, &answer_);
  }
  absl::Status Update(const v1::UpdateInstanceRequest& request) {
    return Call(*instances_, &InstanceStub::UpdateInstance, request, &answer_);
  }
  absl::Status Check(const std::string& name) {
    v1::CheckInstanceRequest request;
    request.set_name(name);
    return Call(*instances_, &InstanceStub::CheckInstance, request, &answer_);
  }
  Instance Stored() { return store_.GetInstance("orders").value(); }

  // An update of `orders` with this mask.
  static v1::UpdateInstanceRequest Changing(const std::vector<std::string>& paths) {
    v1::UpdateInstanceRequest request;
    request.mutable_instance()->set_name("instances/orders");
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return request;
  }

  v1::Instance answer_;
};

TEST_F(ApiInstances, TheBrokersAreAskedBeforeAnInstanceIsStoredAndTheirAnswerIsKept) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  EXPECT_TRUE(answer_.observed().reachable());
  EXPECT_THAT(answer_.observed().brokers(), Eq(3));
  EXPECT_THAT(answer_.observed().broker_version(), Eq("3.9"));
  EXPECT_TRUE(answer_.observed().tiered_storage());
  EXPECT_THAT(answer_.observed().reason(), IsEmpty());
  EXPECT_TRUE(answer_.sasl().password_set());
  EXPECT_THAT(probe_.probed().back().password, Eq(kPassword));
  v1::GetInstanceRequest get;
  get.set_name("instances/orders");
  v1::Instance read;
  ASSERT_THAT(Call(*instances_, &InstanceStub::GetInstance, get, &read), IsOk());
  EXPECT_THAT(read.DebugString(), Eq(answer_.DebugString()));
}

TEST_F(ApiInstances, WhatTheBrokersRefuseIsRefusedWithTheirReasonAndNothingIsStored) {
  using absl::StatusCode;
  const struct {
    StatusCode code;
    const char* reason;
  } cases[] = {
      {StatusCode::kFailedPrecondition, "KAFKA_DNS_FAILED"},
      {StatusCode::kFailedPrecondition, "KAFKA_CONNECTION_REFUSED"},
      {StatusCode::kFailedPrecondition, "KAFKA_TLS_FAILED"},
      {StatusCode::kFailedPrecondition, "KAFKA_AUTHENTICATION_FAILED"},
      {StatusCode::kFailedPrecondition, "KAFKA_PROTOCOL_MISMATCH"},
      {StatusCode::kPermissionDenied, "KAFKA_AUTHORIZATION_FAILED"},
      {StatusCode::kUnavailable, "KAFKA_CONNECTION_TIMED_OUT"},
      {StatusCode::kUnavailable, "KAFKA_UNAVAILABLE"},
  };
  for (const auto& one : cases) {
    probe_.Answer(kServer, WithRemedy(WithReason(absl::Status(one.code, "why"), one.reason), "do"));
    const absl::Status refusal = CreateInstance(ARequest());
    EXPECT_THAT(refusal, StatusIs(one.code));
    EXPECT_THAT(refusal, HasReason(one.reason));
    EXPECT_THAT(RemedyOf(refusal), Eq("do"));
    EXPECT_THAT(store_.GetInstance("orders"), HasReason("INSTANCE_NOT_FOUND"));
  }
  v1::CreateInstanceRequest skipping = ARequest();
  skipping.set_skip_connection_check(true);
  ASSERT_THAT(CreateInstance(skipping), IsOk());
  EXPECT_FALSE(answer_.observed().reachable());
  EXPECT_THAT(answer_.observed().reason(), Eq("KAFKA_UNAVAILABLE"));
  EXPECT_THAT(answer_.observed().message(), Eq("why"));
  EXPECT_THAT(answer_.observed().remedy(), Eq("do"));
}

TEST_F(ApiInstances, ANameThatIsTakenIsToldBeforeTheBrokersAreAsked) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  const size_t asked = probe_.probed().size();
  EXPECT_THAT(CreateInstance(ARequest()), HasReason("INSTANCE_EXISTS"));
  EXPECT_THAT(probe_.probed().size(), Eq(asked));
}

TEST_F(ApiInstances, ADeclaredVersionThatTheBrokersAreNotOfIsShown) {
  v1::CreateInstanceRequest request = ARequest();
  request.mutable_instance()->set_kafka_version("2.4.1");
  ASSERT_THAT(CreateInstance(request), IsOk());
  EXPECT_TRUE(answer_.observed().reachable());
  EXPECT_THAT(answer_.observed().reason(), Eq("VERSION_DIFFERS"));
  EXPECT_THAT(answer_.observed().message(), HasSubstr("2.4.1"));
  EXPECT_THAT(answer_.observed().remedy(), HasSubstr("3.9"));

  v1::UpdateInstanceRequest update = Changing({"kafka_version"});
  update.mutable_instance()->set_kafka_version("3.9.0");
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(answer_.observed().reason(), IsEmpty());
}

TEST_F(ApiInstances, ACheckAnswersWhatTheBrokersSayNowAndCountsNoGeneration) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  const std::string etag = answer_.etag();
  probe_.Answer(kServer, WithReason(absl::UnavailableError("gone"), "KAFKA_UNAVAILABLE"));
  clock_.Advance(absl::Minutes(1));
  ASSERT_THAT(Check("instances/orders"), IsOk());
  EXPECT_FALSE(answer_.observed().reachable());
  EXPECT_THAT(answer_.etag(), Eq(etag));
  EXPECT_THAT(Stored().observed.reason, Eq("KAFKA_UNAVAILABLE"));
  EXPECT_THAT(Check("instances/none"), HasReason("INSTANCE_NOT_FOUND"));
}

TEST_F(ApiInstances, AnUpdateChangesExactlyWhatItsMaskNames) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  const std::string etag = answer_.etag();
  v1::UpdateInstanceRequest update = Changing({"connector_feature", "vswitch_ids", "labels"});
  update.mutable_instance()->set_connector_feature(v1::Instance::ENABLED);
  update.mutable_instance()->add_vswitch_ids("vsw-1");
  update.mutable_instance()->set_region("elsewhere");  // Not named.
  clock_.Advance(absl::Minutes(1));

  ASSERT_THAT(Update(update), IsOk());

  EXPECT_THAT(answer_.connector_feature(), Eq(v1::Instance::ENABLED));
  EXPECT_THAT(answer_.vswitch_ids(), ElementsAre("vsw-1"));
  EXPECT_THAT(answer_.region(), Eq("cn-hangzhou"));
  EXPECT_THAT(answer_.labels(), IsEmpty());
  EXPECT_THAT(answer_.etag(), Ne(etag));
  EXPECT_THAT(answer_.update_time().seconds(), Ne(answer_.create_time().seconds()));
  EXPECT_THAT(Stored().sasl->password, Eq(kPassword));
}

TEST_F(ApiInstances, WithoutAMaskWhatIsSetIsChangedAndStarChangesEverything) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  v1::UpdateInstanceRequest update = Changing({});
  *update.mutable_instance() = answer_;  // As it was read, with the server's own fields.
  update.mutable_instance()->clear_sasl();
  update.mutable_instance()->mutable_sasl()->set_password("new");
  update.mutable_instance()->clear_region();
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(answer_.region(), Eq("cn-hangzhou"));
  EXPECT_THAT(Stored().sasl, Eq(SaslLogin{SaslMechanism::kScramSha512, "ann", "new"}));

  update = Changing({"*"});
  update.mutable_instance()->add_bootstrap_servers("other:9092");
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(answer_.region(), IsEmpty());
  EXPECT_THAT(answer_.display_name(), Eq("orders"));
  EXPECT_FALSE(answer_.has_sasl());
  EXPECT_THAT(answer_.observed().broker_version(), Eq("4.1"));
}

TEST_F(ApiInstances, ASecretThatIsLeftEmptyStaysAndOneThatIsGivenReplacesIt) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  v1::UpdateInstanceRequest update = Changing({"sasl"});
  update.mutable_instance()->mutable_sasl()->set_username("bob");
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(Stored().sasl, Eq(SaslLogin{SaslMechanism::kScramSha512, "bob", kPassword}));

  update = Changing({"sasl.password"});
  update.mutable_instance()->mutable_sasl()->set_password("new");
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(Stored().sasl->password, Eq("new"));
  EXPECT_THAT(probe_.probed().back().password, Eq("new"));
}

TEST_F(ApiInstances, AStoredPasswordIsSentToNobodyThatItWasNotGivenFor) {
  v1::CreateInstanceRequest request = ARequest();
  request.mutable_instance()->set_security_protocol(v1::Instance::SASL_SSL);
  ASSERT_THAT(CreateInstance(request), IsOk());
  probe_.Answer("evil:9092", kafka::ClusterDescription{.brokers = 1, .broker_version = "4.1"});
  const size_t asked = probe_.probed().size();
  v1::UpdateInstanceRequest elsewhere = Changing({"bootstrap_servers"});
  elsewhere.mutable_instance()->add_bootstrap_servers(kServer);
  elsewhere.mutable_instance()->add_bootstrap_servers("evil:9092");
  v1::UpdateInstanceRequest unencrypted = Changing({"security_protocol", "tls"});
  unencrypted.mutable_instance()->set_security_protocol(v1::Instance::SASL_PLAINTEXT);
  v1::UpdateInstanceRequest plain = Changing({"sasl.mechanism"});
  plain.mutable_instance()->mutable_sasl()->set_mechanism(v1::SaslLogin::PLAIN);
  v1::UpdateInstanceRequest any_host = Changing({"tls"});
  any_host.mutable_instance()->mutable_tls()->set_skip_hostname_verification(true);
  v1::UpdateInstanceRequest authorities = Changing({"tls"});
  authorities.mutable_instance()->mutable_tls()->set_ca_certificates_pem("-----BEGIN");

  for (v1::UpdateInstanceRequest update : {elsewhere, unencrypted, plain, any_host, authorities}) {
    update.set_validate_only(true);
    const absl::Status refusal = Update(update);
    EXPECT_THAT(refusal, HasReason("VALIDATION_FAILED")) << update.DebugString();
    const auto violations = client::ViolationsOf(refusal);
    ASSERT_THAT(violations.size(), Eq(1u));
    EXPECT_THAT(violations[0].field, Eq("instance.sasl.password"));
    EXPECT_THAT(violations[0].reason, Eq("FIELD_REQUIRED"));
    update.mutable_instance()->mutable_sasl()->clear_password();
    update.set_skip_connection_check(true);
    EXPECT_THAT(Update(update), HasReason("VALIDATION_FAILED"));
  }
  EXPECT_THAT(probe_.probed().size(), Eq(asked));
  elsewhere.mutable_update_mask()->add_paths("sasl.password");
  elsewhere.mutable_instance()->mutable_sasl()->set_password(kPassword);
  EXPECT_THAT(Update(elsewhere), HasReason("KAFKA_DNS_FAILED")) << "of both servers together";
}

TEST_F(ApiInstances, AServerMayGoWithoutThePasswordBeingGivenAgain) {
  v1::CreateInstanceRequest request = ARequest();
  request.mutable_instance()->add_bootstrap_servers("other:9092");
  request.set_skip_connection_check(true);
  ASSERT_THAT(CreateInstance(request), IsOk());
  v1::UpdateInstanceRequest update = Changing({"bootstrap_servers"});
  update.mutable_instance()->add_bootstrap_servers("other:9092");
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(Stored().sasl->password, Eq(kPassword));
}

TEST_F(ApiInstances, AnUpdateThatChangesNothingAnswersTheInstanceAsItIs) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  const std::string before = answer_.DebugString();
  const size_t asked = probe_.probed().size();
  clock_.Advance(absl::Minutes(1));
  v1::UpdateInstanceRequest update = Changing({"sasl.password", "region"});
  update.mutable_instance()->mutable_sasl()->set_password(kPassword);
  update.mutable_instance()->set_region("cn-hangzhou");
  update.set_request_id("r-1");
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(answer_.DebugString(), Eq(before));
  EXPECT_THAT(probe_.probed().size(), Eq(asked));
}

TEST_F(ApiInstances, AConnectionThatDoesNotWorkIsNotTakenOverUnlessThatIsWanted) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  v1::UpdateInstanceRequest update = Changing({"bootstrap_servers", "sasl.password"});
  update.mutable_instance()->add_bootstrap_servers("nowhere:1");
  update.mutable_instance()->mutable_sasl()->set_password(kPassword);
  EXPECT_THAT(Update(update), HasReason("KAFKA_DNS_FAILED"));
  EXPECT_THAT(Stored().bootstrap_servers, ElementsAre(kServer));
  update.set_skip_connection_check(true);
  update.set_validate_only(true);
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(answer_.observed().reason(), Eq("KAFKA_DNS_FAILED"));
  EXPECT_THAT(Stored().bootstrap_servers, ElementsAre(kServer));
  update.set_validate_only(false);
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(Stored().bootstrap_servers, ElementsAre("nowhere:1"));
  // What has nothing to do with the connection is not held up by it.
  update = Changing({"connector_feature"});
  update.mutable_instance()->set_connector_feature(v1::Instance::ENABLED);
  EXPECT_THAT(Update(update), IsOk());
}

TEST_F(ApiInstances, AnUpdateWithAnOldEtagIsRefusedAndARepeatedOneAnswersAsTheFirst) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  const std::string first = answer_.etag();
  v1::UpdateInstanceRequest update = Changing({"region"});
  update.mutable_instance()->set_region("cn-shanghai");
  update.mutable_instance()->set_etag(first);
  update.set_request_id("r-1");
  ASSERT_THAT(Update(update), IsOk());
  const std::string answered = answer_.DebugString();
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(answer_.DebugString(), Eq(answered));
  update.set_request_id("r-2");
  EXPECT_THAT(Update(update), HasReason("ETAG_MISMATCH"));
}

TEST_F(ApiInstances, AMaskThatNamesWhatIsNoFieldOrTheServersIsRefused) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  for (const char* path : {"nothing", "uid", "observed", "observed.reachable", "etag", "name",
                           "sasl.password_set", "sasl.password.x", "labels.team", "region.", ""}) {
    const absl::Status refusal = Update(Changing({path}));
    EXPECT_THAT(refusal, HasReason("VALIDATION_FAILED")) << path;
    const auto violations = client::ViolationsOf(refusal);
    ASSERT_THAT(violations.size(), Eq(1u)) << path;
    EXPECT_THAT(violations[0].field, Eq("update_mask"));
  }
  EXPECT_THAT(Update(v1::UpdateInstanceRequest()), HasReason("VALIDATION_FAILED"));
  v1::UpdateInstanceRequest unknown;
  unknown.mutable_instance()->set_name("instances/none");
  unknown.mutable_instance()->set_region("x");
  EXPECT_THAT(Update(unknown), HasReason("INSTANCE_NOT_FOUND"));
}

TEST_F(ApiInstances, SwitchingTheFeatureOffStopsNoConnectorButTakesNoNewOne) {
  ASSERT_THAT(Create(R0Request(), std::make_unique<v1::Connector>().get()), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  v1::CreateConnectorRequest draft = R0Request();
  draft.set_connector_id("draft");
  ASSERT_THAT(Create(draft, std::make_unique<v1::Connector>().get()), IsOk());
  v1::UpdateInstanceRequest off;
  off.mutable_instance()->set_name("instances/alikafka");
  off.mutable_update_mask()->add_paths("connector_feature");
  ASSERT_THAT(Update(off), IsOk());
  EXPECT_THAT(answer_.connector_feature(), Eq(v1::Instance::DISABLED));

  v1::Connector connector;
  ASSERT_THAT(Get(&connector), IsOk());
  EXPECT_THAT(connector.desired_state(), Eq(v1::Connector::Desired::RUNNING));
  v1::DeployConnectorRequest deploy;
  deploy.set_name("instances/alikafka/connectors/draft");
  v1::Connector ignored;
  EXPECT_THAT(
      Call(*connectors_, &v1::ConnectorService::StubInterface::DeployConnector, deploy, &ignored),
      HasReason("CONNECTOR_FEATURE_DISABLED"));
  v1::CreateConnectorRequest another = R0Request();
  another.set_connector_id("another");
  const absl::Status refusal = Create(another, &connector);
  EXPECT_THAT(refusal, HasReason("CONNECTOR_FEATURE_DISABLED"));
  EXPECT_THAT(RemedyOf(refusal), HasSubstr("update instance alikafka --connector-feature enabled"));
}

TEST_F(ApiInstances, GivenASecretThatCannotBeReadThenItIsSaidAndGivingItAgainMendsIt) {
  ASSERT_THAT(CreateInstance(ARequest()), IsOk());
  Instance broken = Stored();
  broken.sasl->password.clear();
  broken.secrets_status = WithReason(absl::FailedPreconditionError("no key"), "SECRET_UNREADABLE");
  broken.generation = 2;
  ASSERT_THAT(store_.UpdateInstance({broken, 1, true}, {}), IsOk());
  ASSERT_THAT(Check("instances/orders"), IsOk());
  EXPECT_THAT(answer_.observed().reason(), Eq("SECRET_UNREADABLE"));
  v1::UpdateInstanceRequest update = Changing({"region"});
  update.mutable_instance()->set_region("x");
  EXPECT_THAT(Update(update), HasReason("SECRET_UNREADABLE"));

  update = Changing({"sasl.password"});
  update.mutable_instance()->mutable_sasl()->set_password("new");
  ASSERT_THAT(Update(update), IsOk());
  EXPECT_THAT(Stored().secrets_status, IsOk());
  EXPECT_TRUE(answer_.observed().reachable());
}

TEST_F(ApiInstances, GivenTwoSecretsThatCannotBeReadThenTheOneThatIsStillMissingIsNamed) {
  Instance broken = AnInstance("orders");
  broken.sasl->password.clear();
  broken.tls->client_key_pem.clear();
  broken.secrets_status =
      WithReason(absl::FailedPreconditionError("sasl.password was sealed with a lost key"),
                 "SECRET_UNREADABLE");
  ASSERT_THAT(store_.CreateInstance(broken, {}), IsOk());

  v1::UpdateInstanceRequest update = Changing({"sasl.password"});
  update.mutable_instance()->mutable_sasl()->set_password("new");
  const absl::Status refusal = Update(update);

  EXPECT_THAT(refusal, HasReason("SECRET_UNREADABLE"));
  EXPECT_THAT(std::string(refusal.message()), StartsWith("tls.client_key_pem is left empty"));
  EXPECT_THAT(RemedyOf(refusal), HasSubstr("give tls.client_key_pem too"));
}

// Every field with INPUT_ONLY that holds something, as paths.
void FindSecrets(const google::protobuf::Message& message, const std::string& path,
                 std::vector<std::string>& found) {
  std::vector<const google::protobuf::FieldDescriptor*> set;
  const auto* reflection = message.GetReflection();
  reflection->ListFields(message, &set);
  for (const auto* field : set) {
    const std::string here = path + "." + std::string(field->name());
    const auto& options = field->options();
    for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
      if (options.GetExtension(google::api::field_behavior, i) == google::api::INPUT_ONLY) {
        found.push_back(here);
      }
    }
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      FindSecrets(reflection->GetMessage(message, field), here, found);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      FindSecrets(reflection->GetRepeatedMessage(message, field, i), here, found);
    }
  }
}

TEST_F(ApiInstances, NoAnswerHoldsAFieldThatIsForInputOnly) {
  std::vector<std::string> found;
  // The search itself finds them where they are.
  FindSecrets(ARequest(), "", found);
  ASSERT_THAT(found, ElementsAre(".instance.sasl.password"));
  found.clear();

  // Definitions with every secret, as the store has them.
  Instance instance = AnInstance("full");
  instance.connector_feature_enabled = true;
  ASSERT_THAT(store_.CreateInstance(instance, {}), IsOk());
  Connector connector = AConnector("c", "full");
  ASSERT_THAT(store_.CreateConnector(connector, {}), IsOk());
  const std::string name = "instances/full/connectors/c";
  std::string all;
  const auto look = [&](const absl::Status& status, const google::protobuf::Message& answer) {
    if (status.ok()) FindSecrets(answer, std::string(answer.GetDescriptor()->name()), found);
    all += status.ToString() + answer.DebugString();
  };
  const auto ask = [&](auto& stub, auto method, auto request, auto answer) {
    look(Call(stub, method, request, &answer), answer);
  };
  using ConnectorStub = v1::ConnectorService::StubInterface;
  v1::GetInstanceRequest get_instance;
  get_instance.set_name("instances/full");
  ask(*instances_, &InstanceStub::GetInstance, get_instance, v1::Instance());
  ask(*instances_, &InstanceStub::ListInstances, v1::ListInstancesRequest(),
      v1::ListInstancesResponse());
  v1::CheckInstanceRequest check;
  check.set_name("instances/full");
  ask(*instances_, &InstanceStub::CheckInstance, check, v1::Instance());
  ask(*instances_, &InstanceStub::CreateInstance, ARequest(), v1::Instance());
  v1::UpdateInstanceRequest update = Changing({"sasl.password"});
  update.mutable_instance()->mutable_sasl()->set_password("new-secret");
  ask(*instances_, &InstanceStub::UpdateInstance, update, v1::Instance());
  v1::GetConnectorRequest get;
  get.set_name(name);
  ask(*connectors_, &ConnectorStub::GetConnector, get, v1::Connector());
  v1::ListConnectorsRequest list;
  list.set_parent("instances/-");
  ask(*connectors_, &ConnectorStub::ListConnectors, list, v1::ListConnectorsResponse());
  v1::StopConnectorRequest stop;
  stop.set_name(name);
  ask(*connectors_, &ConnectorStub::StopConnector, stop, v1::Connector());
  v1::DeployConnectorRequest deploy;
  deploy.set_name(name);
  ask(*connectors_, &ConnectorStub::DeployConnector, deploy, v1::Connector());
  v1::DeleteConnectorRequest remove;
  remove.set_name(name);
  ask(*connectors_, &ConnectorStub::DeleteConnector, remove, v1::Connector());
  v1::CreateConnectorRequest create = R0Request();
  create.mutable_connector()->mutable_sink()->mutable_access_key()->set_access_key_id("LTAI");
  create.mutable_connector()->mutable_sink()->mutable_access_key()->set_access_key_secret(
      "key-secret");
  ask(*connectors_, &ConnectorStub::CreateConnector, create, v1::Connector());  // Refused.
  create.mutable_connector()->mutable_sink()->clear_account_uid();
  create.mutable_connector()->mutable_sink()->clear_role_name();
  ask(*connectors_, &ConnectorStub::CreateConnector, create, v1::Connector());

  EXPECT_THAT(found, IsEmpty());
  EXPECT_THAT(all, HasSubstr("password_set: true"));
  EXPECT_THAT(all, HasSubstr("client_key_set: true"));
  EXPECT_THAT(all, HasSubstr("access_key_secret_set: true"));
  for (const std::string& secret :
       {instance.sasl->password, std::string("BEGIN PRIVATE KEY"),
        connector.spec.sink.access_key->secret, std::string("new-secret"),
        std::string("key-secret"), std::string(kPassword)}) {
    EXPECT_THAT(all, Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace sluice::controlplane

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/validation/connector_rules.h"
#include "controlplane/validation/instance_rules.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/instance_service.pb.h"

// What a stranger may send as a definition. Whatever it is, the rules end, say something readable
// of bounded size, fill defaults that need no second filling, and a definition that they take is
// taken again when it is given back as it was answered.
namespace sluice::controlplane {
namespace {

constexpr size_t kMessageBytesMax = 400;
constexpr size_t kAnswerBytesMax = 5'600;  // Base64 of it and the message fit into 8 KiB.

Instance Reference() {
  Instance instance;
  instance.id = "alikafka";
  instance.bootstrap_servers = {"127.0.0.1:9092"};
  instance.region = "cn-hangzhou";
  instance.vpc_id = "vpc-1";
  instance.vswitch_ids = {"vsw-1", "vsw-2"};
  instance.kafka_version = "0.10.2";
  return instance;
}

void CheckIsReadable(const Violations& violations) {
  if (violations.empty()) return;
  SLUICE_CHECK(violations.kept().size() <= Violations::kKeptMax);
  for (const Violation& violation : violations.kept()) {
    SLUICE_CHECK(violation.message.size() <= kMessageBytesMax) << violation.message;
    SLUICE_CHECK(!violation.field.empty() && !violation.reason.empty());
  }
  const google::rpc::Status answer = DetailsOf(InvalidRequest(violations));
  SLUICE_CHECK(answer.ByteSizeLong() <= kAnswerBytesMax) << answer.ByteSizeLong();
  google::rpc::Status read;  // Its texts must be UTF-8.
  SLUICE_CHECK(read.ParseFromString(answer.SerializeAsString()));
}

// What is wrong with the definition, whose defaults are filled in on the way.
Violations Judge(const v1::Connector& proto, const std::string& id, const Instance* instance,
                 Connector& connector) {
  Violations violations;
  connector = ConnectorFromProto(proto, {"alikafka", id}, violations);
  FillDefaults(connector, instance);
  CheckConnector(connector, instance, violations);
  return violations;
}

// NaN, which the rules refuse, is not equal to itself.
ConnectorSpec Comparable(ConnectorSpec spec) {
  if (std::isnan(spec.error_policy.max_share)) spec.error_policy.max_share = 0;
  return spec;
}

void TryConnector(const v1::CreateConnectorRequest& request, const Instance* instance) {
  Connector connector;
  const Violations violations =
      Judge(request.connector(), request.connector_id(), instance, connector);
  CheckIsReadable(violations);
  Connector filled_again = connector;
  FillDefaults(filled_again, instance);
  SLUICE_CHECK(Comparable(filled_again.spec) == Comparable(connector.spec));
  if (!violations.empty()) return;

  v1::Connector answered = ToProto(connector, Observation());
  if (connector.spec.sink.access_key.has_value()) {
    // Never answered, so whoever gives the definition back adds it.
    answered.mutable_sink()->mutable_access_key()->set_access_key_secret(
        connector.spec.sink.access_key->secret);
  }
  Connector again;
  const Violations then = Judge(answered, request.connector_id(), instance, again);
  SLUICE_CHECK(then.empty()) << then.kept()[0].field << " " << then.kept()[0].message;
  SLUICE_CHECK(again.spec == connector.spec) << answered.ShortDebugString();
}

Violations Judge(const v1::Instance& proto, const std::string& id, Instance& instance) {
  Violations violations;
  instance = InstanceFromProto(proto, id, violations);
  FillDefaults(instance);
  CheckInstance(instance, violations);
  return violations;
}

void TryInstance(const v1::CreateInstanceRequest& request) {
  Instance instance;
  const Violations violations = Judge(request.instance(), request.instance_id(), instance);
  CheckIsReadable(violations);
  if (!violations.empty()) return;
  v1::Instance answered = ToProto(instance);
  if (request.instance().has_sasl()) {
    answered.mutable_sasl()->set_password(request.instance().sasl().password());
  }
  if (request.instance().has_tls()) {
    answered.mutable_tls()->set_client_key_pem(request.instance().tls().client_key_pem());
  }
  Instance again;
  const Violations then = Judge(answered, request.instance_id(), again);
  SLUICE_CHECK(then.empty()) << then.kept()[0].field << " " << then.kept()[0].message;
}

}  // namespace
}  // namespace sluice::controlplane

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sluice;
  static const controlplane::Instance& reference =
      *new controlplane::Instance(controlplane::Reference());
  v1::CreateConnectorRequest connector;
  if (connector.ParseFromArray(data, size)) {
    controlplane::TryConnector(connector, nullptr);
    controlplane::TryConnector(connector, &reference);
  }
  v1::CreateInstanceRequest instance;
  if (instance.ParseFromArray(data, size)) controlplane::TryInstance(instance);
  return 0;
}

#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/json_fields.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr Words<SecurityProtocol, 4> kSecurityProtocols = {{
    {SecurityProtocol::kPlaintext, "PLAINTEXT"},
    {SecurityProtocol::kSsl, "SSL"},
    {SecurityProtocol::kSaslPlaintext, "SASL_PLAINTEXT"},
    {SecurityProtocol::kSaslSsl, "SASL_SSL"},
}};
constexpr Words<SaslMechanism, 3> kMechanisms = {{
    {SaslMechanism::kScramSha512, "SCRAM-SHA-512"},
    {SaslMechanism::kScramSha256, "SCRAM-SHA-256"},
    {SaslMechanism::kPlain, "PLAIN"},
}};

Json ObservationJson(const InstanceObservation& observed) {
  return {{"check_time", TimeToJson(observed.check_time)},
          {"reachable", observed.reachable},
          {"reason", observed.reason},
          {"message", observed.message},
          {"remedy", observed.remedy},
          {"broker_version", observed.broker_version},
          {"brokers", observed.brokers},
          {"tiered_storage", observed.tiered_storage}};
}

InstanceObservation ObservationFromJson(const Json& json) {
  InstanceObservation observed;
  observed.check_time = TimeFromJson(json, "check_time");
  Read(json, "reachable", observed.reachable);
  Read(json, "reason", observed.reason);
  Read(json, "message", observed.message);
  Read(json, "remedy", observed.remedy);
  Read(json, "broker_version", observed.broker_version);
  Read(json, "brokers", observed.brokers);
  Read(json, "tiered_storage", observed.tiered_storage);
  return observed;
}

// Without the password.
Json SaslToJson(const SaslLogin& sasl) {
  return {{"mechanism", WordOf(kMechanisms, sasl.mechanism)}, {"username", sasl.username}};
}

SaslLogin SaslFromJson(const Json& json) {
  SaslLogin sasl;
  sasl.mechanism = ValueOf(kMechanisms, json, "mechanism", sasl.mechanism);
  Read(json, "username", sasl.username);
  return sasl;
}

// Without the key.
Json TlsToJson(const TlsIdentity& tls) {
  return {{"ca_certificates_pem", tls.ca_certificates_pem},
          {"client_certificate_pem", tls.client_certificate_pem},
          {"skip_hostname_verification", tls.skip_hostname_verification}};
}

TlsIdentity TlsFromJson(const Json& json) {
  TlsIdentity tls;
  Read(json, "ca_certificates_pem", tls.ca_certificates_pem);
  Read(json, "client_certificate_pem", tls.client_certificate_pem);
  Read(json, "skip_hostname_verification", tls.skip_hostname_verification);
  return tls;
}

}  // namespace

std::string DefinitionToJson(const Instance& instance) {
  Json json = {{"labels", instance.labels},
               {"annotations", instance.annotations},
               {"display_name", instance.display_name},
               {"bootstrap_servers", instance.bootstrap_servers},
               {"region", instance.region},
               {"vpc_id", instance.vpc_id},
               {"vswitch_ids", instance.vswitch_ids},
               {"kafka_version", instance.kafka_version},
               {"connector_feature_enabled", instance.connector_feature_enabled},
               {"security_protocol", WordOf(kSecurityProtocols, instance.security_protocol)},
               {"observed", ObservationJson(instance.observed)}};
  if (instance.sasl.has_value()) json["sasl"] = SaslToJson(*instance.sasl);
  if (instance.tls.has_value()) json["tls"] = TlsToJson(*instance.tls);
  return Dump(json);
}

std::string ObservationToJson(const InstanceObservation& observed) {
  return Dump(ObservationJson(observed));
}

void DefinitionFromJson(absl::string_view text, Instance& instance) {
  const Json json = Json::parse(text);
  Read(json, "labels", instance.labels);
  Read(json, "annotations", instance.annotations);
  Read(json, "display_name", instance.display_name);
  Read(json, "bootstrap_servers", instance.bootstrap_servers);
  Read(json, "region", instance.region);
  Read(json, "vpc_id", instance.vpc_id);
  Read(json, "vswitch_ids", instance.vswitch_ids);
  Read(json, "kafka_version", instance.kafka_version);
  Read(json, "connector_feature_enabled", instance.connector_feature_enabled);
  instance.security_protocol =
      ValueOf(kSecurityProtocols, json, "security_protocol", instance.security_protocol);
  if (json.contains("sasl")) instance.sasl = SaslFromJson(json["sasl"]);
  if (json.contains("tls")) instance.tls = TlsFromJson(json["tls"]);
  if (json.contains("observed")) instance.observed = ObservationFromJson(json["observed"]);
}

}  // namespace sluice::controlplane::postgres

#include "controlplane/kafka/connection_settings_of.h"

#include "absl/strings/str_join.h"

namespace sluice::controlplane {
namespace {

kafka::SecurityProtocol ProtocolOf(SecurityProtocol protocol) {
  switch (protocol) {
    case SecurityProtocol::kPlaintext:
      return kafka::SecurityProtocol::kPlaintext;
    case SecurityProtocol::kSsl:
      return kafka::SecurityProtocol::kSsl;
    case SecurityProtocol::kSaslPlaintext:
      return kafka::SecurityProtocol::kSaslPlaintext;
    case SecurityProtocol::kSaslSsl:
      return kafka::SecurityProtocol::kSaslSsl;
  }
  return kafka::SecurityProtocol::kPlaintext;
}

kafka::SaslMechanism MechanismOf(SaslMechanism mechanism) {
  switch (mechanism) {
    case SaslMechanism::kScramSha512:
      return kafka::SaslMechanism::kScramSha512;
    case SaslMechanism::kScramSha256:
      return kafka::SaslMechanism::kScramSha256;
    case SaslMechanism::kPlain:
      return kafka::SaslMechanism::kPlain;
  }
  return kafka::SaslMechanism::kScramSha512;
}

}  // namespace

kafka::ConnectionSettings ConnectionSettingsOf(const Instance& instance) {
  kafka::ConnectionSettings settings;
  settings.bootstrap_servers = absl::StrJoin(instance.bootstrap_servers, ",");
  settings.security_protocol = ProtocolOf(instance.security_protocol);
  if (instance.sasl.has_value()) {
    settings.sasl_mechanism = MechanismOf(instance.sasl->mechanism);
    settings.username = instance.sasl->username;
    settings.password = instance.sasl->password;
  }
  if (instance.tls.has_value()) {
    settings.ca_certificates_pem = instance.tls->ca_certificates_pem;
    settings.client_certificate_pem = instance.tls->client_certificate_pem;
    settings.client_key_pem = instance.tls->client_key_pem;
    settings.verify_hostname = !instance.tls->skip_hostname_verification;
  }
  return settings;
}

}  // namespace sluice::controlplane

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

}  // namespace

kafka::ConnectionSettings ConnectionSettingsOf(const Instance& instance) {
  kafka::ConnectionSettings settings;
  settings.bootstrap_servers = absl::StrJoin(instance.bootstrap_servers, ",");
  settings.security_protocol = ProtocolOf(instance.security_protocol);
  return settings;
}

}  // namespace sluice::controlplane

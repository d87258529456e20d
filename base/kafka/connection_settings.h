#ifndef SLUICE_BASE_KAFKA_CONNECTION_SETTINGS_H_
#define SLUICE_BASE_KAFKA_CONNECTION_SETTINGS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::kafka {

enum class SecurityProtocol { kPlaintext, kSsl, kSaslPlaintext, kSaslSsl };
enum class SaslMechanism { kPlain, kScramSha256, kScramSha512 };

// How Kafka's tools and librdkafka spell them: `SASL_SSL`, `SCRAM-SHA-512`.
absl::string_view NameOf(SecurityProtocol protocol);
absl::string_view NameOf(SaslMechanism mechanism);

// How to reach a Kafka cluster and who we are there.
struct ConnectionSettings {
  std::string bootstrap_servers;  // host:port,host:port,…
  SecurityProtocol security_protocol = SecurityProtocol::kPlaintext;
  SaslMechanism sasl_mechanism = SaslMechanism::kScramSha512;  // Only with a SASL protocol.
  std::string username;
  std::string password;     // Never logged; not part of Describe().
  std::string ca_pem_file;  // Who may sign the brokers' certificates; empty: the system's.

  friend bool operator==(const ConnectionSettings&, const ConnectionSettings&) = default;

  // For messages and logs: servers, protocol and user, no secret.
  std::string Describe() const;

  // INVALID_ARGUMENT naming what is missing or does not fit together.
  absl::Status Validate() const;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_CONNECTION_SETTINGS_H_

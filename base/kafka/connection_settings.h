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

bool UsesTls(SecurityProtocol protocol);
bool UsesSasl(SecurityProtocol protocol);

// How to reach a Kafka cluster and who we are there. Certificates and keys are the PEM text itself,
// so that no secret has to lie in a file.
struct ConnectionSettings {
  std::string bootstrap_servers;  // host:port,host:port,…
  SecurityProtocol security_protocol = SecurityProtocol::kPlaintext;

  // Only with a SASL protocol.
  SaslMechanism sasl_mechanism = SaslMechanism::kScramSha512;
  std::string username;
  std::string password;  // Secret.

  // Only with a TLS protocol.
  std::string ca_certificates_pem;  // Who may sign the brokers' certificates; empty: the system's.
  std::string client_certificate_pem;  // With its chain. Empty: none is shown.
  std::string client_key_pem;          // Secret. Belongs to client_certificate_pem.
  std::string client_key_password;     // Secret. Empty: the key is not encrypted.
  // Off, a broker's certificate may bear any name: whoever holds any certificate of the same CA can
  // stand in for a broker.
  bool verify_hostname = true;

  friend bool operator==(const ConnectionSettings&, const ConnectionSettings&) = default;

  // For messages and logs: servers, protocol and user, no secret.
  std::string Describe() const;

  // Who the brokers take us for, as ACLs write it: `User:<username>`, the subject of the client
  // certificate (`User:CN=sluice,O=acme`), or `User:ANONYMOUS`. Brokers with mapping rules may have
  // another name for a certificate.
  std::string Principal() const;

  // INVALID_ARGUMENT naming what is missing or does not fit together; never the value of a secret.
  absl::Status Validate() const;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_CONNECTION_SETTINGS_H_

#ifndef SLUICE_CONTROLPLANE_MODEL_INSTANCE_H_
#define SLUICE_CONTROLPLANE_MODEL_INSTANCE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace sluice::controlplane {

using Labels = std::map<std::string, std::string>;

enum class SecurityProtocol { kPlaintext, kSsl, kSaslPlaintext, kSaslSsl };
enum class SaslMechanism { kScramSha512, kScramSha256, kPlain };

// A login by user and password. The password is a secret: it goes to the store, to Kafka clients
// and to workers, into no message, log or answer.
struct SaslLogin {
  SaslMechanism mechanism = SaslMechanism::kScramSha512;
  std::string username;
  std::string password;

  friend bool operator==(const SaslLogin&, const SaslLogin&) = default;
};

// PEM texts. The key is a secret, as the password above.
struct TlsIdentity {
  std::string ca_certificates_pem;     // Empty: the system's.
  std::string client_certificate_pem;  // Empty: none.
  std::string client_key_pem;
  bool skip_hostname_verification = false;

  friend bool operator==(const TlsIdentity&, const TlsIdentity&) = default;
};

// What the brokers said when they were last asked.
struct InstanceObservation {
  absl::Time check_time = absl::InfinitePast();  // InfinitePast: never.
  bool reachable = false;
  std::string reason;  // Empty: all is well.
  std::string message;
  std::string remedy;
  std::string broker_version;
  int32_t brokers = 0;
  bool tiered_storage = false;

  friend bool operator==(const InstanceObservation&, const InstanceObservation&) = default;
};

// A Kafka cluster that connectors may read from. Fields as in api/sluice/v1/instance.proto;
// defaults are filled in before it is stored.
struct Instance {
  std::string id;
  std::string uid;
  int64_t generation = 1;  // Counts changes of the definition.
  absl::Time create_time;
  absl::Time update_time;
  Labels labels;
  Labels annotations;
  std::string display_name;
  std::vector<std::string> bootstrap_servers;
  std::string region;
  std::string vpc_id;
  std::vector<std::string> vswitch_ids;
  std::string kafka_version;  // Declared; empty: as the broker answers.
  bool connector_feature_enabled = false;
  SecurityProtocol security_protocol = SecurityProtocol::kPlaintext;
  std::optional<SaslLogin> sasl;
  std::optional<TlsIdentity> tls;
  absl::Status secrets_status;   // Not OK: why a stored secret cannot be read; it is empty here.
  InstanceObservation observed;  // Not part of the definition: `generation` does not count it.

  friend bool operator==(const Instance&, const Instance&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_INSTANCE_H_

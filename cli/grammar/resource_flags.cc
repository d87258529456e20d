#include "cli/grammar/resource_flags.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "api/manifest/connector_flags.h"

namespace sluice::cli {
namespace {

// A file whose content fills `field`: secrets do not belong on command lines.
Flag ContentFlag(const std::string& name, const std::string& what, const std::string& field) {
  return {name, "FILE", absl::StrCat("file with ", what), field, 0, false, /*from_file=*/true};
}

}  // namespace

std::vector<Flag> InstanceFlags() {
  return {
      {"bootstrap-servers", "HOST:PORT", "some brokers of the cluster; repeat, or part by commas",
       "bootstrap_servers", 0, true},
      {"connector-feature", "WORD", "enabled or disabled (default): may connectors be created",
       "connector_feature"},
      {"region", "REGION", "where the cluster runs, as cn-hangzhou", "region"},
      {"vpc-id", "ID", "network of the cluster", "vpc_id"},
      {"vswitch-ids", "ID", "vSwitches of that network; repeat, or part by commas", "vswitch_ids",
       0, true},
      {"kafka-version", "VERSION", "what the cluster was sold as", "kafka_version"},
      {"security-protocol", "WORD", "plaintext (default), ssl, sasl-plaintext or sasl-ssl",
       "security_protocol"},
      {"sasl-mechanism", "WORD", "scram-sha-512 (default), scram-sha-256 or plain",
       "sasl.mechanism"},
      {"sasl-username", "USER", "who Sluice is to the brokers", "sasl.username"},
      ContentFlag("sasl-password-file", "the user's password", "sasl.password"),
      ContentFlag("tls-ca-file",
                  "who may sign the brokers' certificates, PEM (default: the system's)",
                  "tls.ca_certificates_pem"),
      ContentFlag("tls-client-certificate-file", "Sluice's own certificate and its chain, PEM",
                  "tls.client_certificate_pem"),
      ContentFlag("tls-client-key-file", "the key of that certificate, PEM, not encrypted",
                  "tls.client_key_pem"),
      {"tls-skip-hostname-verification", "",
       "take any certificate of those authorities for a broker's",
       "tls.skip_hostname_verification"},
      {"display-name", "TEXT", "for people", "display_name"},
  };
}

std::vector<Flag> ConnectorFlags() {
  std::vector<Flag> flags;
  for (manifest::FieldFlag& flag : manifest::ConnectorFlags()) {
    flags.push_back({.name = std::move(flag.name),
                     .value = std::move(flag.value),
                     .help = std::move(flag.help),
                     .field = std::move(flag.field),
                     .from_file = flag.from_file});
  }
  return flags;
}

Flag LabelFlag() { return {"label", "KEY=VALUE", "a label; repeat for more", "labels", 0, true}; }

}  // namespace sluice::cli

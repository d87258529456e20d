#ifndef SLUICE_CONTROLPLANE_MODEL_INSTANCE_H_
#define SLUICE_CONTROLPLANE_MODEL_INSTANCE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace sluice::controlplane {

using Labels = std::map<std::string, std::string>;

enum class SecurityProtocol { kPlaintext, kSsl, kSaslPlaintext, kSaslSsl };

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

  friend bool operator==(const Instance&, const Instance&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_INSTANCE_H_

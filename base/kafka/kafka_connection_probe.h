#ifndef SLUICE_BASE_KAFKA_KAFKA_CONNECTION_PROBE_H_
#define SLUICE_BASE_KAFKA_KAFKA_CONNECTION_PROBE_H_

#include "base/kafka/connection_probe.h"

namespace sluice::kafka {

// The probe that really connects. Each call makes a client of its own and closes it again.
class KafkaConnectionProbe : public ConnectionProbe {
 public:
  absl::StatusOr<ClusterDescription> Probe(const ConnectionSettings& settings,
                                           absl::Duration timeout) override;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_KAFKA_CONNECTION_PROBE_H_

#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_WORLD_PREFLIGHT_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_WORLD_PREFLIGHT_H_

#include <vector>

#include "absl/time/time.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/preflight/table_connections.h"

namespace sluice::controlplane {

// Preflight that asks Kafka and MaxCompute.
//
// How each permission of R4 is asked for without leaving a trace: Describe by reading the table;
// Update by opening an upload session that is never committed (in a partition that exists, else in
// one that does not, which is refused after the permission was looked at); CreateInstance and Alter
// by dropping, if it exists, a partition whose name no record can lead to.
//
// Borrows its arguments. Thread-safe. Blocks for a handful of calls.
class WorldPreflight : public Preflight {
 public:
  WorldPreflight(ClusterConnections& clusters, TableConnections& tables,
                 absl::Duration kafka_timeout)
      : clusters_(clusters), tables_(tables), kafka_timeout_(kafka_timeout) {}

  absl::StatusOr<std::vector<Finding>> Check(const Connector& connector,
                                             const Instance& instance) override;

 private:
  ClusterConnections& clusters_;
  TableConnections& tables_;
  const absl::Duration kafka_timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_WORLD_PREFLIGHT_H_

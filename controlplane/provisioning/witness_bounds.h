#ifndef SLUICE_CONTROLPLANE_PROVISIONING_WITNESS_BOUNDS_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_WITNESS_BOUNDS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// Whether rows of the two go into different tables, or into the same one under another promise:
// what the table holds by then need not be of this connector's upload sessions. Pure.
bool WritesElsewhere(const MaxComputeSink& before, const MaxComputeSink& after);

// Finds the offsets below which a table that a connector turns to is no witness of what was written
// (design.md 5, S10): rows that it holds from elsewhere are of records that exist by now.
//
// Borrows its arguments. Thread-safe. Blocks for a few calls to Kafka, together at most `timeout`.
class WitnessBounds {
 public:
  WitnessBounds(ClusterConnections& connections, Clock& clock, absl::Duration timeout)
      : connections_(connections), clock_(clock), timeout_(timeout) {}

  // The present ends of those source partitions of which the pin or the group holds an offset. Of
  // others nothing was ever read, and a bound would say that they were there at the first Deploy.
  absl::StatusOr<OffsetByPartition> Ask(const Connector& connector, const Instance& instance);

 private:
  ClusterConnections& connections_;
  Clock& clock_;
  const absl::Duration timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_WITNESS_BOUNDS_H_

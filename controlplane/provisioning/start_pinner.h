#ifndef SLUICE_CONTROLPLANE_PROVISIONING_START_PINNER_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_START_PINNER_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// Writes, once in the life of a connector, where it begins to read: into its task group, as entries
// of the ledger with nothing open, and into its offset topic. From then on a record sent to the
// source is not missed.
//
// Borrows its arguments. Thread-safe. Blocks for a few calls to Kafka, together at most `timeout`,
// which must be below the session timeout of the tasks (10 s): README.md says why.
class StartPinner {
 public:
  StartPinner(ClusterConnections& connections, Clock& clock, absl::Duration timeout)
      : connections_(connections), clock_(clock), timeout_(timeout) {}

  // For the first Deploy: the pin, to be stored with the desired state. A connector that has one
  // gets it back, without asking Kafka. Doing it again after a failure is harmless: what the group
  // holds of this connector is never moved. `begun`, by Clock::Monotonic: from when the timeout
  // counts; nothing: from now.
  //
  // FAILED_PRECONDITION: BROKER_TOO_OLD (R27); SOURCE_TOPIC_NOT_FOUND; FOREIGN_LEDGER when the
  // group holds offsets that are not this connector's; GROUP_NOT_EMPTY when something else consumes
  // with it. UNAVAILABLE: try again.
  absl::StatusOr<StartPin> Pin(const Connector& connector, const Instance& instance,
                               std::optional<absl::Duration> begun = std::nullopt);

 private:
  ClusterConnections& connections_;
  Clock& clock_;
  const absl::Duration timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_START_PINNER_H_

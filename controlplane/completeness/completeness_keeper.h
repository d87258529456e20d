#ifndef SLUICE_CONTROLPLANE_COMPLETENESS_COMPLETENESS_KEEPER_H_
#define SLUICE_CONTROLPLANE_COMPLETENESS_COMPLETENESS_KEEPER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/task.h"
#include "controlplane/store/completeness_store.h"
#include "controlplane/store/task_store.h"

namespace sluice::controlplane {

// Judges how far the tables of connectors are complete, remembers it and tells whoever wants to be
// told.
//
// Borrows its arguments. Thread-safe. Idempotent: whatever was interrupted is done again, so an
// announcement comes at least once, each time with the same id.
class CompletenessKeeper {
 public:
  CompletenessKeeper(ClusterConnections& connections, CompletenessStore& store, TaskStore& tasks,
                     Clock& clock, absl::Duration call_timeout)
      : connections_(connections),
        store_(store),
        tasks_(tasks),
        clock_(clock),
        call_timeout_(call_timeout) {}

  // For a connector that has been deployed. Whether there is more to judge at once. Blocks for a
  // few calls to Kafka of at most `call_timeout` each. ABORTED, CLAIM_LOST: another runner has it.
  absl::StatusOr<bool> Keep(const ReconcileClaim& claim, const Connector& connector,
                            const Instance& instance);

 private:
  absl::StatusOr<bool> Judge(const ReconcileClaim& claim, const Connector& connector,
                             const Instance& instance);
  absl::Status Announce(const ReconcileClaim& claim, const Connector& connector,
                        const Instance& instance);

  ClusterConnections& connections_;
  CompletenessStore& store_;
  TaskStore& tasks_;
  Clock& clock_;
  const absl::Duration call_timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_COMPLETENESS_COMPLETENESS_KEEPER_H_

#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_WORLD_PREFLIGHT_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_WORLD_PREFLIGHT_H_

#include <vector>

#include "absl/time/time.h"
#include "base/kafka/connection_probe.h"
#include "base/sync/work_queue.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/preflight/preflight.h"
#include "controlplane/preflight/side_by_side.h"
#include "controlplane/preflight/table_connections.h"

namespace sluice::controlplane {

struct WorldPreflightOptions {
  // Checks that run at once, of all calls together. A dead destination holds one of them for as
  // long as its calls take to end.
  int threads = 32;
  size_t waiting_max = 512;
  absl::Duration kafka_timeout = absl::Seconds(4);  // Of one call.
  // Of finding out why there was no answer, after which the check must still be done in time.
  absl::Duration probe_timeout = absl::Milliseconds(1500);
  SideBySideOptions patience;
};

// Preflight that asks Kafka and MaxCompute, side by side. What is asked, and how without leaving a
// trace: kafka_checks.h, table_checks.h.
//
// Borrows its arguments. Thread-safe. Blocks at most for `patience.deadline`.
class WorldPreflight : public Preflight {
 public:
  WorldPreflight(ClusterConnections& clusters, kafka::ConnectionProbe& probe,
                 TableConnections& tables, const WorldPreflightOptions& options);

  PreflightReport Check(const Connector& connector, const Instance& instance,
                        const AskAbout& about) override;

 private:
  ClusterConnections& clusters_;
  kafka::ConnectionProbe& probe_;
  TableConnections& tables_;
  const WorldPreflightOptions options_;
  WorkQueue queue_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_WORLD_PREFLIGHT_H_

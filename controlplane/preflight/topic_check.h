#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_TOPIC_CHECK_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_TOPIC_CHECK_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/preflight/preflight.h"

namespace sluice::controlplane {

// Adds what is wrong with the source topic (R2) and with the connector's own topics (R5 to R8). An
// error when the brokers could not be asked.
absl::Status CheckTopics(const Connector& connector, const Instance& instance,
                         ClusterConnections& clusters, absl::Duration timeout,
                         std::vector<Finding>& findings);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_TOPIC_CHECK_H_

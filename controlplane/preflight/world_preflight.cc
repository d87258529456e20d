#include "controlplane/preflight/world_preflight.h"

#include "base/status/status_macros.h"
#include "controlplane/preflight/table_check.h"
#include "controlplane/preflight/topic_check.h"

namespace sluice::controlplane {

absl::StatusOr<std::vector<Finding>> WorldPreflight::Check(const Connector& connector,
                                                           const Instance& instance) {
  std::vector<Finding> findings;
  const absl::Status kafka = CheckTopics(connector, instance, clusters_, kafka_timeout_, findings);
  const absl::Status maxcompute = CheckTable(connector.spec.sink, tables_, findings);
  if (!findings.empty()) return findings;
  SLUICE_RETURN_IF_ERROR(kafka);
  SLUICE_RETURN_IF_ERROR(maxcompute);
  return findings;
}

}  // namespace sluice::controlplane

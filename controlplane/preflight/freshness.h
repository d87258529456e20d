#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_FRESHNESS_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_FRESHNESS_H_

#include "absl/time/time.h"
#include "controlplane/model/connector_spec.h"
#include "controlplane/preflight/finding.h"

namespace sluice::controlplane {

// How old the newest rows of a table are at most when the connector keeps up: MaxCompute takes 500
// upload sessions of a table in 5 minutes, and each source partition needs one for each table
// partition that is open. Pure.
absl::Duration FreshnessOf(int source_partitions, PartitionGranularity granularity);

// An INFO with that number, or a WARNING when it is more than a minute; with delivery STREAM, which
// keeps its sessions, neither.
Finding JudgeFreshness(int source_partitions, const MaxComputeSink& sink);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_FRESHNESS_H_

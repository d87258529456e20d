#ifndef SLUICE_CONTROLPLANE_COMPLETENESS_TABLE_PERIODS_H_
#define SLUICE_CONTROLPLANE_COMPLETENESS_TABLE_PERIODS_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/model/connector_spec.h"
#include "conversion/table_partition.h"

namespace sluice::controlplane {

// How the connector's table is parted by time. INVALID_ARGUMENT for a time zone that no definition
// which was taken has.
absl::StatusOr<conversion::TablePartition> TablePeriodsOf(const MaxComputeSink& sink);
absl::StatusOr<absl::TimeZone> TimeZoneOf(const MaxComputeSink& sink);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_COMPLETENESS_TABLE_PERIODS_H_

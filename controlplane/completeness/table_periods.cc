#include "controlplane/completeness/table_periods.h"

#include "base/status/status_macros.h"
#include "conversion/time_zone.h"

namespace sluice::controlplane {
namespace {

conversion::Granularity GranularityOf(PartitionGranularity granularity) {
  switch (granularity) {
    case PartitionGranularity::kDay:
      return conversion::Granularity::kDay;
    case PartitionGranularity::kHour:
      return conversion::Granularity::kHour;
    case PartitionGranularity::kMinute:
      return conversion::Granularity::kMinute;
  }
  return conversion::Granularity::kHour;
}

}  // namespace

absl::StatusOr<absl::TimeZone> TimeZoneOf(const MaxComputeSink& sink) {
  return conversion::ParseTimeZone(sink.time_zone);
}

absl::StatusOr<conversion::TablePartition> TablePeriodsOf(const MaxComputeSink& sink) {
  SLUICE_ASSIGN_OR_RETURN(const absl::TimeZone zone, TimeZoneOf(sink));
  return conversion::TablePartition(GranularityOf(sink.partition_granularity), zone,
                                    sink.partition_pattern == PartitionPattern::kIso
                                        ? conversion::PartitionPattern::kIso
                                        : conversion::PartitionPattern::kOriginal);
}

}  // namespace sluice::controlplane

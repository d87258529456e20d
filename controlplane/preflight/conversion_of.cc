#include "controlplane/preflight/conversion_of.h"

#include "base/status/status_macros.h"
#include "conversion/time_zone.h"

namespace sluice::controlplane {
namespace {

conversion::Mode ModeOf(SinkMode mode) {
  switch (mode) {
    case SinkMode::kDefault:
      return conversion::Mode::kDefault;
    case SinkMode::kKey:
      return conversion::Mode::kKey;
    case SinkMode::kValue:
      return conversion::Mode::kValue;
  }
  return conversion::Mode::kDefault;
}

conversion::Format FormatOf(SinkFormat format) {
  switch (format) {
    case SinkFormat::kText:
      return conversion::Format::kText;
    case SinkFormat::kBinary:
      return conversion::Format::kBinary;
    case SinkFormat::kCsv:
      return conversion::Format::kCsv;
    case SinkFormat::kJson:
      return conversion::Format::kJson;
  }
  return conversion::Format::kText;
}

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

absl::StatusOr<conversion::ConversionDefinition> ConversionOf(const MaxComputeSink& sink) {
  conversion::ConversionDefinition definition;
  SLUICE_ASSIGN_OR_RETURN(definition.zone, conversion::ParseTimeZone(sink.time_zone));
  definition.mode = ModeOf(sink.mode);
  definition.format = FormatOf(sink.format);
  definition.granularity = GranularityOf(sink.partition_granularity);
  definition.pattern = sink.partition_pattern == PartitionPattern::kIso
                           ? conversion::PartitionPattern::kIso
                           : conversion::PartitionPattern::kOriginal;
  definition.clock = sink.partition_clock == PartitionClock::kIngest
                         ? conversion::PartitionClock::kIngest
                         : conversion::PartitionClock::kRecord;
  definition.late.action = sink.late_policy.action == LatePolicy::Action::kOwnPartition
                               ? conversion::LatePolicy::Action::kOwnPartition
                               : conversion::LatePolicy::Action::kAbnormalTopic;
  if (sink.delivery == Delivery::kUpsert) {
    const bool by_record_key = sink.upsert.key == UpsertPolicy::Key::kRecordKey;
    definition.row_key =
        by_record_key ? conversion::RowKey::kRecordKey : conversion::RowKey::kPosition;
    definition.delete_tombstones = sink.upsert.delete_tombstones;
  }
  definition.late.past_max = sink.late_policy.past_max;
  definition.late.future_max = sink.late_policy.future_max;
  return definition;
}

}  // namespace sluice::controlplane

#include "dataplane/worker/sink_rules.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "conversion/time_zone.h"
#include "sluice/v1/connector.pb.h"

namespace sluice::dataplane {
namespace {

using conversion::Format;
using conversion::Granularity;
using conversion::LatePolicy;
using conversion::Mode;
using conversion::PartitionClock;
using conversion::PartitionPattern;
using conversion::RowKey;
using Sink = v1::MaxComputeSink;

// What a value of the API means here. Those that say nothing are what the API takes them for.
template <typename Theirs, typename Ours>
using Meanings = std::initializer_list<std::pair<Theirs, Ours>>;

template <typename Theirs, typename Ours>
absl::Status Read(const char* field, Theirs value, Meanings<Theirs, Ours> meanings, Ours& to) {
  for (const auto& [theirs, ours] : meanings) {
    if (theirs != value) continue;
    to = ours;
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("its ", field, " is ", static_cast<int>(value), ", which is not known here"));
}

absl::StatusOr<std::optional<absl::Duration>> ReadBound(
    const char* field, bool set, const google::protobuf::Duration& duration) {
  if (!set) return std::nullopt;
  const absl::Duration bound =
      absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
  if (bound > absl::ZeroDuration()) return bound;
  return absl::InvalidArgumentError(absl::StrCat("its ", field, " is not above zero"));
}

absl::StatusOr<LatePolicy> ReadLatePolicy(const v1::LatePolicy& policy) {
  LatePolicy late;
  SLUICE_RETURN_IF_ERROR((Read<v1::LatePolicy::Action, LatePolicy::Action>(
      "late_policy.action", policy.action(),
      {{v1::LatePolicy::ACTION_UNSPECIFIED, LatePolicy::Action::kAbnormalTopic},
       {v1::LatePolicy::ABNORMAL_TOPIC, LatePolicy::Action::kAbnormalTopic},
       {v1::LatePolicy::OWN_PARTITION, LatePolicy::Action::kOwnPartition}},
      late.action)));
  SLUICE_ASSIGN_OR_RETURN(
      late.past_max, ReadBound("late_policy.past_max", policy.has_past_max(), policy.past_max()));
  SLUICE_ASSIGN_OR_RETURN(late.future_max, ReadBound("late_policy.future_max",
                                                     policy.has_future_max(), policy.future_max()));
  return late;
}

}  // namespace

absl::StatusOr<conversion::ConversionDefinition> ReadConversion(const Sink& sink) {
  conversion::ConversionDefinition definition;
  SLUICE_RETURN_IF_ERROR((Read<Sink::Mode, Mode>("mode", sink.mode(),
                                                 {{Sink::MODE_UNSPECIFIED, Mode::kDefault},
                                                  {Sink::DEFAULT, Mode::kDefault},
                                                  {Sink::KEY, Mode::kKey},
                                                  {Sink::VALUE, Mode::kValue}},
                                                 definition.mode)));
  SLUICE_RETURN_IF_ERROR((Read<Sink::Format, Format>("format", sink.format(),
                                                     {{Sink::FORMAT_UNSPECIFIED, Format::kText},
                                                      {Sink::TEXT, Format::kText},
                                                      {Sink::BINARY, Format::kBinary},
                                                      {Sink::CSV, Format::kCsv},
                                                      {Sink::JSON, Format::kJson}},
                                                     definition.format)));
  SLUICE_RETURN_IF_ERROR((Read<Sink::PartitionGranularity, Granularity>(
      "partition_granularity", sink.partition_granularity(),
      {{Sink::PARTITION_GRANULARITY_UNSPECIFIED, Granularity::kHour},
       {Sink::DAY, Granularity::kDay},
       {Sink::HOUR, Granularity::kHour},
       {Sink::MINUTE, Granularity::kMinute}},
      definition.granularity)));
  SLUICE_RETURN_IF_ERROR((Read<Sink::PartitionPattern, PartitionPattern>(
      "partition_pattern", sink.partition_pattern(),
      {{Sink::PARTITION_PATTERN_UNSPECIFIED, PartitionPattern::kOriginal},
       {Sink::ORIGINAL, PartitionPattern::kOriginal},
       {Sink::ISO, PartitionPattern::kIso}},
      definition.pattern)));
  SLUICE_RETURN_IF_ERROR((Read<Sink::PartitionClock, PartitionClock>(
      "partition_clock", sink.partition_clock(),
      {{Sink::PARTITION_CLOCK_UNSPECIFIED, PartitionClock::kRecord},
       {Sink::RECORD, PartitionClock::kRecord},
       {Sink::INGEST, PartitionClock::kIngest}},
      definition.clock)));
  absl::StatusOr<absl::TimeZone> zone = conversion::ParseTimeZone(sink.time_zone());
  if (!zone.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("its time zone: ", zone.status().message()));
  }
  definition.zone = *zone;
  SLUICE_ASSIGN_OR_RETURN(definition.late, ReadLatePolicy(sink.late_policy()));
  SLUICE_ASSIGN_OR_RETURN(const DeliveryMode delivery, ReadDelivery(sink));
  if (delivery == DeliveryMode::kUpsert) {
    SLUICE_RETURN_IF_ERROR((
        Read<v1::UpsertPolicy::Key, RowKey>("upsert.key", sink.upsert().key(),
                                            {{v1::UpsertPolicy::KEY_UNSPECIFIED, RowKey::kPosition},
                                             {v1::UpsertPolicy::POSITION, RowKey::kPosition},
                                             {v1::UpsertPolicy::RECORD_KEY, RowKey::kRecordKey}},
                                            definition.row_key)));
    definition.delete_tombstones = sink.upsert().delete_tombstones();
  }
  return definition;
}

absl::StatusOr<DeliveryMode> ReadDelivery(const Sink& sink) {
  DeliveryMode delivery = DeliveryMode::kExactlyOnce;
  SLUICE_RETURN_IF_ERROR(
      (Read<Sink::Delivery, DeliveryMode>("delivery", sink.delivery(),
                                          {{Sink::DELIVERY_UNSPECIFIED, DeliveryMode::kExactlyOnce},
                                           {Sink::EXACTLY_ONCE, DeliveryMode::kExactlyOnce},
                                           {Sink::STREAM, DeliveryMode::kStream},
                                           {Sink::UPSERT, DeliveryMode::kUpsert}},
                                          delivery)));
  return delivery;
}

absl::StatusOr<ErrorPolicy> ReadErrorPolicy(const v1::ErrorPolicy& policy) {
  ErrorPolicy errors;
  SLUICE_RETURN_IF_ERROR((Read<v1::ErrorPolicy::Tolerance, ErrorPolicy::Tolerance>(
      "error_policy.tolerance", policy.tolerance(),
      {{v1::ErrorPolicy::TOLERANCE_UNSPECIFIED, ErrorPolicy::Tolerance::kAll},
       {v1::ErrorPolicy::NONE, ErrorPolicy::Tolerance::kNone},
       {v1::ErrorPolicy::ALL, ErrorPolicy::Tolerance::kAll}},
      errors.tolerance)));
  // Not set reads as 0.
  if (policy.max_share() != 0) errors.share_max = policy.max_share();
  if (!(errors.share_max > 0 && errors.share_max <= 1))
    return absl::InvalidArgumentError("its error_policy.max_share is not between 0 and 1");
  if (policy.max_per_minute() < 0)
    return absl::InvalidArgumentError("its error_policy.max_per_minute is below 0");
  errors.per_minute_max = policy.max_per_minute();
  return errors;
}

}  // namespace sluice::dataplane

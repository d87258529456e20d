#include "conversion/table_partition.h"

#include "absl/time/civil_time.h"

namespace sluice::conversion {
namespace {

constexpr int64_t kMillisPerMinute = 60'000;
// 9999-12-30, so that no zone's offset leads into the year 10000.
constexpr int64_t kTimestampMsMax = 253'402'128'000'000;

absl::string_view Layout(Granularity granularity, PartitionPattern pattern) {
  const bool iso = pattern == PartitionPattern::kIso;
  switch (granularity) {
    case Granularity::kDay:
      return iso ? "%E4Y-%m-%d" : "%m-%d-%E4Y";
    case Granularity::kHour:
      return iso ? "%E4Y-%m-%d %H" : "%m-%d-%E4Y %H";
    case Granularity::kMinute:
      return iso ? "%E4Y-%m-%d %H:%M" : "%m-%d-%E4Y %H:%M";
  }
  return "";
}

// From the first to the last time that is in the unit of civil time that `time` is in. What is left
// out of a day counts as the moment at which it is; what is there twice reaches from the first to
// the second time.
template <typename Unit>
TablePartition::Span SpanOfUnit(absl::Time time, const absl::TimeZone& zone) {
  using Info = absl::TimeZone::TimeInfo;
  const Unit unit(absl::ToCivilSecond(time, zone));
  const Info first = zone.At(absl::CivilSecond(unit));
  const Info last = zone.At(absl::CivilSecond(unit + 1) - 1);
  return {first.kind == Info::SKIPPED ? first.trans : first.pre,
          last.kind == Info::SKIPPED ? last.trans : last.post + absl::Seconds(1)};
}

}  // namespace

std::optional<absl::string_view> TablePartition::ValueOf(int64_t timestamp_ms) {
  if (timestamp_ms < 0 || timestamp_ms >= kTimestampMsMax) return std::nullopt;
  const int64_t minute = timestamp_ms / kMillisPerMinute;
  Remembered& slot = remembered_[minute % remembered_.size()];
  if (slot.minute != minute) {
    const absl::Time time = absl::FromUnixMillis(timestamp_ms);
    slot.value = absl::FormatTime(Layout(granularity_, pattern_), time, zone_);
    // A zone whose offset has seconds (Monrovia until 1972) changes its minute within ours: not
    // remembered.
    slot.minute = zone_.At(time).offset % 60 == 0 ? minute : -1;
  }
  return slot.value;
}

TablePartition::Span TablePartition::SpanOf(int64_t timestamp_ms) const {
  const absl::Time time = absl::FromUnixMillis(timestamp_ms);
  switch (granularity_) {
    case Granularity::kDay:
      return SpanOfUnit<absl::CivilDay>(time, zone_);
    case Granularity::kHour:
      return SpanOfUnit<absl::CivilHour>(time, zone_);
    case Granularity::kMinute:
      return SpanOfUnit<absl::CivilMinute>(time, zone_);
  }
  return {};
}

std::optional<TablePartition::Span> TablePartition::SpanOfValue(absl::string_view value) {
  absl::Time time;
  if (!absl::ParseTime(Layout(granularity_, pattern_), value, zone_, &time, nullptr))
    return std::nullopt;
  const int64_t timestamp_ms = absl::ToUnixMillis(time);
  if (ValueOf(timestamp_ms) != value) return std::nullopt;  // Written otherwise: 1-2-2020.
  return SpanOf(timestamp_ms);
}

}  // namespace sluice::conversion

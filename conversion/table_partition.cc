#include "conversion/table_partition.h"

namespace sluice::conversion {
namespace {

constexpr int64_t kMillisPerMinute = 60'000;
// 9999-12-30, so that no zone's offset leads into the year 10000.
constexpr int64_t kTimestampMsMax = 253'402'128'000'000;

absl::string_view Pattern(Granularity granularity) {
  switch (granularity) {
    case Granularity::kDay:
      return "%m-%d-%Y";
    case Granularity::kHour:
      return "%m-%d-%Y %H";
    case Granularity::kMinute:
      return "%m-%d-%Y %H:%M";
  }
  return "";
}

}  // namespace

std::optional<absl::string_view> TablePartition::ValueOf(int64_t timestamp_ms) {
  if (timestamp_ms < 0 || timestamp_ms >= kTimestampMsMax) return std::nullopt;
  const int64_t minute = timestamp_ms / kMillisPerMinute;
  Remembered& slot = remembered_[minute % remembered_.size()];
  if (slot.minute != minute) {
    const absl::Time time = absl::FromUnixMillis(timestamp_ms);
    slot.value = absl::FormatTime(Pattern(granularity_), time, zone_);
    // A zone whose offset has seconds (Monrovia until 1972) changes its minute within ours: not
    // remembered.
    slot.minute = zone_.At(time).offset % 60 == 0 ? minute : -1;
  }
  return slot.value;
}

}  // namespace sluice::conversion

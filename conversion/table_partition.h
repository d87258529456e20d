#ifndef SLUICE_CONVERSION_TABLE_PARTITION_H_
#define SLUICE_CONVERSION_TABLE_PARTITION_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::conversion {

enum class Granularity { kDay, kHour, kMinute };

// Which table partition a record belongs to, by its own timestamp (R20, R21): `MM-dd-yyyy`,
// `MM-dd-yyyy HH` or `MM-dd-yyyy HH:mm` in the producers' time zone. A pure function of the
// timestamp; remembers the last texts because neighbours share them. One thread.
class TablePartition {
 public:
  TablePartition(Granularity granularity, absl::TimeZone zone)
      : granularity_(granularity), zone_(zone) {}

  // The value of the partition column; valid until the next call. Nothing for a timestamp that is
  // not within the years 1970 to 9999, "no timestamp" (-1) among them.
  std::optional<absl::string_view> ValueOf(int64_t timestamp_ms);

 private:
  struct Remembered {
    int64_t minute = -1;
    std::string value;
  };

  const Granularity granularity_;
  const absl::TimeZone zone_;
  // By minute since 1970: out-of-order records of an hour do not push each other out.
  std::array<Remembered, 64> remembered_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_TABLE_PARTITION_H_

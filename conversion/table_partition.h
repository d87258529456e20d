#ifndef SLUICE_CONVERSION_TABLE_PARTITION_H_
#define SLUICE_CONVERSION_TABLE_PARTITION_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "conversion/partition_format.h"

namespace sluice::conversion {

// Which table partition a time belongs to, as the value of the partition column, in the producers'
// time zone (R20, R21). A pure function of the time; remembers the last texts because neighbours
// share them. One thread.
//
// Of a daylight-saving day, an hour that it has twice is one table partition with both in it; one
// that it leaves out never is.
class TablePartition {
 public:
  TablePartition(Granularity granularity, absl::TimeZone zone,
                 PartitionPattern pattern = PartitionPattern::kOriginal)
      : granularity_(granularity), pattern_(pattern), zone_(zone) {}

  // The value of the partition column; valid until the next call. Nothing for a time that is not
  // within the years 1970 to 9999, "no timestamp" (-1) among them.
  std::optional<absl::string_view> ValueOf(int64_t timestamp_ms);

  // When the table partition of a time for which ValueOf has a value begins and ends. A function of
  // that value alone: the same for every time that has it.
  struct Span {
    absl::Time begin;
    absl::Time end;
  };
  Span SpanOf(int64_t timestamp_ms) const;

  // Of the table partition with this value of the partition column; nothing when no time has it.
  std::optional<Span> SpanOfValue(absl::string_view value);

 private:
  struct Remembered {
    int64_t minute = -1;
    std::string value;
  };

  const Granularity granularity_;
  const PartitionPattern pattern_;
  const absl::TimeZone zone_;
  // By minute since 1970: out-of-order records of an hour do not push each other out.
  std::array<Remembered, 64> remembered_;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_TABLE_PARTITION_H_

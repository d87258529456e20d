#ifndef SLUICE_CONVERSION_TIME_ZONE_H_
#define SLUICE_CONVERSION_TIME_ZONE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::conversion {

// The zone that `text` names (R21): `GMT 08:00` (a blank stands for plus), `GMT+08:00`,
// `GMT-03:30`, `GMT`, `UTC`, or an IANA name such as `Asia/Shanghai`. Offsets reach from -18:00 to
// +18:00. Letters count in any case before an offset; IANA names are as they are written.
//
// INVALID_ARGUMENT, TIME_ZONE_UNKNOWN, for anything else.
absl::StatusOr<absl::TimeZone> ParseTimeZone(absl::string_view text);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_TIME_ZONE_H_

#ifndef SLUICE_CONVERSION_TIME_TEXT_H_
#define SLUICE_CONVERSION_TIME_TEXT_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "conversion/misfit.h"

namespace sluice::conversion {

// Seconds since 1970 and, also before it, nanoseconds after them.
struct Instant {
  int64_t seconds = 0;
  int32_t nanos = 0;

  int64_t millis() const { return seconds * 1000 + nanos / 1'000'000; }

  friend bool operator==(const Instant&, const Instant&) = default;
};

// What MaxCompute takes: 0001-01-01 to the end of 9999-12-31, in UTC.
bool IsInRange(const Instant& instant);

// Texts as dates and times: `2024-01-31`; `2024-01-31 08:30:00`, with `T` for the blank, with up to
// nine digits after the seconds, with `Z`, `+08`, `+0800` or `+08:00` after them. No other blanks.
// On a misfit the result is whatever.
//
// VALUE_UNFIT: it is no such text, or there is no such day or time. VALUE_OUT_OF_RANGE: it is
// outside what MaxCompute takes. VALUE_TOO_PRECISE: more digits than `nanos_digits` are not zero.

// As days since 1970-01-01.
std::optional<Misfit> ReadDate(absl::string_view text, int64_t& days);

// Without a zone of its own the text is of `zone`. Of an hour that a daylight-saving day has twice
// it is the first; one that such a day leaves out does not exist.
std::optional<Misfit> ReadInstant(absl::string_view text, const absl::TimeZone& zone,
                                  int nanos_digits, Instant& instant);

// What a clock on the wall showed, as if it were UTC. The text may name no zone.
std::optional<Misfit> ReadWallClock(absl::string_view text, Instant& instant);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_TIME_TEXT_H_

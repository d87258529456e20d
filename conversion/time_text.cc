#include "conversion/time_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace sluice::conversion {
namespace {

constexpr int64_t kSecondsMin = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr int64_t kSecondsMax = 253'402'300'799;  // 9999-12-31T23:59:59Z
constexpr int kNanosDigits = 9;
constexpr int kZoneHoursMax = 18;

Misfit Unfit(absl::string_view message) {
  return {.reason = "VALUE_UNFIT", .message = std::string(message)};
}

Misfit OutOfRange() {
  return {.reason = "VALUE_OUT_OF_RANGE", .message = "is not between the years 1 and 9999 of UTC"};
}

// Reads a text from its front.
class TimeParser {
 public:
  explicit TimeParser(absl::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }

  bool Take(char wanted) {
    if (rest_.empty() || rest_[0] != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool TakeNumber(int digits, int& number) {
    if (rest_.size() < static_cast<size_t>(digits)) return false;
    number = 0;
    for (int i = 0; i < digits; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      number = number * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return true;
  }

  bool TakeDay(absl::CivilDay& day) {
    int year = 0, month = 0, day_of_month = 0;
    if (!TakeNumber(4, year) || !Take('-') || !TakeNumber(2, month) || !Take('-') ||
        !TakeNumber(2, day_of_month)) {
      return false;
    }
    day = absl::CivilDay(year, month, day_of_month);
    // A day that is not in the calendar becomes another one.
    return day.month() == month && day.day() == day_of_month;
  }

  bool TakeTimeOfDay(const absl::CivilDay& day, absl::CivilSecond& second) {
    int hours = 0, minutes = 0, seconds = 0;
    if (!TakeNumber(2, hours) || !Take(':') || !TakeNumber(2, minutes) || !Take(':') ||
        !TakeNumber(2, seconds) || hours > 23 || minutes > 59 || seconds > 59) {
      return false;
    }
    second = absl::CivilSecond(day.year(), day.month(), day.day(), hours, minutes, seconds);
    return true;
  }

  // Digits after a point, if there is one. `significant` is the last of them that is not zero.
  bool TakeFraction(int32_t& nanos, int& significant) {
    nanos = 0;
    significant = 0;
    if (!Take('.')) return true;
    int digits = 0;
    int64_t weight = 100'000'000;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1)) {
      ++digits;
      nanos += static_cast<int32_t>((rest_[0] - '0') * weight);
      weight /= 10;
      if (rest_[0] != '0') significant = digits;
    }
    return digits > 0;
  }

  // `Z`, `+08`, `+0800`, `+08:00` as seconds, if there is one of them.
  bool TakeZone(std::optional<int>& offset) {
    offset.reset();
    if (rest_.empty()) return true;
    if (Take('Z') || Take('z')) {
      offset = 0;
      return true;
    }
    const bool negative = rest_[0] == '-';
    if (!Take('-') && !Take('+')) return false;
    int hours = 0, minutes = 0;
    if (!TakeNumber(2, hours)) return false;
    if (!rest_.empty()) {
      Take(':');
      if (!TakeNumber(2, minutes)) return false;
    }
    if (minutes > 59 || hours * 60 + minutes > kZoneHoursMax * 60) return false;
    const int seconds = (hours * 60 + minutes) * 60;
    offset = negative ? -seconds : seconds;
    return true;
  }

 private:
  absl::string_view rest_;
};

// A time as it is written.
struct WrittenTime {
  absl::CivilSecond second;
  int32_t nanos = 0;
  std::optional<int> offset;
};

std::optional<Misfit> ReadWritten(absl::string_view text, int nanos_digits, WrittenTime& written) {
  TimeParser parser(text);
  absl::CivilDay day;
  int significant = 0;
  if (!parser.TakeDay(day) || (!parser.Take(' ') && !parser.Take('T') && !parser.Take('t')) ||
      !parser.TakeTimeOfDay(day, written.second) ||
      !parser.TakeFraction(written.nanos, significant) || !parser.TakeZone(written.offset) ||
      !parser.at_end()) {
    return Unfit("is not a time as 2024-01-31 08:30:00 or 2024-01-31T08:30:00.5+08:00");
  }
  if (significant > nanos_digits) {
    return Misfit{
        .reason = "VALUE_TOO_PRECISE",
        .message = absl::StrCat("has more than ", nanos_digits, " digits after the seconds")};
  }
  return std::nullopt;
}

int64_t SecondsOf(const absl::CivilSecond& second) {
  return second - absl::CivilSecond(1970, 1, 1);
}

std::optional<Misfit> Checked(const Instant& instant) {
  if (IsInRange(instant)) return std::nullopt;
  return OutOfRange();
}

}  // namespace

bool IsInRange(const Instant& instant) {
  return instant.seconds >= kSecondsMin && instant.seconds <= kSecondsMax;
}

std::optional<Misfit> ReadDate(absl::string_view text, int64_t& days) {
  TimeParser parser(text);
  absl::CivilDay day;
  if (!parser.TakeDay(day) || !parser.at_end()) return Unfit("is not a day as 2024-01-31");
  if (day.year() < 1) return OutOfRange();
  days = day - absl::CivilDay(1970, 1, 1);
  return std::nullopt;
}

std::optional<Misfit> ReadInstant(absl::string_view text, const absl::TimeZone& zone,
                                  int nanos_digits, Instant& instant) {
  WrittenTime written;
  if (std::optional<Misfit> misfit = ReadWritten(text, nanos_digits, written)) return misfit;
  instant.nanos = written.nanos;
  if (written.offset.has_value()) {
    instant.seconds = SecondsOf(written.second) - *written.offset;
    return Checked(instant);
  }
  const absl::TimeZone::TimeInfo info = zone.At(written.second);
  if (info.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    return Unfit(
        absl::StrCat("is a time that a daylight-saving day of ", zone.name(), " leaves out"));
  }
  instant.seconds = absl::ToUnixSeconds(info.pre);
  return Checked(instant);
}

std::optional<Misfit> ReadWallClock(absl::string_view text, Instant& instant) {
  WrittenTime written;
  if (std::optional<Misfit> misfit = ReadWritten(text, kNanosDigits, written)) return misfit;
  if (written.offset.has_value()) return Unfit("names a zone, which TIMESTAMP_NTZ does not keep");
  instant = {SecondsOf(written.second), written.nanos};
  return Checked(instant);
}

}  // namespace sluice::conversion

#include "conversion/time_zone.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"

namespace sluice::conversion {
namespace {

constexpr int kOffsetHoursMax = 18;

absl::Status Unknown(absl::string_view text) {
  return WithRemedy(WithReason(absl::InvalidArgumentError(absl::StrCat("no time zone is called '",
                                                                       text.substr(0, 64), "'")),
                               "TIME_ZONE_UNKNOWN"),
                    "write GMT 08:00, GMT+08:00, GMT-03:30, UTC or a name such as Asia/Shanghai");
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "+08:00" as seconds; nothing for another form.
std::optional<int> ParseOffset(absl::string_view text) {
  if (text.size() != 6 || text[3] != ':') return std::nullopt;
  for (int i : {1, 2, 4, 5}) {
    if (!IsDigit(text[i])) return std::nullopt;
  }
  const int hours = (text[1] - '0') * 10 + (text[2] - '0');
  const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
  if (minutes > 59 || hours * 60 + minutes > kOffsetHoursMax * 60) return std::nullopt;
  const int seconds = (hours * 60 + minutes) * 60;
  if (text[0] == '-') return -seconds;
  if (text[0] == '+' || text[0] == ' ') return seconds;
  return std::nullopt;
}

// What the zone database, or the library that reads it, also knows and is no name of IANA's: the
// zone of this machine, and copies with other leap seconds.
bool IsOfTheMachine(absl::string_view name) {
  constexpr absl::string_view kNames[] = {"localtime", "posixrules", "Factory"};
  constexpr absl::string_view kFolders[] = {"right/", "posix/", "Fixed/"};
  return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames) ||
         std::any_of(std::begin(kFolders), std::end(kFolders),
                     [name](absl::string_view folder) { return absl::StartsWith(name, folder); });
}

}  // namespace

absl::StatusOr<absl::TimeZone> ParseTimeZone(absl::string_view text) {
  const absl::string_view name = absl::StripAsciiWhitespace(text);
  if (absl::EqualsIgnoreCase(name, "GMT") || absl::EqualsIgnoreCase(name, "UTC") || name == "Z") {
    return absl::UTCTimeZone();
  }
  if (absl::StartsWithIgnoreCase(name, "GMT") || absl::StartsWithIgnoreCase(name, "UTC")) {
    if (std::optional<int> seconds = ParseOffset(name.substr(3)); seconds.has_value()) {
      return absl::FixedTimeZone(*seconds);
    }
    return Unknown(text);
  }
  // An IANA name is a path below the zone database: nothing else may be opened by it.
  absl::TimeZone zone;
  if (name.empty() || name.size() > 64 || !absl::ascii_isalpha(name[0]) ||
      absl::StrContains(name, "..") || IsOfTheMachine(name) ||
      !absl::LoadTimeZone(std::string(name), &zone)) {
    return Unknown(text);
  }
  return zone;
}

}  // namespace sluice::conversion

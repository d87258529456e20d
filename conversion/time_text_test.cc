#include "conversion/time_text.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "conversion/time_zone.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

std::string Day(absl::string_view text) {
  int64_t days = 0;
  if (std::optional<Misfit> misfit = ReadDate(text, days)) return misfit->reason;
  return absl::StrCat(days);
}

std::string Time(absl::string_view text, int digits = 9, const char* zone = "GMT 08:00") {
  Instant instant;
  if (std::optional<Misfit> misfit = ReadInstant(text, *ParseTimeZone(zone), digits, instant))
    return misfit->reason;
  return absl::StrCat(instant.seconds, ".", instant.nanos);
}

TEST(ReadDate, IsADayOfTheCalendar) {
  EXPECT_EQ(Day("2024-01-02"), "19724");
  EXPECT_EQ(Day("1969-12-31"), "-1");
  EXPECT_EQ(Day("0001-01-01"), "-719162");
  EXPECT_EQ(Day("9999-12-31"), "2932896");
  EXPECT_EQ(Day("2024-02-29"), "19782");
  EXPECT_EQ(Day("0000-12-31"), "VALUE_OUT_OF_RANGE");
  for (const char* text :
       {"", "2024-1-2", "2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024/01/02",
        "02-01-2024", "2024-01-02 ", "10000-01-01", "-001-01-01", "2024-01-02T00:00:00"}) {
    EXPECT_EQ(Day(text), "VALUE_UNFIT") << text;
  }
}

TEST(ReadInstant, WithoutAZoneItIsOfTheConnectors) {
  EXPECT_EQ(Time("2024-01-02 11:04:05"), "1704164645.0");
  EXPECT_EQ(Time("2024-01-02 03:04:05.678", 3, "UTC"), "1704164645.678000000");
}

TEST(ReadInstant, TakesTheFormsOfIso8601WithAZone) {
  for (const char* text :
       {"2024-01-02T03:04:05Z", "2024-01-02t03:04:05z", "2024-01-02 11:04:05+08:00",
        "2024-01-02T11:04:05+0800", "2024-01-02T11:04:05+08", "2024-01-01T22:34:05-04:30"}) {
    EXPECT_EQ(Time(text), "1704164645.0") << text;
  }
  EXPECT_EQ(Time("1969-12-31T23:59:59.5Z"), "-1.500000000");
}

TEST(ReadInstant, DigitsAfterTheSecondsAreNotCutOff) {
  EXPECT_EQ(Time("2024-01-02T03:04:05.123456789Z"), "1704164645.123456789");
  EXPECT_EQ(Time("2024-01-02T03:04:05.1234567890000Z"), "1704164645.123456789");
  EXPECT_EQ(Time("2024-01-02T03:04:05.1234567891Z"), "VALUE_TOO_PRECISE");
  EXPECT_EQ(Time("2024-01-02T03:04:05.1230Z", 3), "1704164645.123000000");
  EXPECT_EQ(Time("2024-01-02T03:04:05.1231Z", 3), "VALUE_TOO_PRECISE");
}

TEST(ReadInstant, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2024-01-02", "2024-01-02 03:04", "2024-01-02  03:04:05",
                           "2024-01-02 24:00:00", "2024-01-02 03:60:00", "2024-01-02 03:04:60",
                           "2024-01-02 03:04:05.", "2024-01-02 03:04:05 Z", "2024-01-02 03:04:05+8",
                           "2024-01-02 03:04:05+19:00", "2024-01-02 03:04:05+08:60",
                           "2024-01-02 03:04:05+08:", "2023-02-29 00:00:00", "1704164645"}) {
    EXPECT_EQ(Time(text), "VALUE_UNFIT") << text;
  }
}

TEST(ReadInstant, KeepsInsideTheYearsThatTheTableTakes) {
  EXPECT_EQ(Time("0001-01-01T00:00:00Z"), "-62135596800.0");
  EXPECT_EQ(Time("9999-12-31T23:59:59.999Z"), "253402300799.999000000");
  EXPECT_EQ(Time("0001-01-01 00:00:00"), "VALUE_OUT_OF_RANGE");  // In year 0 of UTC.
  EXPECT_EQ(Time("9999-12-31T23:59:59-01:00"), "VALUE_OUT_OF_RANGE");
  EXPECT_EQ(Time("0000-06-01T00:00:00Z"), "VALUE_OUT_OF_RANGE");
}

TEST(ReadInstant, OnDaylightSavingDaysTheFirstOfTwoCountsAndWhatIsLeftOutIsNone) {
  EXPECT_EQ(Time("2023-10-29 02:30:00", 9, "Europe/Berlin"), Time("2023-10-29T02:30:00+02:00"));
  EXPECT_EQ(Time("2023-03-26 02:30:00", 9, "Europe/Berlin"), "VALUE_UNFIT");
  EXPECT_EQ(Time("2023-03-26 03:00:00", 9, "Europe/Berlin"), Time("2023-03-26T01:00:00Z"));
}

TEST(ReadWallClock, IsAsIfItWereUtcAndHasNoZone) {
  Instant instant;
  EXPECT_FALSE(ReadWallClock("2024-01-02 03:04:05.5", instant).has_value());
  EXPECT_EQ(instant, (Instant{1704164645, 500'000'000}));
  EXPECT_STREQ(ReadWallClock("2024-01-02 03:04:05Z", instant)->reason, "VALUE_UNFIT");
}

}  // namespace
}  // namespace sluice::conversion

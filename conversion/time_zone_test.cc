#include "conversion/time_zone.h"

#include "base/status/status_matchers.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

int OffsetOf(absl::string_view text) {
  absl::StatusOr<absl::TimeZone> zone = ParseTimeZone(text);
  EXPECT_THAT(zone, IsOk());
  return zone.ok() ? zone->At(absl::FromUnixSeconds(1'605'600'000)).offset : -1;
}

TEST(ParseTimeZone, TakesTheFormsOfTheOriginalAndTheUsualOnes) {
  EXPECT_EQ(OffsetOf("GMT 08:00"), 8 * 3600);
  EXPECT_EQ(OffsetOf("GMT+08:00"), 8 * 3600);
  EXPECT_EQ(OffsetOf("gmt+08:00"), 8 * 3600);
  EXPECT_EQ(OffsetOf("UTC+05:45"), 5 * 3600 + 45 * 60);
  EXPECT_EQ(OffsetOf("GMT-03:30"), -(3 * 3600 + 30 * 60));
  EXPECT_EQ(OffsetOf("GMT 00:00"), 0);
  EXPECT_EQ(OffsetOf("UTC 08:00"), 8 * 3600);
  EXPECT_EQ(OffsetOf("GMT+18:00"), 18 * 3600);
  EXPECT_EQ(OffsetOf("GMT"), 0);
  EXPECT_EQ(OffsetOf("utc"), 0);
  EXPECT_EQ(OffsetOf("America/Argentina/Buenos_Aires"), -3 * 3600);
  EXPECT_EQ(OffsetOf("UTC"), 0);
  EXPECT_EQ(OffsetOf("Asia/Shanghai"), 8 * 3600);
}

TEST(ParseTimeZone, RefusesWhatIsNoZone) {
  for (const char* text : {"",
                           " ",
                           "GMT+8",
                           "GMT+08:60",
                           "GMT+19:00",
                           "GMT*08:00",
                           "GMT+0a:00",
                           "+08:00",
                           "GMT 8:00",
                           "GMT 08",
                           "GMT0800",
                           "GMT  08:00",
                           "GMT\t08:00",
                           "GMT+08:00:00",
                           "UTC+8",
                           "Z+01:00",
                           "asia/shanghai",
                           "localtime",
                           "right/UTC",
                           "posix/Europe/Berlin",
                           "Fixed/UTC+08:00:00",
                           "Asia",
                           "Mars/Olympus",
                           "../../etc/passwd",
                           "/etc/localtime",
                           "Asia/../../../etc/passwd"}) {
    EXPECT_THAT(ParseTimeZone(text).status(), HasReason("TIME_ZONE_UNKNOWN")) << text;
  }
}

}  // namespace
}  // namespace sluice::conversion

#include "conversion/table_partition.h"

#include "conversion/time_zone.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

int64_t Millis(absl::string_view rfc3339) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) << error;
  return absl::ToUnixMillis(time);
}

std::string Value(Granularity granularity, absl::string_view zone, absl::string_view time) {
  TablePartition partition(granularity, *ParseTimeZone(zone));
  return std::string(partition.ValueOf(Millis(time)).value_or("none"));
}

TEST(TablePartition, IsTheRecordsHourInTheProducersZone) {
  EXPECT_EQ(Value(Granularity::kHour, "GMT 08:00", "2020-11-17T07:59:59.999Z"), "11-17-2020 15");
  EXPECT_EQ(Value(Granularity::kHour, "GMT 08:00", "2020-11-17T08:00:00Z"), "11-17-2020 16");
}

TEST(TablePartition, DayAndMinuteHaveTheirOwnForms) {
  EXPECT_EQ(Value(Granularity::kDay, "GMT 08:00", "2020-11-17T16:00:00Z"), "11-18-2020");
  EXPECT_EQ(Value(Granularity::kMinute, "UTC", "2020-11-17T16:05:59Z"), "11-17-2020 16:05");
}

TEST(TablePartition, AZoneWithHalfHoursChangesItsHourAtHalfPast) {
  EXPECT_EQ(Value(Granularity::kHour, "GMT+05:30", "2020-11-17T09:29:59Z"), "11-17-2020 14");
  EXPECT_EQ(Value(Granularity::kHour, "GMT+05:30", "2020-11-17T09:30:00Z"), "11-17-2020 15");
}

TEST(TablePartition, TheHourThatADaylightSavingDayHasTwiceIsOnePartition) {
  EXPECT_EQ(Value(Granularity::kHour, "Europe/Berlin", "2023-10-29T00:30:00Z"), "10-29-2023 02");
  EXPECT_EQ(Value(Granularity::kHour, "Europe/Berlin", "2023-10-29T01:30:00Z"), "10-29-2023 02");
  EXPECT_EQ(Value(Granularity::kHour, "Europe/Berlin", "2023-10-29T02:30:00Z"), "10-29-2023 03");
}

TEST(TablePartition, TheHourThatADaylightSavingDayLeavesOutIsNoPartition) {
  EXPECT_EQ(Value(Granularity::kHour, "Europe/Berlin", "2023-03-26T00:59:59Z"), "03-26-2023 01");
  EXPECT_EQ(Value(Granularity::kHour, "Europe/Berlin", "2023-03-26T01:00:00Z"), "03-26-2023 03");
  EXPECT_EQ(Value(Granularity::kDay, "Europe/Berlin", "2023-03-26T21:59:59Z"), "03-26-2023");
  EXPECT_EQ(Value(Granularity::kDay, "Europe/Berlin", "2023-03-26T22:00:00Z"), "03-27-2023");
}

TEST(TablePartition, TheIsoPatternSortsByTime) {
  const int64_t time = Millis("2020-01-17T16:05:59Z");
  const struct {
    Granularity granularity;
    const char* value;
  } cases[] = {{Granularity::kDay, "2020-01-17"},
               {Granularity::kHour, "2020-01-17 16"},
               {Granularity::kMinute, "2020-01-17 16:05"}};
  for (const auto& [granularity, value] : cases) {
    TablePartition partition(granularity, absl::UTCTimeZone(), PartitionPattern::kIso);
    EXPECT_EQ(partition.ValueOf(time), value);
  }
}

TEST(TablePartition, ItsSpanReachesFromTheFirstToTheLastTimeWithItsValue) {
  const struct {
    Granularity granularity;
    const char* time;
    const char* begin;
    const char* end;
  } cases[] = {
      {Granularity::kHour, "2023-10-28T12:30:00Z", "2023-10-28T12:00:00Z", "2023-10-28T13:00:00Z"},
      // Twice 02: from the first to the second.
      {Granularity::kHour, "2023-10-29T00:30:00Z", "2023-10-29T00:00:00Z", "2023-10-29T02:00:00Z"},
      {Granularity::kMinute, "2023-10-29T01:30:00Z", "2023-10-29T00:30:00Z",
       "2023-10-29T01:31:00Z"},
      {Granularity::kDay, "2023-10-29T12:00:00Z", "2023-10-28T22:00:00Z", "2023-10-29T23:00:00Z"},
      {Granularity::kDay, "2023-03-26T12:00:00Z", "2023-03-25T23:00:00Z", "2023-03-26T22:00:00Z"},
  };
  for (const auto& c : cases) {
    const TablePartition partition(c.granularity, *ParseTimeZone("Europe/Berlin"));
    const TablePartition::Span span = partition.SpanOf(Millis(c.time));
    EXPECT_EQ(absl::ToUnixMillis(span.begin), Millis(c.begin)) << c.time;
    EXPECT_EQ(absl::ToUnixMillis(span.end), Millis(c.end)) << c.time;
  }
}

TEST(TablePartition, OutOfOrderTimestampsGetTheirOwnValue) {
  TablePartition partition(Granularity::kMinute, absl::UTCTimeZone());
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(partition.ValueOf(Millis("2020-11-17T16:05:00Z")), "11-17-2020 16:05");
    EXPECT_EQ(partition.ValueOf(Millis("2020-11-17T17:09:00Z")), "11-17-2020 17:09");
  }
}

TEST(TablePartition, AZoneWhoseOffsetHasSecondsChangesWithinTheMinute) {
  TablePartition partition(Granularity::kMinute,
                           *ParseTimeZone("Africa/Monrovia"));  // -00:44:30 then.
  EXPECT_EQ(partition.ValueOf(Millis("1971-01-01T12:00:00Z")), "01-01-1971 11:15");
  EXPECT_EQ(partition.ValueOf(Millis("1971-01-01T12:00:30Z")), "01-01-1971 11:16");
}

TEST(TablePartition, NoTimestampAndOnesOutOfRangeHaveNone) {
  TablePartition partition(Granularity::kHour, absl::UTCTimeZone());
  EXPECT_FALSE(partition.ValueOf(-1).has_value());
  EXPECT_FALSE(partition.ValueOf(INT64_MAX).has_value());
  EXPECT_FALSE(partition.ValueOf(INT64_MIN).has_value());
  EXPECT_EQ(partition.ValueOf(0), "01-01-1970 00");
}

}  // namespace
}  // namespace sluice::conversion

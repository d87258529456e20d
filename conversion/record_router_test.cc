#include "conversion/record_router.h"

#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

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

const int64_t kNow = Millis("2023-10-20T12:30:00Z");
constexpr int64_t kHour = 3'600'000;
constexpr int64_t kDay = 24 * kHour;

ConversionDefinition Hourly(const char* zone = "UTC") {
  return {.granularity = Granularity::kHour, .zone = *ParseTimeZone(zone)};
}

std::string ReasonOf(const Routed& routed) {
  return routed.rejection.has_value() ? routed.rejection->reason : "";
}

TEST(RecordRouter, ARecordGoesIntoTheTablePartitionOfItsTimestamp) {
  RecordRouter router(Hourly("GMT 08:00"));
  router.BeginBatch(kNow);

  const Routed routed = router.Route(kNow);

  EXPECT_EQ(ReasonOf(routed), "");
  EXPECT_EQ(routed.partition, "10-20-2023 20");
}

TEST(RecordRouter, WithoutATimestampARecordCannotBeReadForItsTablePartition) {
  RecordRouter router(Hourly());
  router.BeginBatch(kNow);

  const Routed routed = router.Route(-1);

  ASSERT_EQ(ReasonOf(routed), "NO_TIMESTAMP");
  EXPECT_EQ(routed.rejection->stage, Stage::kValueConverter);
}

TEST(RecordRouter, WithTheClockIngestABatchHasOneTablePartitionWhateverItsRecordsSay) {
  ConversionDefinition definition = Hourly();
  definition.clock = PartitionClock::kIngest;
  RecordRouter router(definition);
  router.BeginBatch(kNow);

  EXPECT_EQ(router.Route(-1).partition, "10-20-2023 12");
  EXPECT_EQ(router.Route(INT64_MAX).partition, "10-20-2023 12");

  router.BeginBatch(kNow + kHour);
  EXPECT_EQ(router.Route(0).partition, "10-20-2023 13");

  router.BeginRedo("10-20-2023 12");
  EXPECT_EQ(router.Route(0).partition, "10-20-2023 12");
}

TEST(RecordRouter, WhatIsFarInTheFutureIsRejected) {
  RecordRouter router(Hourly());
  router.BeginBatch(kNow);

  EXPECT_EQ(ReasonOf(router.Route(kNow + kDay)), "");
  // The hour of the bound has begun: it takes all of its records.
  EXPECT_EQ(ReasonOf(router.Route(Millis("2023-10-21T12:59:59.999Z"))), "");
  const Routed routed = router.Route(Millis("2023-10-21T13:00:00Z"));
  ASSERT_EQ(ReasonOf(routed), "FUTURE_RECORD");
  EXPECT_EQ(routed.rejection->stage, Stage::kTaskPut);
  EXPECT_EQ(ReasonOf(router.Route(INT64_MAX)), "FUTURE_RECORD");
}

TEST(RecordRouter, WhatIsLateIsMeasuredFromTheLatestRecordSoThatABacklogIsNot) {
  RecordRouter router(Hourly());
  router.BeginBatch(kNow);
  EXPECT_EQ(ReasonOf(router.Route(kNow - 300 * kDay)), "");

  router.BeginBatch(kNow);
  EXPECT_EQ(ReasonOf(router.Route(kNow - 300 * kDay + kHour)), "");
  EXPECT_EQ(ReasonOf(router.Route(kNow - 307 * kDay)), "");  // In the hour in which the bound is.
  EXPECT_EQ(ReasonOf(router.Route(kNow - 307 * kDay - kHour)), "LATE_RECORD");
}

TEST(RecordRouter, AClockInTheFutureDoesNotMakeTheOthersLate) {
  RecordRouter router(Hourly());
  router.BeginBatch(kNow);
  router.Route(kNow);
  EXPECT_EQ(ReasonOf(router.Route(kNow + 400 * kDay)), "FUTURE_RECORD");

  router.BeginBatch(kNow);
  EXPECT_EQ(ReasonOf(router.Route(kNow - kDay)), "");
  EXPECT_EQ(router.latest_ms(), kNow);
}

TEST(RecordRouter, WithinABatchATablePartitionTakesAllOfItsRecordsOrNone) {
  // Every minute of two days with both jumps of daylight saving, at two bounds and for each unit.
  for (const char* noon : {"2023-10-29T12:00:00Z", "2023-03-26T12:00:00Z"}) {
    for (Granularity granularity : {Granularity::kDay, Granularity::kHour, Granularity::kMinute}) {
      for (int64_t shift = -12 * kHour; shift <= 0; shift += 13 * 60'000) {
        RecordRouter router({.granularity = granularity,
                             .zone = *ParseTimeZone("Europe/Berlin"),
                             .late = {.past_max = absl::Hours(1), .future_max = absl::Hours(2)}});
        const int64_t now = Millis(noon) + shift;
        router.BeginBatch(now);
        router.Route(now);
        router.BeginBatch(now);
        std::map<std::string, std::string> answers;
        for (int64_t time = now - 30 * kHour; time < now + 30 * kHour; time += 60'000) {
          const Routed routed = router.Route(time);
          const auto [known, is_new] =
              answers.try_emplace(std::string(routed.partition), ReasonOf(routed));
          ASSERT_EQ(known->second, ReasonOf(routed)) << routed.partition << " at " << time;
        }
      }
    }
  }
}

TEST(RecordRouter, ARedoRoutesAsTheBatchDidWhateverTheClockSaysNow) {
  RecordRouter first(Hourly());
  first.BeginBatch(kNow);
  first.Route(kNow);
  first.BeginBatch(kNow);
  const std::vector<int64_t> times = {kNow, kNow - 6 * kDay, kNow - 8 * kDay, kNow + 2 * kDay};
  std::set<std::string> named;
  int rows = 0;
  for (int64_t time : times) {
    const Routed routed = first.Route(time);
    if (routed.rejection.has_value()) continue;
    named.insert(std::string(routed.partition));
    ++rows;
  }
  ASSERT_EQ(rows, 2);

  RecordRouter later(Hourly());
  later.BeginBatch(kNow + 90 * kDay);
  later.Route(kNow + 90 * kDay);
  later.BeginBatch(kNow + 90 * kDay);
  later.BeginRedo("");
  int rows_again = 0;
  for (int64_t time : times) {
    const Routed routed = later.Route(time);
    EXPECT_EQ(ReasonOf(routed), "");
    if (named.contains(std::string(routed.partition))) ++rows_again;
  }
  EXPECT_EQ(rows_again, rows);
}

// One batch as the data plane has it: its records, and where they went.
struct RoutedBatch {
  std::vector<int64_t> times;
  std::map<std::string, int> rows;  // By the table partition's value.
};

// Times around `now` of clocks of every kind, in no order.
RoutedBatch RouteRandomBatch(RecordRouter& router, int64_t now, std::mt19937_64& random) {
  RoutedBatch batch;
  router.BeginBatch(now);
  for (int i = 0; i < 200; ++i) {
    const int64_t spread = int64_t{1} << (10 + random() % 28);
    const int64_t time = now + static_cast<int64_t>(random() % (2 * spread)) - spread;
    batch.times.push_back(random() % 50 == 0 ? -1 : time);
    const Routed routed = router.Route(batch.times.back());
    if (!routed.rejection.has_value()) ++batch.rows[std::string(routed.partition)];
  }
  return batch;
}

TEST(RecordRouter, ARedoFindsExactlyTheRowsThatEachNamedTablePartitionHad) {
  std::mt19937_64 random(20231029);
  const char* const zones[] = {"UTC", "Europe/Berlin", "Australia/Lord_Howe", "GMT-03:30"};
  for (int round = 0; round < 400; ++round) {
    ConversionDefinition definition = Hourly(zones[random() % std::size(zones)]);
    definition.granularity = static_cast<Granularity>(random() % 3);
    definition.pattern = static_cast<PartitionPattern>(random() % 2);
    definition.late.action = static_cast<LatePolicy::Action>(random() % 2);
    definition.late.past_max = absl::Hours(1 + random() % 48);
    definition.late.future_max = absl::Hours(1 + random() % 48);
    RecordRouter router(definition);
    // Around both jumps of a year's daylight saving.
    int64_t now = Millis(random() % 2 == 0 ? "2023-10-29T01:10:00Z" : "2023-03-26T01:10:00Z");
    for (int i = 0; i < 3; ++i, now += kHour) {
      const RoutedBatch batch = RouteRandomBatch(router, now, random);

      RecordRouter successor(definition);
      successor.BeginRedo("");
      std::map<std::string, int> again;
      for (int64_t time : batch.times) {
        const Routed routed = successor.Route(time);
        const std::string partition(routed.partition);
        if (!routed.rejection.has_value() && batch.rows.contains(partition)) ++again[partition];
      }
      ASSERT_EQ(again, batch.rows) << "round " << round;
    }
  }
}

TEST(RecordRouter, OwnPartitionsAreOpenedUpToTheirNumber) {
  ConversionDefinition definition = Hourly();
  definition.late = {.action = LatePolicy::Action::kOwnPartition, .own_partitions_max = 2};
  RecordRouter router(definition);
  router.BeginBatch(kNow);
  router.Route(kNow);
  router.BeginBatch(kNow);

  EXPECT_EQ(router.Route(kNow - 100 * kDay).partition, "07-12-2023 12");
  EXPECT_EQ(ReasonOf(router.Route(kNow + 100 * kDay)), "");
  EXPECT_EQ(ReasonOf(router.Route(kNow - 200 * kDay)), "LATE_RECORD");
  EXPECT_EQ(ReasonOf(router.Route(kNow - 100 * kDay + 1)), "");
  EXPECT_EQ(router.latest_ms(), kNow);
}

TEST(LatePolicy, OneBadClockOpensFewerThanAThousandTablePartitions) {
  const struct {
    Granularity granularity;
    absl::Duration unit;
  } units[] = {{Granularity::kDay, absl::Hours(24)},
               {Granularity::kHour, absl::Hours(1)},
               {Granularity::kMinute, absl::Minutes(1)}};
  for (const auto& [granularity, unit] : units)
    EXPECT_LT((PastMax({}, granularity) + FutureMax({}, granularity)) / unit, 1000);
}

}  // namespace
}  // namespace sluice::conversion

#include "controlplane/watch/counters.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;

const absl::Time kT0 = absl::FromUnixSeconds(1'700'000'040);  // A whole minute.

Task ATask(int32_t index, int64_t life, int64_t rows, int64_t dead_letters) {
  Task task;
  task.key = {"uid", index};
  task.report.emplace();
  task.report->assignment_revision = life;
  task.report->partitions = {{.partition = 0, .rows_committed = rows, .bytes_committed = 2 * rows},
                             {.partition = 1, .dead_letters = dead_letters}};
  return task;
}

ConnectorSample Between(const std::vector<Task>& before, const std::vector<Task>& now) {
  return SampleBetween(CountersOf(before, kT0), CountersOf(now, kT0 + absl::Minutes(1)), {});
}

TEST(Counters, WhatTasksDidBetweenTwoSamplesIsTheirDifference) {
  const ConnectorSample sample =
      Between({ATask(0, 7, 100, 1), ATask(1, 8, 50, 0)}, {ATask(0, 7, 160, 4), ATask(1, 8, 50, 0)});

  EXPECT_THAT(sample.rows, Eq(60));
  EXPECT_THAT(sample.bytes, Eq(120));
  EXPECT_THAT(sample.dead_letters, Eq(3));
  EXPECT_THAT(sample.since, Eq(absl::Minutes(1)));
}

TEST(Counters, GivenATaskBeganAnewThenWhatItDidInItsNewLifeCountsAndTheOthersStay) {
  const ConnectorSample sample =
      Between({ATask(0, 7, 100, 1), ATask(1, 8, 50, 0)}, {ATask(0, 9, 130, 0), ATask(1, 8, 60, 0)});

  EXPECT_THAT(sample.rows, Eq(130 + 10));
  EXPECT_THAT(sample.dead_letters, Eq(0));
}

TEST(Counters, GivenAWorkerCameBackWithTheSameAssignmentThenItsCountersBeginAnewToo) {
  EXPECT_THAT(Between({ATask(0, 7, 100, 0)}, {ATask(0, 7, 30, 0)}).rows, Eq(30));
}

TEST(Counters, GivenNothingWasSampledBeforeThenOnlyHowItStandsIsKnown) {
  ObservedValues values;
  values.lag_records = 12;
  values.fresh_until = kT0 - absl::Seconds(90);
  const ConnectorSample sample = SampleBetween({}, CountersOf({ATask(0, 7, 100, 1)}, kT0), values);

  EXPECT_THAT(sample.since, Eq(absl::ZeroDuration()));
  EXPECT_THAT(sample.rows, Eq(0));
  EXPECT_THAT(sample.lag_records, Eq(12));
  EXPECT_THAT(sample.freshness, Optional(Eq(absl::Seconds(90))));
}

TEST(Counters, ARateIsOverTheTimeThatWasSampledAndALagIsTheHighestOfItsStep) {
  std::vector<ConnectorSample> samples;
  for (int minute : {1, 2, 4}) {
    samples.push_back({.time = kT0 + absl::Minutes(minute),
                       .since = minute == 4 ? absl::Minutes(2) : absl::Minutes(1),
                       .rows = 600,
                       .lag_records = 10 * minute});
  }

  EXPECT_THAT(SeriesOf("rows", samples, kT0, absl::Minutes(1)),
              ElementsAre(Pair(kT0 + absl::Minutes(1), 10.0), Pair(kT0 + absl::Minutes(2), 10.0),
                          Pair(kT0 + absl::Minutes(4), 5.0)));
  EXPECT_THAT(SeriesOf("lag_records", samples, kT0, absl::Minutes(3)),
              ElementsAre(Pair(kT0, 20.0), Pair(kT0 + absl::Minutes(3), 40.0)));
  EXPECT_THAT(SeriesOf("freshness_seconds", samples, kT0, absl::Minutes(1)), IsEmpty());
}

TEST(Counters, AFirstSampleHasNoRate) {
  const std::vector<ConnectorSample> samples = {{.time = kT0, .lag_records = 0}};
  EXPECT_THAT(SeriesOf("rows", samples, kT0, absl::Minutes(1)), IsEmpty());
  EXPECT_THAT(SeriesOf("lag_records", samples, kT0, absl::Minutes(1)), ElementsAre(Pair(kT0, 0.0)));
}

}  // namespace
}  // namespace sluice::controlplane

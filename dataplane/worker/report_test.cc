#include "dataplane/worker/report.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "gtest/gtest.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

TEST(MakeReport, DeadLettersAreCountedByReasonTheMostFrequentFirstAndBounded) {
  TaskView view;
  PartitionProgress& progress = view.snapshot.partitions[3];
  int64_t sum = 0;
  for (int i = 1; i <= 40; ++i) {
    progress.dead_letters[absl::StrCat("REASON_", i)] = i;
    sum += i;
  }

  const v1::WorkerReport report = MakeReport(1, {view}, /*draining=*/false, absl::UnixEpoch());

  const v1::SourcePartitionReport& partition = report.tasks(0).partitions(0);
  EXPECT_EQ(partition.dead_letters(), sum);
  ASSERT_EQ(partition.dead_letters_by_reason_size(), 32);
  EXPECT_EQ(partition.dead_letters_by_reason(0).reason(), "REASON_40");
  EXPECT_EQ(partition.dead_letters_by_reason(0).count(), 40);
  EXPECT_EQ(partition.dead_letters_by_reason(31).reason(), "REASON_9");
}

TEST(Report, TheRevisionThatRunsAndThoseThatIntentsStillNeedAreTold) {
  TaskView view;
  view.definition.connector_revision = 5;
  view.snapshot.partitions[0].intent_revision = 3;
  view.snapshot.partitions[1].next_offset = 7;

  const v1::WorkerReport report = MakeReport(1, {view}, /*draining=*/false, absl::UnixEpoch());

  EXPECT_EQ(report.tasks(0).connector_revision(), 5);
  EXPECT_EQ(report.tasks(0).partitions(0).intent_revision(), 3);
  EXPECT_EQ(report.tasks(0).partitions(1).intent_revision(), 0);
}

TEST(Report, ATroubleIsToldWithItsHistoryAndWhatIsDoneAboutIt) {
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  TaskView view;
  view.snapshot = {.state = TaskState::kFailed,
                   .state_time = now,
                   .error = WithRemedy(WithReason(absl::PermissionDeniedError("lacks Update"),
                                                  "PERMISSION_MISSING"),
                                       "grant Update"),
                   .retrying = true,
                   .next_attempt = now + absl::Seconds(30),
                   .slowed = true,
                   .since = now - absl::Minutes(2),
                   .times = 4,
                   .restarts = 3,
                   .memory_bytes = 1000};
  view.snapshot.partitions[0] = {.bytes_committed = 77,
                                 .newest_record_time = now - absl::Seconds(1)};

  const v1::WorkerReport report = MakeReport(1, {view}, /*draining=*/false, now);

  const v1::TaskReport& task = report.tasks(0);
  EXPECT_EQ(task.restarts(), 3);
  EXPECT_EQ(task.memory_bytes(), 1000);
  EXPECT_EQ(task.partitions(0).bytes_committed(), 77);
  EXPECT_EQ(task.partitions(0).newest_record_time().seconds(), 1'699'999'999);
  EXPECT_EQ(task.error().reason(), "PERMISSION_MISSING");
  EXPECT_EQ(task.error().error_class(), "USER");
  EXPECT_EQ(task.error().remedy(), "grant Update");
  EXPECT_EQ(task.error().since().seconds(), 1'699'999'880);
  EXPECT_EQ(task.error().count(), 4);
  EXPECT_EQ(task.error().next_attempt_time().seconds(), 1'700'000'030);
  EXPECT_TRUE(task.error().slowed());
}

TEST(Report, WhatWaitsAndWhatHoldsItUpAreToldAlthoughThereIsNoError) {
  const absl::Time since = absl::FromUnixSeconds(1'700'000'000);
  TaskView view;
  view.snapshot.waiting = {.partition = 3, .records = 9, .since = since};
  view.snapshot.held_up = WithReason(absl::UnavailableError("no clear answer"), "KAFKA_REJOIN");
  view.snapshot.held_up_since = since;
  view.snapshot.held_up_times = 2;

  const v1::WorkerReport report = MakeReport(1, {view}, /*draining=*/false, since);

  const v1::TaskReport& task = report.tasks(0);
  EXPECT_FALSE(task.has_error());
  EXPECT_EQ(task.waiting().partition(), 3);
  EXPECT_EQ(task.waiting().records(), 9);
  EXPECT_EQ(task.waiting().since().seconds(), 1'700'000'000);
  EXPECT_EQ(task.held_up().reason(), "KAFKA_REJOIN");
  EXPECT_EQ(task.held_up().error_class(), "SYSTEM");
  EXPECT_EQ(task.held_up().count(), 2);
}

TEST(Report, WhatIsBeingTriedHasNoNextAttempt) {
  TaskView view;
  view.snapshot.error = absl::UnavailableError("away");

  const v1::WorkerReport report = MakeReport(1, {view}, /*draining=*/false, absl::UnixEpoch());

  EXPECT_FALSE(report.tasks(0).error().has_next_attempt_time());
  EXPECT_EQ(report.tasks(0).error().count(), 1);
}

}  // namespace
}  // namespace sluice::dataplane

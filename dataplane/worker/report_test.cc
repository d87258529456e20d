#include "dataplane/worker/report.h"

#include "absl/strings/str_cat.h"
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

}  // namespace
}  // namespace sluice::dataplane

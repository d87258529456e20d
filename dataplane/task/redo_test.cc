// Rows of dead sessions are written again exactly as they were routed the first time (rule S9),
// whatever the clock, the late policy and the revision that runs now would say.

#include <string>
#include <thread>
#include <vector>

#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "dataplane/task/membership_scenario.h"

namespace sluice::dataplane {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kDay = 24;  // In hours.

class Redo : public MembershipScenario, public ::testing::WithParamInterface<bool> {
 protected:
  // Whether the process that wrote the intent dies before it learns that its sessions are dead.
  bool another_life() const { return GetParam(); }

  // Sessions of these table partitions die between intent and commit; then the rows are written
  // again, by the same process or by the next one.
  void LiveThroughDeadSessions(
      const std::vector<std::string>& dead, const std::function<void()>& meanwhile = [] {}) {
    HoldCommits();
    std::unique_ptr<kafka::GroupConsumer> successor;
    std::thread service([&] {
      tunnel_.WaitUntilHeld(maxcompute::InMemoryTunnel::Operation::kCommitUpload, 1);
      meanwhile();
      if (another_life()) successor = group_.Join(nobody_);
      ExpireAndRelease(dead);
    });
    EndLives(service, successor);
  }

  void EndLives(std::thread& service, std::unique_ptr<kafka::GroupConsumer>& successor) {
    const absl::Status over = Live([&] { return AllAdvanced(); });
    service.join();
    if (!another_life()) {
      EXPECT_THAT(over, IsOk());
      return;
    }
    EXPECT_THAT(over, HasReason(kafka::reason::kFenced));
    successor.reset();
    EXPECT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  }

  class Nobody : public kafka::AssignmentListener {
    void OnAssigned(const std::vector<kafka::AssignedPartition>&) override {}
    void OnTakenAway(const std::vector<int32_t>&) override {}
  } nobody_;
};

INSTANTIATE_TEST_SUITE_P(, Redo, ::testing::Bool(), [](const auto& info) {
  return info.param ? "ByTheNextProcess" : "ByTheSameProcess";
});

TEST_P(Redo, WhatTheSourceNoLongerHoldsIsCountedAndTheRestIsWritten) {
  Send(0, 5);

  LiveThroughDeadSessions({"01-01-1970 08"}, [&] { group_.DeleteRecords(0, 2); });

  EXPECT_THAT(OffsetsIn("01-01-1970 08"), ElementsAre(2, 3, 4));
  EXPECT_EQ(last_.state, TaskState::kDegraded);
  EXPECT_THAT(last_.error, HasReason("SOURCE_TRUNCATED"));
  EXPECT_THAT(std::string(last_.error.message()), ::testing::HasSubstr("2 rows of topic orders"));
}

TEST_P(Redo, WhenTheSourceHoldsNothingOfItAnyMoreTheTaskGoesOnBehindIt) {
  Send(0, 3);

  LiveThroughDeadSessions({"01-01-1970 08"}, [&] {
    group_.DeleteRecords(0, 3);
    Send(0, 2);
  });

  EXPECT_THAT(OffsetsIn("01-01-1970 08"), ElementsAre(3, 4));
  EXPECT_THAT(last_.error, HasReason("SOURCE_TRUNCATED"));
}

TEST_P(Redo, ARecordThatWasLateTheFirstTimeIsNotWritten) {
  using Operation = maxcompute::InMemoryTunnel::Operation;
  Send(0, 1, 30 * kDay);
  HoldCommits();
  std::unique_ptr<kafka::GroupConsumer> successor;
  std::thread service([&] {
    tunnel_.WaitUntilHeld(Operation::kCommitUpload, 1);
    // While the first batch is on its way the second one is filled: late, in time, in time, late.
    Send(0, 1, 0);
    Send(0, 1, 29 * kDay);
    Send(0, 1, 30 * kDay);
    Send(0, 1, 0);
    while (DeadLetters().size() < 2) clock_.SleepFor(absl::Milliseconds(1));
    tunnel_.Hold(Operation::kPutBlock);
    tunnel_.Release(Operation::kCommitUpload);
    tunnel_.WaitUntilHeld(Operation::kPutBlock, 1);
    HoldCommits();
    tunnel_.Release(Operation::kPutBlock);
    tunnel_.WaitUntilHeld(Operation::kCommitUpload, 1);
    if (another_life()) successor = group_.Join(nobody_);
    ExpireAndRelease({"01-30-1970 08", "01-31-1970 08"});
  });

  EndLives(service, successor);

  EXPECT_THAT(OffsetsIn("01-01-1970 08"), IsEmpty());
  EXPECT_THAT(OffsetsIn("01-30-1970 08"), ElementsAre(2));
  EXPECT_THAT(OffsetsIn("01-31-1970 08"), ElementsAre(0, 3));
  EXPECT_THAT(DeadLetters(), SizeIs(2));
}

TEST_P(Redo, ARecordThatWasInTimeTheFirstTimeIsWrittenThoughItWouldBeLateNow) {
  Send(0, 2, 0);
  Send(0, 1, 30 * kDay);  // In the same batch: nothing was known when it began.

  LiveThroughDeadSessions({"01-01-1970 08"});

  ExpectTableEqualsTopic();
  EXPECT_THAT(OffsetsIn("01-01-1970 08"), ElementsAre(0, 1));
  EXPECT_THAT(DeadLetters(), IsEmpty());
}

TEST_P(Redo, WithTheClockIngestRowsStayInTheTablePartitionThatTheEntryNames) {
  revision_.conversion.clock = conversion::PartitionClock::kIngest;
  const absl::Time then = absl::FromUnixSeconds(1'700'000'000);  // 2023-11-15 06:13 in GMT+08:00.
  clock_.Set(then);
  Send(0, 3, 5);

  LiveThroughDeadSessions({"11-15-2023 06"}, [&] { clock_.Set(then + absl::Hours(3)); });
  Send(0, 1, 5);
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  EXPECT_THAT(OffsetsIn("11-15-2023 06"), ElementsAre(0, 1, 2));
  EXPECT_THAT(OffsetsIn("11-15-2023 09"), ElementsAre(3));
}

TEST_P(Redo, RowsAreRoutedByTheRevisionOfTheirIntent) {
  Send(0, 3, 0);
  Send(0, 2, 1);

  LiveThroughDeadSessions({"01-01-1970 09"}, [&] {
    // Whoever comes next runs a revision with other table partitions.
    if (!another_life()) return;
    connector_revision_ = 2;
    RevisionDefinition daily = revision_;
    daily.conversion.granularity = conversion::Granularity::kDay;
    other_revisions_[2] = daily;
  });
  Send(0, 1, 0);
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
  EXPECT_THAT(OffsetsIn("01-01-1970 09"), ElementsAre(3, 4));
  if (another_life()) {
    EXPECT_THAT(OffsetsIn("01-01-1970"), ElementsAre(5));
  }
}

}  // namespace
}  // namespace sluice::dataplane

// The ledger's rules as a task keeps them: whatever happens between upload, intent, tunnel commit
// and advance, the table equals the topic.

#include "dataplane/task/membership.h"

#include <random>
#include <thread>

#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "dataplane/task/membership_scenario.h"
#include "formats/intent.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using kafka::CommitVerdict;
using maxcompute::SessionStatus;
using Operation = maxcompute::InMemoryTunnel::Operation;
using When = maxcompute::InMemoryTunnel::When;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const maxcompute::TableName& kTable = MembershipScenario::kTable;
constexpr const char* kUid = MembershipScenario::kUid;

using MembershipTest = MembershipScenario;

TEST_F(MembershipTest, RecordsBecomeRowsAndTheOffsetFollows) {
  Send(0, 10);
  Send(1, 5, /*hour=*/1);
  Send(1, 5, /*hour=*/2);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
  EXPECT_THAT(tunnel_.Partitions(kTable), SizeIs(3));
  EXPECT_EQ(last_.partitions[1].rows_committed, 10);
}

TEST_F(MembershipTest, AnIntentOfAnUnknownRevisionStopsTheTaskWhenItsRowsMustBeWrittenAnew) {
  Send(0, 3);
  group_.SetCommitted(
      0, {.next_offset = 0,
          .metadata = formats::EncodeIntent({.connector_uid = kUid,
                                             .connector_revision = 7,
                                             .assignment_revision = 1,
                                             .next_offset = 3,
                                             .sessions = {{"gone", "pt=a", 1, 3, 0}}})});
  rows_in_table_ = 0;

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("REVISION_GONE"));
}

TEST_F(MembershipTest, ANextRecordThatRetentionDeletedStopsItsSourcePartitionAlone) {
  Send(0, 3);
  Send(1, 3);
  group_.DeleteRecords(0, 2);

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed && Offset(1) == 3; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("RECORDS_EXPIRED"));
  EXPECT_THAT(RemedyOf(last_.error),
              HasSubstr("\nsluicectl move-offsets c --partition=0 --to=earliest"));
  EXPECT_EQ(Offset(0), 0);
}

TEST_F(MembershipTest, WhatWasOnItsWayWhenASourcePartitionStoppedDoesNotHideWhyItDid) {
  Send(0, 3);
  HoldCommits();
  enum { kHeld, kStopped, kAdvanced, kLater } next = kHeld;

  ASSERT_THAT(Live([&] {
                if (next == kHeld && tunnel_.Calls(Operation::kCommitUpload) > 0) {
                  group_.DeleteRecords(0, 4);
                  next = kStopped;
                } else if (next == kStopped && last_.state == TaskState::kFailed) {
                  tunnel_.Release(Operation::kCommitUpload);
                  next = kAdvanced;
                } else if (next == kAdvanced && Offset(0) == 3) {
                  Send(1, 3);
                  next = kLater;
                }
                return next == kLater && Offset(1) == 3;
              }),
              IsOk());

  EXPECT_EQ(next, kLater);
  EXPECT_EQ(last_.state, TaskState::kFailed);
  EXPECT_THAT(last_.error, HasReason("RECORDS_EXPIRED"));
}

TEST_F(MembershipTest, ARecordThatIsAheadOfTheClockMovesNoWatermark) {
  const absl::Time now = absl::FromUnixSeconds(1'700'000'000);
  clock_.Set(now);
  const auto at = [](absl::Time time) {
    return kafka::InMemoryGroup::Record{
        .key = "k", .value = "v", .timestamp_ms = absl::ToUnixMillis(time)};
  };
  SendOne(0, at(now - absl::Hours(3)));
  SendOne(0, at(now + absl::Hours(1)));
  SendOne(1, at(now - absl::Hours(2)));
  SendOne(1, at(now));

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
  EXPECT_EQ(last_.partitions[0].watermark, now - absl::Hours(3));
  EXPECT_EQ(last_.partitions[1].watermark, now);
}

TEST_F(MembershipTest, ARefusedIntentIsAbandonedAndItsRowsAreWrittenOnce) {
  Send(0, 10);
  group_.AnswerNextCommit(CommitVerdict::kRefused, /*written=*/false);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(MembershipTest, ABatchThatIsReadAgainTwiceInARowDegradesUntilItIsInTheTable) {
  Send(0, 10);
  group_.AnswerNextCommit(CommitVerdict::kRefused, /*written=*/false);
  group_.AnswerNextCommit(CommitVerdict::kRefused, /*written=*/false);
  TaskSnapshot degraded;

  ASSERT_THAT(Live([&] {
                if (last_.state == TaskState::kDegraded) degraded = last_;
                return AllAdvanced() && last_.state == TaskState::kRunning;
              }),
              IsOk());

  EXPECT_EQ(degraded.error.message(), "not accepted");
  EXPECT_EQ(degraded.held_up_times, 2);
  ExpectTableEqualsTopic();
}

TEST_F(MembershipTest, AfterAnUnclearIntentOnlyANewMemberGoesOn) {
  for (bool written : {false, true}) {
    Send(0, 10);
    group_.AnswerNextCommit(CommitVerdict::kUnclear, written);

    EXPECT_THAT(Live([&] { return AllAdvanced(); }), HasReason(kafka::reason::kRejoin));
    ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

    ExpectTableEqualsTopic();
  }
}

TEST_F(MembershipTest, AfterAnUnclearAdvanceOnlyANewMemberGoesOn) {
  for (bool written : {false, true}) {
    Send(0, 10);
    group_.AnswerNextCommit(CommitVerdict::kAccepted, true);
    group_.AnswerNextCommit(CommitVerdict::kUnclear, written);

    EXPECT_THAT(Live([&] { return AllAdvanced(); }), HasReason(kafka::reason::kRejoin));
    ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

    ExpectTableEqualsTopic();
  }
}

TEST_F(MembershipTest, ALostAnswerOfATunnelCommitIsNoSecondCommit) {
  Send(0, 10);
  tunnel_.FailNext(Operation::kCommitUpload, absl::UnavailableError("answer lost"), When::kAfter);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(MembershipTest, ATunnelThatIsAwayForAWhileDegradesTheTaskAndLosesNothing) {
  Send(0, 10);
  for (int i = 0; i < 3; ++i)
    tunnel_.FailNext(Operation::kCreateUpload, absl::UnavailableError("away"));
  bool degraded = false;

  ASSERT_THAT(Live([&] {
                degraded = degraded || last_.state == TaskState::kDegraded;
                return AllAdvanced();
              }),
              IsOk());

  EXPECT_TRUE(degraded);
  ExpectTableEqualsTopic();
}

TEST_F(MembershipTest, ARecordThatCannotBeReadIsADeadLetterBeforeTheOffsetMoves) {
  Send(0, 1);
  group_.Append(0, {.key = "k", .value = "\xFF", .timestamp_ms = 0});
  group_.Append(0, {.key = "k", .value = "v", .timestamp_ms = -1});

  ASSERT_THAT(Live([&] { return group_.Committed(0)->next_offset == 3; }), IsOk());

  EXPECT_THAT(TableRows(), SizeIs(1));
  const std::vector<kafka::InMemoryCluster::Record> letters = cluster_.Records("errors");
  ASSERT_THAT(letters, SizeIs(2));
  EXPECT_EQ(letters[0].value, "\xFF");
  EXPECT_THAT(letters[0].headers,
              ::testing::Contains(::testing::Pair("__connect.errors.offset", "1")));
  EXPECT_THAT(letters[1].headers,
              ::testing::Contains(::testing::Pair("__sluice.errors.reason", "NO_TIMESTAMP")));
}

TEST_F(MembershipTest, MoreTablePartitionsThanAnEntryHoldsGoOutInSeveralBatches) {
  for (int hour = 0; hour < 60; ++hour) Send(0, 1, hour);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(MembershipTest, TheOffsetPassesTransactionMarkers) {
  Send(0, 2);
  group_.AppendMarker(0);

  ASSERT_THAT(Live([&] { return group_.Committed(0)->next_offset == 3; }), IsOk());

  EXPECT_THAT(TableRows(), SizeIs(2));
}

// A stopped process wakes up when a second one has taken over: its late intent is refused.
TEST_F(MembershipTest, AnOwnerThatWakesUpAfterItsSuccessorCommittedChangesNothing) {
  Send(0, 10);
  tunnel_.Hold(Operation::kPutBlock, When::kAfter);
  absl::Status old_over;
  std::thread old_owner([&] { old_over = Live([&] { return killed_.load(); }, /*assignment=*/1); });
  tunnel_.WaitUntilHeld(Operation::kPutBlock, 1);
  std::unique_ptr<kafka::GroupConsumer> new_owner;

  // The successor writes the same rows itself and advances.
  class Nobody : public kafka::AssignmentListener {
    void OnAssigned(const std::vector<kafka::AssignedPartition>&) override {}
    void OnTakenAway(const std::vector<int32_t>&) override {}
  } nobody;
  new_owner = group_.Join(nobody);
  group_.SetCommitted(0,
                      {.next_offset = 10,
                       .metadata = formats::EncodeIntent(
                           {.connector_uid = kUid, .assignment_revision = 2, .next_offset = 10})});
  tunnel_.Release(Operation::kPutBlock);
  old_owner.join();

  EXPECT_THAT(old_over, HasReason(kafka::reason::kFenced));
  EXPECT_THAT(TableRows(), IsEmpty());
  EXPECT_EQ(Entry(0).assignment_revision, 2);
}

// Random trouble at every call, many lives: whatever the order, the table equals the topic.
TEST_F(MembershipTest, WhateverFailsTheTableEqualsTheTopic) {
  std::mt19937 random(20201117);
  for (int round = 0; round < 40; ++round) {
    for (int p = 0; p < kPartitions; ++p)
      Send(p, static_cast<int>(random() % 20), static_cast<int>(random() % 3));
    for (int trouble = static_cast<int>(random() % 5); trouble > 0; --trouble) {
      const When when = random() % 2 == 0 ? When::kBefore : When::kAfter;
      const absl::Status lost = absl::UnavailableError("lost");
      switch (random() % 6) {
        case 0:
          tunnel_.FailNext(Operation::kCommitUpload, lost, when);
          break;
        case 1:
          tunnel_.FailNext(Operation::kPutBlock, lost, when);
          break;
        case 2:
          tunnel_.FailNext(Operation::kCreateUpload, lost, when);
          break;
        case 3:
          group_.AnswerNextCommit(CommitVerdict::kUnclear, random() % 2 == 0);
          break;
        case 4:
          group_.AnswerNextCommit(CommitVerdict::kRefused, false);
          break;
        case 5:
          group_.AnswerNextCommit(CommitVerdict::kAccepted, true);
          break;
      }
    }
    if (random() % 4 == 0) {
      const std::vector<maxcompute::UploadSession> sessions = tunnel_.Sessions();
      for (const formats::IntentSession& named : Entry(0).sessions) {
        for (const maxcompute::UploadSession& session : sessions) {
          absl::StatusOr<maxcompute::UploadState> state = tunnel_.GetUpload(session);
          if (session.id == named.session_id && state.ok() &&
              state->status == SessionStatus::kNormal) {
            tunnel_.SetStatus(session, SessionStatus::kExpired);
          }
        }
      }
    }
    const absl::Duration life = absl::Milliseconds(random() % 60);
    const absl::Duration end = clock_.Monotonic() + life;
    (void)Live([&] { return clock_.Monotonic() > end; });
  }
  while (!AllAdvanced()) (void)Live([&] { return AllAdvanced(); });

  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::dataplane

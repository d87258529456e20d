// The group has forgotten its offsets (rule S12): a task waits until nobody can commit what was
// begun, then goes on behind what the table holds. Whatever happens meanwhile, the table equals the
// topic.

#include <optional>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "dataplane/commit/recovery_plan.h"
#include "dataplane/task/membership_scenario.h"
#include "formats/connect_records.h"
#include "gmock/gmock.h"

namespace sluice::dataplane {
namespace {

using Operation = maxcompute::InMemoryTunnel::Operation;
using When = maxcompute::InMemoryTunnel::When;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class LostOffsets : public MembershipScenario {
 protected:
  // A task moves all that was sent and ends; what it has noted last is `noted`.
  void LiveAndNote(int64_t noted) {
    ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
    Note(noted);
  }

  void Note(int64_t offset) {
    ASSERT_THAT(cluster_.Append("offsets", std::nullopt,
                                {.key = formats::EncodeOffsetKey("c", "orders", 0),
                                 .value = formats::EncodeOffsetValue(offset),
                                 .timestamp = clock_.Now()}),
                IsOk());
  }

  void Lose() {
    for (int32_t p = 0; p < kPartitions; ++p) group_.ForgetCommitted(p);
  }

  // Later than anything that was uploaded can be committed.
  void LetSessionsDie() {
    clock_.Set(clock_.Now() + kNotedAtLeastEvery + kSessionLife + absl::Minutes(1));
  }

  // A batch of two table partitions of which one session is committed and one dies; its owner
  // leaves without learning of it. Offsets 0 to 2 are in the table, 3 to 5 are not.
  void LeaveHalfABatch() {
    Send(0, 3, /*hour=*/0);
    Send(0, 3, /*hour=*/1);
    HoldCommits();
    std::unique_ptr<kafka::GroupConsumer> successor;
    std::thread service([&] {
      tunnel_.WaitUntilHeld(Operation::kCommitUpload, 1);
      successor = group_.Join(nobody_);
      ExpireAndRelease({"01-01-1970 09"});
    });
    EXPECT_FALSE(Live([&] { return false; }).ok());
    service.join();
    ASSERT_THAT(OffsetsIn("01-01-1970 08"), ElementsAre(0, 1, 2));
    ASSERT_THAT(OffsetsIn("01-01-1970 09"), IsEmpty());
  }

  class Nobody : public kafka::AssignmentListener {
    void OnAssigned(const std::vector<kafka::AssignedPartition>&) override {}
    void OnTakenAway(const std::vector<int32_t>&) override {}
  } nobody_;
};

TEST_F(LostOffsets, UntilNothingCanBeCommittedAnyMoreTheTaskWaitsAndSaysUntilWhen) {
  Send(0, 4);
  LiveAndNote(4);
  const absl::Time until = clock_.Now() + kNotedAtLeastEvery + kSessionLife;
  group_.ForgetCommitted(0);

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("LEDGER_LOST"));
  EXPECT_TRUE(last_.retrying);
  const std::string text = absl::FormatTime("%Y-%m-%d %H:%M", until, absl::UTCTimeZone());
  EXPECT_THAT(std::string(last_.error.message()),
              AllOf(HasSubstr("stood at offset 4"), HasSubstr("until " + text)));
  EXPECT_THAT(RemedyOf(last_.error), HasSubstr("by itself after " + text));
  EXPECT_THAT(group_.Committed(0), Eq(std::nullopt));
  EXPECT_THAT(sql_.Statements(), IsEmpty());
}

TEST_F(LostOffsets, AfterThatItGoesOnBehindWhatTheTableHolds) {
  Send(0, 10);
  LiveAndNote(4);  // Its owner died before it noted the rest.
  Lose();
  LetSessionsDie();
  Send(0, 3, /*hour=*/7);

  ASSERT_THAT(Live([&] { return AllAdvanced() && group_.Committed(1).has_value(); }), IsOk());

  ExpectTableEqualsTopic();
  EXPECT_EQ(Entry(0).table_holds_until, std::nullopt);
}

TEST_F(LostOffsets, TheEntryIsWrittenBeforeAnythingElseThoughNothingIsLeftToRead) {
  Send(0, 4);
  LiveAndNote(2);
  Lose();
  LetSessionsDie();
  std::optional<formats::Intent> entry;
  offsets_may_be_asked_ = [&](absl::string_view statement) {
    // The second question, which has an end: what is there of [2, 4)?
    if (!entry.has_value() && absl::StrContains(statement, "`offset` < 4")) entry = Entry(0);
    return absl::OkStatus();
  };

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->next_offset, 2);
  EXPECT_EQ(entry->table_holds_until, 4);
  EXPECT_EQ(Offset(0), 4);
  ExpectTableEqualsTopic();
}

TEST_F(LostOffsets, EveryNewOwnerAsksAgainUntilTheOffsetHasPassedWhatTheTableHeld) {
  Send(0, 6);
  LiveAndNote(2);
  Lose();
  LetSessionsDie();
  offsets_may_be_asked_ = [](absl::string_view statement) {
    return absl::StrContains(statement, "`offset` < 6") ? absl::UnavailableError("away")
                                                        : absl::OkStatus();
  };
  ASSERT_THAT(Live([&] { return group_.Committed(0).has_value(); }), IsOk());
  EXPECT_EQ(Entry(0).table_holds_until, 6);

  offsets_may_be_asked_ = [](absl::string_view) { return absl::OkStatus(); };
  ASSERT_THAT(Live([&] { return AllAdvanced(); }, /*assignment=*/2), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(LostOffsets, AHalfOfABatchThatIsThereIsLeftOutAndTheOtherIsWritten) {
  LeaveHalfABatch();
  Lose();
  LetSessionsDie();

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

// Whether or not it was committed before the tunnel forgot it.
class ForgottenSession : public LostOffsets, public ::testing::WithParamInterface<When> {};

INSTANTIATE_TEST_SUITE_P(, ForgottenSession, ::testing::Values(When::kBefore, When::kAfter),
                         [](const auto& info) {
                           return info.param == When::kAfter ? "Committed" : "NotCommitted";
                         });

TEST_P(ForgottenSession, OfTheFirstBatchIsComparedWithTheTable) {
  LeaveHalfABatch();
  Lose();
  LetSessionsDie();
  tunnel_.Hold(Operation::kCommitUpload, GetParam());
  tunnel_.FailNext(Operation::kCommitUpload, absl::UnavailableError("lost"), GetParam());
  std::thread service([&] {
    tunnel_.WaitUntilHeld(Operation::kCommitUpload, 1);
    for (const maxcompute::UploadSession& session : tunnel_.Sessions())
      tunnel_.SetStatus(session, maxcompute::SessionStatus::kNotFound);
    tunnel_.Release(Operation::kCommitUpload);
  });

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  service.join();
  ExpectTableEqualsTopic();
}

TEST_F(LostOffsets, WithoutSelectAPersonIsToldWhichGrantIsMissing) {
  Send(0, 4);
  LiveAndNote(4);
  Lose();
  LetSessionsDie();
  offsets_may_be_asked_ = [](absl::string_view) {
    return WithRemedy(absl::PermissionDeniedError("no Select"),
                      "grant Select on table t to user u;");
  };

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("LEDGER_LOST"));
  EXPECT_THAT(RemedyOf(last_.error), HasSubstr("grant Select on table t to user u;"));
  EXPECT_THAT(group_.Committed(0), Eq(std::nullopt));
}

TEST_F(LostOffsets, RowsThatMayBeSomebodyElsesAreNoWitness) {
  Send(0, 4);
  LiveAndNote(2);
  Lose();
  LetSessionsDie();
  asked_until_[0] = 3;

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("LEDGER_LOST"));
  EXPECT_THAT(group_.Committed(0), Eq(std::nullopt));
  EXPECT_THAT(TableRows(), SizeIs(4));
}

TEST_F(LostOffsets, WithoutAnyMemoryAPersonMustAct) {
  Send(0, 1);
  Lose();

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("LEDGER_LOST"));
  EXPECT_THAT(TableRows(), IsEmpty());
}

TEST_F(LostOffsets, APartitionThatWasAddedLaterBeginsAtZeroOnce) {
  Send(1, 2);
  group_.ForgetCommitted(1);  // It was added to the topic later.
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  ExpectTableEqualsTopic();

  group_.ForgetCommitted(1);

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());
  EXPECT_THAT(last_.error, HasReason("LEDGER_LOST"));
  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::dataplane

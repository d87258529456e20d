// What a task finds in the ledger when it begins, and what it makes of it.

#include <thread>
#include <vector>

#include "base/status/status_matchers.h"
#include "conversion/test_kafka_table.h"
#include "dataplane/task/membership_scenario.h"
#include "dataplane/upload/batch_writer.h"
#include "formats/intent.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using maxcompute::SessionStatus;
using Operation = maxcompute::InMemoryTunnel::Operation;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const maxcompute::TableName& kTable = MembershipScenario::kTable;
constexpr const char* kUid = MembershipScenario::kUid;

// What a predecessor leaves after upload, intent and perhaps tunnel commit: the ways of the settle
// table.
class SettleTest : public MembershipScenario {
 protected:
  // Uploads rows [0, count) of partition 0, all of one hour, and leaves an intent that names the
  // session.
  void LeaveIntent(int count) {
    Send(0, count);
    tunnel_.AddPartition(kTable, Spec());
    MemoryBudget budget(64 << 20);
    TaskMemory memory(budget);
    Batch batch(0, 1, memory);
    conversion::RowConverter converter = conversion::TestKafkaConverter();
    for (int offset = 0; offset < count; ++offset) {
      batch.Append("01-01-1970 08",
                   {.topic = "orders",
                    .partition = 0,
                    .offset = offset,
                    .timestamp_ms = 0,
                    .key = "k",
                    .value = "v"},
                   converter);
    }
    const PlannedTable planned(sql_, kTable, schema_);
    BatchWriter writer(tunnel_, planned);
    const ShareUploads shares = batch.Seal();
    ASSERT_THAT(writer.Upload(*shares[0]), IsOk());
    session_ = tunnel_.Sessions().back();
    SetIntent({*writer.Named(*shares[0])}, count);
  }

  void SetIntent(std::vector<formats::IntentSession> sessions, int64_t next,
                 const std::string& uid = kUid) {
    group_.SetCommitted(0, {.next_offset = 0,
                            .metadata = formats::EncodeIntent({.connector_uid = uid,
                                                               .connector_revision = 1,
                                                               .assignment_revision = 1,
                                                               .next_offset = next,
                                                               .sessions = std::move(sessions)})});
  }

  static maxcompute::PartitionSpec Spec() {
    return maxcompute::PartitionSpec({{"pt", "01-01-1970 08"}});
  }

  maxcompute::UploadSession session_;
};

TEST_F(SettleTest, AnOpenSessionIsCommittedAndNotWrittenAgain) {
  LeaveIntent(7);
  Send(0, 3);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(SettleTest, ACommittedSessionIsOnlyAdvanced) {
  LeaveIntent(7);
  ASSERT_THAT(tunnel_.CommitUpload(session_), IsOk());

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
  EXPECT_THAT(tunnel_.Sessions(), SizeIs(1));
}

TEST_F(SettleTest, RowsOfAnExpiredSessionAreWrittenAnew) {
  LeaveIntent(7);
  tunnel_.SetStatus(session_, SessionStatus::kExpired);
  Send(0, 3, /*hour=*/5);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(SettleTest, OnlyTheDeadSessionOfAnIntentIsWrittenAnew) {
  // Offsets 0 to 3 in one hour (committed), 4 to 6 in another (its session is dead).
  LeaveIntent(4);
  ASSERT_THAT(tunnel_.CommitUpload(session_), IsOk());
  const maxcompute::PartitionSpec other({{"pt", "01-01-1970 09"}});
  tunnel_.AddPartition(kTable, other);
  absl::StatusOr<maxcompute::CreatedUpload> dead = tunnel_.CreateUpload(kTable, other);
  ASSERT_THAT(dead, IsOk());
  tunnel_.SetStatus(dead->session, SessionStatus::kExpired);
  Send(0, 3, /*hour=*/1);
  SetIntent(
      {{session_.id, "pt=01-01-1970 08", 1, 4, 0}, {dead->session.id, "pt=01-01-1970 09", 1, 3, 4}},
      7);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(SettleTest, ASessionThatTheTunnelForgotIsJudgedByTheTable) {
  LeaveIntent(7);
  ASSERT_THAT(tunnel_.CommitUpload(session_), IsOk());
  tunnel_.SetStatus(session_, SessionStatus::kNotFound);
  rows_in_table_ = 7;

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
  EXPECT_THAT(
      sql_.Statements(),
      ::testing::Contains(HasSubstr("`offset` >= 0 AND `offset` < 7 AND `pt` = '01-01-1970 08'")));
}

TEST_F(SettleTest, AForgottenSessionWithoutRowsInTheTableIsWrittenAnew) {
  LeaveIntent(7);
  tunnel_.SetStatus(session_, SessionStatus::kNotFound);
  rows_in_table_ = 0;

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(SettleTest, NothingIsGuessedWhenTheTableHoldsAPart) {
  LeaveIntent(7);
  tunnel_.SetStatus(session_, SessionStatus::kNotFound);
  rows_in_table_ = 3;

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("AMBIGUOUS_COMMIT"));
  EXPECT_TRUE(Entry(0).open());
  EXPECT_THAT(TableRows(), IsEmpty());
}

TEST_F(SettleTest, RowsThatMayHaveBeenThereBeforeTheConnectorAreNoWitness) {
  LeaveIntent(7);
  tunnel_.SetStatus(session_, SessionStatus::kNotFound);
  rows_in_table_ = 7;
  asked_until_[0] = 1;

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("AMBIGUOUS_COMMIT"));
  EXPECT_THAT(sql_.Statements(), IsEmpty());
  EXPECT_TRUE(Entry(0).open());
}

TEST_F(SettleTest, WithoutSelectAForgottenSessionStopsTheTaskAndSaysWhichGrant) {
  LeaveIntent(7);
  tunnel_.SetStatus(session_, SessionStatus::kNotFound);
  rows_in_table_ =
      WithRemedy(absl::PermissionDeniedError("no Select"), "grant Select on table t to user u;");

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("AMBIGUOUS_COMMIT"));
  EXPECT_EQ(RemedyOf(last_.error), "grant Select on table t to user u;");
}

TEST_F(SettleTest, ASessionWithOtherContentIsNeitherCommittedNorRedone) {
  LeaveIntent(7);
  SetIntent({{session_.id, "pt=01-01-1970 08", 1, 6, 0}}, 7);

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("AMBIGUOUS_COMMIT"));
  EXPECT_THAT(TableRows(), IsEmpty());
}

TEST_F(SettleTest, ACommitThatGoesOnIsWaitedFor) {
  LeaveIntent(7);
  tunnel_.SetStatus(session_, SessionStatus::kClosing);
  std::thread service([&] {
    while (tunnel_.Calls(Operation::kGetUpload) < 2) clock_.SleepFor(absl::Milliseconds(5));
    tunnel_.SetStatus(session_, SessionStatus::kNormal);
  });

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  service.join();
  ExpectTableEqualsTopic();
}

TEST_F(SettleTest, ACommitThatTakesLongIsShown) {
  LeaveIntent(7);
  tunnel_.SetStatus(session_, SessionStatus::kClosing);
  std::thread service([&] {
    while (tunnel_.Calls(Operation::kGetUpload) < 1) clock_.SleepFor(absl::Milliseconds(5));
    clock_.Pass(absl::Minutes(11));
  });

  absl::Status slow;

  ASSERT_THAT(Live([&] {
                if (slow.ok() && last_.state == TaskState::kDegraded) {
                  slow = last_.error;
                  tunnel_.SetStatus(session_, SessionStatus::kNormal);
                }
                return !slow.ok() && AllAdvanced();
              }),
              IsOk());

  service.join();
  EXPECT_THAT(slow, HasReason("COMMIT_PENDING"));
  ExpectTableEqualsTopic();
}

TEST_F(SettleTest, AnEntryOfAnUnknownVersionStopsTheTaskWithItsReason) {
  Send(0, 3);
  group_.SetCommitted(0, {.next_offset = 0, .metadata = R"({"v":9,"x":1})"});

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("BATCH_FORMAT_UNKNOWN"));
  EXPECT_THAT(TableRows(), IsEmpty());
  EXPECT_EQ(group_.Committed(0)->metadata, R"({"v":9,"x":1})");
}

TEST_F(SettleTest, AnEntryOfAnotherConnectorIsNotTouched) {
  Send(0, 3);
  SetIntent({}, 0, "someone-else");

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("FOREIGN_LEDGER"));
  EXPECT_EQ(Entry(0).connector_uid, "someone-else");
}

TEST_F(SettleTest, ATaskThatWasReplacedStaysOut) {
  Send(0, 3);
  group_.SetCommitted(0,
                      {.next_offset = 0,
                       .metadata = formats::EncodeIntent(
                           {.connector_uid = kUid, .assignment_revision = 5, .next_offset = 0})});

  absl::Status over = Live([&] { return false; }, /*assignment=*/4);

  EXPECT_THAT(over, HasReason("TASK_REPLACED"));
  EXPECT_THAT(TableRows(), IsEmpty());
}

}  // namespace
}  // namespace sluice::dataplane

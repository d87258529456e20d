// A connector writes into another table now, and an intent of a revision before stands in the
// ledger: what it began is brought to its end in its own table, and nothing of it happens in the
// new one.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "dataplane/task/membership_scenario.h"
#include "gmock/gmock.h"

namespace sluice::dataplane {
namespace {

const maxcompute::TableName kNewTable = {.project = "p", .schema = "", .table = "new"};

// A process of revision 1 died while the sessions of its intent were being committed; revision 2
// writes into the new table.
class OtherTable : public MembershipScenario {
 protected:
  OtherTable() { tunnel_.AddTable(kNewTable, schema_); }

  // `dead`: they can never be committed.
  void LeaveAnIntent(bool dead = false) {
    Send(0, 3);
    HoldCommits();
    std::thread service([&] {
      tunnel_.WaitUntilHeld(maxcompute::InMemoryTunnel::Operation::kCommitUpload, 1);
      entry_ = Entry(0);
      successor_ = group_.Join(nobody_);  // Whatever it does from now on is refused.
      for (const maxcompute::UploadSession& session : tunnel_.Sessions()) {
        if (dead) tunnel_.SetStatus(session, maxcompute::SessionStatus::kExpired);
      }
      tunnel_.Release(maxcompute::InMemoryTunnel::Operation::kCommitUpload);
    });
    const absl::Status over = Live([] { return false; });
    service.join();
    EXPECT_TRUE(absl::IsAborted(over)) << over;
    ASSERT_TRUE(entry_.open());
    successor_.reset();
    connector_revision_ = 2;
    RevisionDefinition next = revision_;
    next.table = kNewTable.table;
    other_revisions_[2] = next;
  }

  // As the task does after it has found the intent.
  absl::Status SettleInTheOldTable() {
    connector_revision_ = 1;
    settle_only_ = true;
    const absl::Status over = Live([] { return false; }, /*assignment=*/2);
    connector_revision_ = 2;
    settle_only_ = false;
    return over;
  }

  absl::Status RunInTheNewTable(const std::function<bool()>& done) {
    table_ = kNewTable;
    const absl::Status over = Live(done, /*assignment=*/2);
    table_ = kTable;
    return over;
  }

  int RowsInTheNewTable() {
    int rows = 0;
    for (const auto& spec : tunnel_.Partitions(kNewTable)) {
      rows += static_cast<int>(tunnel_.Rows(kNewTable, spec).size());
    }
    return rows;
  }

  formats::Intent entry_;

 private:
  struct Nobody : kafka::AssignmentListener {
    void OnAssigned(const std::vector<kafka::AssignedPartition>&) override {}
    void OnTakenAway(const std::vector<int32_t>&) override {}
  };
  Nobody nobody_;
  std::unique_ptr<kafka::GroupConsumer> successor_;
};

TEST_F(OtherTable, WhoeverRunsInTheNewTableTouchesNoIntentOfTheOldOne) {
  LeaveAnIntent();
  const absl::Status over = RunInTheNewTable([] { return false; });
  EXPECT_THAT(over, HasReason(kafka::reason::kRejoin));
  EXPECT_TRUE(Entry(0).open());
  EXPECT_EQ(RowsInTheNewTable(), 0);
}

TEST_F(OtherTable, WhatWasBegunIsCommittedInTheOldTableAndReadingGoesOnInTheNewOne) {
  LeaveAnIntent();
  EXPECT_THAT(SettleInTheOldTable(), HasReason(kafka::reason::kRejoin));
  EXPECT_FALSE(Entry(0).open());
  EXPECT_EQ(Offset(0), 3);
  EXPECT_EQ(TableRows().size(), 3);

  Send(0, 2);
  ASSERT_THAT(RunInTheNewTable([&] { return AllAdvanced(); }), IsOk());
  EXPECT_EQ(RowsInTheNewTable(), 2);
  EXPECT_EQ(TableRows().size(), 3);
}

TEST_F(OtherTable, WhatDiedIsWrittenAnewIntoTheOldTableAndNothingBeyondItIsRead) {
  LeaveAnIntent(/*dead=*/true);
  Send(0, 2);
  EXPECT_THAT(SettleInTheOldTable(), HasReason(kafka::reason::kRejoin));
  EXPECT_EQ(Offset(0), 3);
  EXPECT_EQ(TableRows(), (std::map<std::string, int>{{"0:0", 1}, {"0:1", 1}, {"0:2", 1}}));

  ASSERT_THAT(RunInTheNewTable([&] { return AllAdvanced(); }), IsOk());
  EXPECT_EQ(RowsInTheNewTable(), 2);
  EXPECT_EQ(TableRows().size(), 3);
}

TEST_F(OtherTable, WhatCannotBeSettledThereStopsItsOwnSourcePartitionOnly) {
  LeaveAnIntent();
  elsewhere_ =
      WithReason(absl::FailedPreconditionError("the old table is gone"), "TABLE_NOT_FOUND");
  Send(1, 2);
  ASSERT_THAT(RunInTheNewTable([&] { return RowsInTheNewTable() == 2; }), IsOk());
  EXPECT_TRUE(Entry(0).open());
  EXPECT_THAT(last_.error, HasReason("TABLE_NOT_FOUND"));
}

TEST_F(OtherTable, LostOffsetsAreNotLookedUpInTheOldTable) {
  LeaveAnIntent();
  group_.ForgetCommitted(1);
  clock_.Set(clock_.Now() + absl::Hours(48));

  EXPECT_THAT(SettleInTheOldTable(), HasReason(kafka::reason::kRejoin));

  EXPECT_FALSE(Entry(0).open());
  EXPECT_FALSE(group_.Committed(1).has_value());
}

TEST_F(OtherTable, LostOffsetsAreNotGuessedWhenRowsMayBeInEitherTable) {
  Send(0, 3);
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  connector_revision_ = 2;
  other_revisions_[2] = revision_;
  other_revisions_[2].table = kNewTable.table;
  group_.ForgetCommitted(0);
  clock_.Set(clock_.Now() + absl::Hours(48));

  ASSERT_THAT(RunInTheNewTable([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("LEDGER_LOST"));
  EXPECT_EQ(RowsInTheNewTable(), 0);
}

TEST_F(OtherTable, WhoeverOnlySettlesLeavesIntentsOfOtherTablesAlone) {
  LeaveAnIntent();
  table_ = kNewTable;
  settle_only_ = true;
  EXPECT_THAT(Live([] { return false; }, /*assignment=*/2), HasReason(kafka::reason::kRejoin));
  EXPECT_TRUE(Entry(0).open());
  EXPECT_EQ(RowsInTheNewTable(), 0);
}

}  // namespace
}  // namespace sluice::dataplane

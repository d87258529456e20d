// What a source witness decides: whether the ledger may name sessions, so that rows become visible.

#include "dataplane/task/flusher.h"

#include <atomic>
#include <memory>
#include <vector>

#include "base/kafka/in_memory_group.h"
#include "base/time/real_clock.h"
#include "dataplane/task/fake_source_witness.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

// Has every block at once, in one session.
class ReadyWriter : public ShareWriter {
 public:
  absl::Status Upload(ShareUpload&) override { return absl::OkStatus(); }
  std::optional<formats::IntentSession> Named(ShareUpload&) const override {
    return formats::IntentSession{.session_id = "s", .table_partition = "pt=a", .rows = 3};
  }
  bool takes_open_shares() const override { return false; }
};

class CountingKeeper : public SessionKeeper {
 public:
  absl::StatusOr<SettleStep> Look(const NamedSession&) override { return SettleStep::kCommit; }
  absl::StatusOr<SettleStep> Commit(const NamedSession&) override {
    ++commits;
    return SettleStep::kDone;
  }
  std::atomic<int> commits = 0;
};

class Silent : public FlushObserver {
  void OnTrouble(const absl::Status&, absl::Time) override {}
  void OnRelief() override {}
  void OnResults() override {}
};

class FlusherTest : public ::testing::Test,
                    private kafka::AssignmentListener,
                    private kafka::RecordHandler {
 protected:
  FlusherTest() {
    group_.SetCommitted(0, {.next_offset = 0});
    EXPECT_TRUE(member_->Poll(absl::ZeroDuration(), 1, *this).ok());
  }

  // A batch of the records below 3, the last of which was read at `sealed`.
  FlushItem Batch(absl::Duration sealed) {
    FlushItem item{.partition = 0, .epoch = epoch_, .revision = 1, .sealed = sealed};
    item.uploads = {std::make_shared<ShareUpload>("a")};
    item.standing.intent.next_offset = 3;
    return item;
  }

  // Asks no more once it holds: what is asked may be there once only.
  template <typename Condition>
  bool Eventually(const Condition& condition) {
    const absl::Duration give_up = clock_.Monotonic() + absl::Seconds(20);
    while (!condition()) {
      if (clock_.Monotonic() >= give_up) return false;
      clock_.SleepFor(absl::Milliseconds(1));
    }
    return true;
  }

  bool Advances(Flusher& flusher) {
    std::vector<FlushResult> results;
    return Eventually([&] {
             results = flusher.TakeResults();
             return !results.empty();
           }) &&
           results[0].kind == FlushResult::Kind::kAdvanced;
  }

  RealClock clock_;
  kafka::InMemoryGroup group_{1};
  int64_t epoch_ = 0;
  std::unique_ptr<kafka::GroupConsumer> member_ = group_.Join(*this);
  Ledger ledger_{*member_, {.connector_uid = "uid"}};
  ReadyWriter writer_;
  CountingKeeper keeper_;
  Settler settler_{keeper_};
  OffsetMemory memory_{{}, "", "c", "orders"};
  Recovery recovery_{memory_, nullptr, clock_, {}};
  Silent silent_;
  FakeSourceWitness witness_;

 private:
  void OnAssigned(const std::vector<kafka::AssignedPartition>& partitions) override {
    epoch_ = partitions.at(0).epoch;
  }
  void OnTakenAway(const std::vector<int32_t>&) override {}
  void OnRecord(const kafka::ConsumedRecord&) override {}
  void OnEnd(int32_t, int64_t) override {}
  void OnError(int32_t, const absl::Status&) override {}
};

TEST_F(FlusherTest, RowsBecomeVisibleOnlyWhenTheSourceIsConfirmedSinceTheyWereRead) {
  const absl::Duration read = clock_.Monotonic();
  witness_.ConfirmAt(read - absl::Milliseconds(1));
  Flusher flusher(ledger_, writer_, settler_, recovery_, silent_, clock_, &witness_);

  flusher.Submit(Batch(read));

  // Once when it is submitted; then each time that the ledger would be written to.
  ASSERT_TRUE(Eventually([&] { return witness_.asked() >= 4; }));
  EXPECT_EQ(group_.commits(), 0);
  EXPECT_EQ(keeper_.commits, 0);
  EXPECT_TRUE(flusher.TakeResults().empty());

  witness_.ConfirmAt(read);
  EXPECT_TRUE(Advances(flusher));
  EXPECT_EQ(keeper_.commits, 1);
  EXPECT_EQ(group_.Committed(0)->next_offset, 3);
}

TEST_F(FlusherTest, WhatTheLedgerNamesIsBroughtToItsEndWithoutTheWitness) {
  Flusher flusher(ledger_, writer_, settler_, recovery_, silent_, clock_, &witness_);
  FlushItem standing = Batch(clock_.Monotonic());
  standing.uploads.clear();
  standing.step = BatchStep::kSettle;
  standing.standing.intent.sessions = {
      {.session_id = "s", .table_partition = "pt=a", .blocks = 1, .rows = 3}};

  flusher.Submit(std::move(standing));

  EXPECT_TRUE(Advances(flusher));
  EXPECT_EQ(witness_.asked(), 0);
}

TEST_F(FlusherTest, WithoutAWitnessNobodyIsWaitedFor) {
  Flusher flusher(ledger_, writer_, settler_, recovery_, silent_, clock_);
  flusher.Submit(Batch(clock_.Monotonic()));
  EXPECT_TRUE(Advances(flusher));
}

}  // namespace
}  // namespace sluice::dataplane

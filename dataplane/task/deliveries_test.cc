// STREAM and UPSERT as a task keeps them, whatever happens between upload and advance.

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "dataplane/task/membership_scenario.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using maxcompute::SessionStatus;
using Operation = maxcompute::InMemoryTunnel::Operation;
using When = maxcompute::InMemoryTunnel::When;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const maxcompute::TableName& kTable = MembershipScenario::kTable;

class Nobody : public kafka::AssignmentListener {
  void OnAssigned(const std::vector<kafka::AssignedPartition>&) override {}
  void OnTakenAway(const std::vector<int32_t>&) override {}
};

// ---- STREAM

class StreamDeliveryTest : public MembershipScenario {
 protected:
  StreamDeliveryTest() { revision_.delivery = DeliveryMode::kStream; }

  // Every record is there, and so often: {times, records}.
  std::map<int, int> Times() {
    std::map<int, int> times;
    for (const auto& [place, rows] : TableRows()) ++times[rows];
    return times;
  }
};

TEST_F(StreamDeliveryTest, RowsAreInTheTableBeforeTheOffsetMovesAndNoSessionIsNamed) {
  Send(0, 10);
  Send(1, 5, /*hour=*/1);
  tunnel_.Hold(Operation::kWritePack, When::kAfter);
  std::thread looker([&] {
    tunnel_.WaitUntilHeld(Operation::kWritePack, 1);
    EXPECT_THAT(TableRows(), testing::Not(IsEmpty()));
    EXPECT_FALSE(Entry(0).open());
    EXPECT_FALSE(Entry(1).open());
    tunnel_.Release(Operation::kWritePack);
  });

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  looker.join();
  ExpectTableEqualsTopic();
  EXPECT_THAT(tunnel_.Sessions(), IsEmpty());
}

// A batch session is opened for each table partition of each batch, and a table takes few. Streams
// are not waited for, however many of them there are.
TEST_F(StreamDeliveryTest, ManyTablePartitionsDoNotMakeRowsWait) {
  constexpr int kRounds = 8;
  constexpr int kTablePartitions = 24;
  int rounds = 0;
  absl::Duration sent_at;
  absl::Duration longest;
  const auto send = [&] {
    for (int hour = 0; hour < kTablePartitions; ++hour) {
      Send(0, 1, hour);
      Send(1, 1, hour);
    }
    sent_at = clock_.Monotonic();
  };
  limits_ = LimitsOf(DeliveryMode::kStream, {});
  send();

  ASSERT_THAT(Live([&] {
                if (!AllAdvanced()) return false;
                longest = std::max(longest, clock_.Monotonic() - sent_at);
                if (++rounds == kRounds) return true;
                send();
                return false;
              }),
              IsOk());

  // 384 batch sessions would have taken minutes.
  EXPECT_EQ(rounds, kRounds);
  ExpectTableEqualsTopic();
  EXPECT_LT(longest, absl::Seconds(5));
}

TEST_F(StreamDeliveryTest, ItIsToldWhichTablePartitionsWereWritten) {
  Send(0, 10);
  Send(1, 5, /*hour=*/1);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ASSERT_THAT(last_.table_partitions, SizeIs(2));
  EXPECT_EQ(last_.table_partitions.begin()->second.rows, 10);
  EXPECT_EQ(last_.table_partitions.rbegin()->second.rows, 5);
}

TEST_F(StreamDeliveryTest, AStreamStaysOpenForTheNextBatch) {
  Send(0, 3);
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  const int before = tunnel_.Calls(Operation::kOpenStream);

  int batches = 0;
  ASSERT_THAT(Live([&] {
                if (!AllAdvanced()) return false;
                if (batches == 5) return true;
                ++batches;
                Send(0, 3);
                return false;
              }),
              IsOk());

  EXPECT_EQ(tunnel_.Calls(Operation::kOpenStream), before + 1);
  ExpectTableEqualsTopic();
}

TEST_F(StreamDeliveryTest, AnAnswerThatIsLostRepeatsRowsAndLosesNone) {
  Send(0, 10);
  tunnel_.FailNext(Operation::kWritePack, absl::UnavailableError("cut"), When::kAfter);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  int records = 0;
  int repeats = 0;
  for (const auto& [times, count] : Times()) {
    records += count;
    repeats += (times - 1) * count;
  }
  EXPECT_EQ(records, 10);
  EXPECT_GE(repeats, 1);
}

TEST_F(StreamDeliveryTest, APackThatIsRefusedIsNotRepeated) {
  Send(0, 10);
  tunnel_.FailNext(Operation::kWritePack,
                   WithReason(absl::ResourceExhaustedError("busy"), "QUOTA_EXCEEDED"));
  tunnel_.FailNext(Operation::kWritePack,
                   WithReason(absl::NotFoundError("gone"), "SESSION_NOT_FOUND"));

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(StreamDeliveryTest, FencedBeforeTheAdvanceTheSuccessorRepeatsTheRows) {
  Send(0, 4);
  tunnel_.Hold(Operation::kWritePack, When::kAfter);
  Nobody nobody;
  std::unique_ptr<kafka::GroupConsumer> successor;
  std::thread world([&] {
    tunnel_.WaitUntilHeld(Operation::kWritePack, 1);
    successor = group_.Join(nobody);
    tunnel_.Release(Operation::kWritePack);
  });
  EXPECT_THAT(Live([&] { return AllAdvanced(); }), HasReason(kafka::reason::kFenced));
  world.join();
  successor.reset();

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  EXPECT_THAT(TableRows(), SizeIs(4));
  EXPECT_LE(Times().rbegin()->first, 2);
}

TEST_F(StreamDeliveryTest, AColumnThatIsAddedIsPlannedForAndNoRowIsLost) {
  Send(0, 3);
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  Send(0, 3);
  tunnel_.Hold(Operation::kWritePack);
  std::thread owner([&] {
    tunnel_.WaitUntilHeld(Operation::kWritePack, 1);
    maxcompute::TableSchema wider = schema_;
    wider.columns.push_back({"headers", {.kind = maxcompute::TypeKind::kString}});
    tunnel_.AddTable(kTable, wider);
    tunnel_.Release(Operation::kWritePack);
  });

  EXPECT_THAT(Live([&] { return AllAdvanced(); }), HasReason(kTableChanged));
  owner.join();
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

// ---- UPSERT

using State = std::map<std::string, std::string>;

class UpsertDeliveryTest : public MembershipScenario {
 protected:
  void UseKey(conversion::RowKey key) {
    revision_.delivery = DeliveryMode::kUpsert;
    revision_.conversion.row_key = key;
    revision_.conversion.delete_tombstones = key == conversion::RowKey::kRecordKey;
    schema_.primary_key = key == conversion::RowKey::kRecordKey
                              ? std::vector<std::string>{"key"}
                              : std::vector<std::string>{"topic", "partition", "offset"};
    if (key == conversion::RowKey::kRecordKey) schema_.partition_keys.clear();
    limits_ = LimitsOf(DeliveryMode::kUpsert, limits_);
    tunnel_.AddTable(kTable, schema_);
  }

  // Upserts, or deletes, and remembers what the table should say in the end.
  void Set(const std::string& key, const std::optional<std::string>& value) {
    SendOne(0, {.key = key, .value = value, .timestamp_ms = 0});
    if (value.has_value()) {
      state_[key] = *value;
    } else {
      state_.erase(key);
    }
  }

  // What the table without partitions says of each key.
  State TableState() {
    State state;
    for (const maxcompute::Row& row : tunnel_.Rows(kTable, {}))
      state[std::get<std::string>(row[3].data)] = std::get<std::string>(row[4].data);
    return state;
  }

  void ForgetWhen(Operation operation, SessionStatus status, std::thread& world) {
    tunnel_.Hold(operation);
    world = std::thread([this, operation, status] {
      tunnel_.WaitUntilHeld(operation, 1);
      for (const maxcompute::UpsertSession& session : tunnel_.Upserts())
        tunnel_.SetStatus(session, status);
      tunnel_.Release(operation);
    });
  }

  // A life that somebody else fences while a call of this kind is held.
  void FenceWhileHeld(Operation operation, When when) {
    tunnel_.Hold(operation, when);
    Nobody nobody;
    std::unique_ptr<kafka::GroupConsumer> successor;
    std::thread world([&] {
      tunnel_.WaitUntilHeld(operation, 1);
      successor = group_.Join(nobody);
      tunnel_.Release(operation);
    });
    EXPECT_THAT(Live([] { return false; }), HasReason(kafka::reason::kFenced));
    world.join();
  }

  State state_;
};

TEST_F(UpsertDeliveryTest, ByPositionEveryRecordHasItsRow) {
  UseKey(conversion::RowKey::kPosition);
  Send(0, 10);
  Send(1, 5, /*hour=*/1);
  Send(1, 5, /*hour=*/2);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
  EXPECT_THAT(tunnel_.Partitions(kTable), SizeIs(3));
}

TEST_F(UpsertDeliveryTest, ByPositionRecordsThatAreReadAgainChangeNothing) {
  UseKey(conversion::RowKey::kPosition);
  Send(0, 10);
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  Pin(0, 3);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

TEST_F(UpsertDeliveryTest, ByKeyTheLastRecordOfAKeyStaysAndTombstonesDelete) {
  UseKey(conversion::RowKey::kRecordKey);
  for (int round = 0; round < 3; ++round) {
    for (const char* key : {"a", "b", "c"}) Set(key, absl::StrCat(key, round));
  }
  Set("b", std::nullopt);
  Set("c", std::nullopt);
  Set("c", "back");
  Set("never", std::nullopt);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  EXPECT_EQ(TableState(), (State{{"a", "a2"}, {"c", "back"}}));
}

TEST_F(UpsertDeliveryTest, ChangesOfASessionThatDiedAreWrittenAgain) {
  for (const SessionStatus death : {SessionStatus::kExpired, SessionStatus::kCanceled,
                                    SessionStatus::kCritical, SessionStatus::kNotFound}) {
    if (state_.empty()) UseKey(conversion::RowKey::kRecordKey);
    Set("a", absl::StrCat("a", static_cast<int>(death)));
    Set("b", absl::StrCat("b", static_cast<int>(death)));
    std::thread world;
    ForgetWhen(Operation::kCommitUpsert, death, world);

    EXPECT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

    world.join();
    EXPECT_EQ(TableState(), state_);
  }
}

// A commit without an answer may have been carried out, or may never have been sent. Then the
// tunnel forgets the session.
TEST_F(UpsertDeliveryTest, ASessionForgottenAfterAnUnclearCommitIsWrittenAgain) {
  UseKey(conversion::RowKey::kRecordKey);
  int opened = 0;
  for (const When when : {When::kBefore, When::kAfter}) {
    Set("a", absl::StrCat("a", static_cast<int>(when)));
    tunnel_.FailNext(Operation::kCommitUpsert, absl::UnavailableError("cut"), when);
    std::thread world;
    ForgetWhen(Operation::kGetUpsert, SessionStatus::kNotFound, world);

    ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

    world.join();
    EXPECT_EQ(TableState(), state_);
    opened += 2;
    EXPECT_EQ(tunnel_.Calls(Operation::kOpenUpsert), opened);
  }
}

// The service said that the commit goes on; when it is over, the session is forgotten.
TEST_F(UpsertDeliveryTest, ASessionForgottenAfterItsCommitWasAcceptedIsTakenForCommitted) {
  UseKey(conversion::RowKey::kRecordKey);
  Set("a", "1");
  std::thread commit;
  ForgetWhen(Operation::kCommitUpsert, SessionStatus::kCommitting, commit);
  std::thread look;
  ForgetWhen(Operation::kGetUpsert, SessionStatus::kNotFound, look);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  commit.join();
  look.join();
  EXPECT_EQ(tunnel_.Calls(Operation::kOpenUpsert), 1) << "nothing was written again";
}

// It was not open when its commit was to be asked for, so nobody asked.
TEST_F(UpsertDeliveryTest, ASessionForgottenBeforeItsCommitWasSentIsWrittenAgain) {
  UseKey(conversion::RowKey::kRecordKey);
  Set("a", "1");
  std::thread commit;
  ForgetWhen(Operation::kCommitUpsert, SessionStatus::kUnknown, commit);
  std::thread look;
  ForgetWhen(Operation::kGetUpsert, SessionStatus::kNotFound, look);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  commit.join();
  look.join();
  EXPECT_EQ(TableState(), state_);
}

TEST_F(UpsertDeliveryTest, AnOldOwnersCommitThatComesLateOverwritesNothingNewer) {
  UseKey(conversion::RowKey::kRecordKey);
  Set("a", "old");
  FenceWhileHeld(Operation::kCommitUpsert, When::kBefore);
  const maxcompute::UpsertSession old = tunnel_.Upserts().front();
  EXPECT_TRUE(Entry(0).open() || Offset(0) == 1) << "its intent stands, or it was carried out";
  Set("a", "new");
  Set("b", "new");
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  // The request was on the way all the time.
  EXPECT_THAT(tunnel_.CommitUpsert(old), IsOkAndHolds(SessionStatus::kClosed));

  EXPECT_EQ(TableState(), state_);
}

TEST_F(UpsertDeliveryTest, AnOldOwnerWhoseIntentIsRefusedCommitsNothing) {
  UseKey(conversion::RowKey::kRecordKey);
  Set("a", "old");

  FenceWhileHeld(Operation::kWriteChanges, When::kAfter);

  EXPECT_THAT(TableState(), IsEmpty());
  EXPECT_EQ(tunnel_.Calls(Operation::kCommitUpsert), 0);
  EXPECT_FALSE(Entry(0).open());
  Set("a", "new");
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  EXPECT_EQ(TableState(), state_);
}

// Whatever dies in whatever order, the table is the last state of each key.
TEST_F(UpsertDeliveryTest, TheTableIsTheLastStateThroughManyTroubles) {
  UseKey(conversion::RowKey::kRecordKey);
  std::mt19937_64 random(7);
  const std::vector<Operation> steps = {Operation::kOpenUpsert, Operation::kWriteChanges,
                                        Operation::kCommitUpsert};
  for (int life = 0; life < 15; ++life) {
    for (int i = 0; i < 20; ++i) {
      const std::string key = absl::StrCat("k", random() % 5);
      if (random() % 4 == 0) {
        Set(key, std::nullopt);
      } else {
        Set(key, absl::StrCat(life, ".", i));
      }
    }
    for (int faults = static_cast<int>(random() % 3); faults > 0; --faults) {
      const Operation step = steps[random() % steps.size()];
      const When when = random() % 2 == 0 ? When::kBefore : When::kAfter;
      tunnel_.FailNext(step, absl::UnavailableError("trouble"), when);
      // Sessions are looked at only after trouble with their commit.
      if (step == Operation::kCommitUpsert && random() % 2 == 0)
        tunnel_.FailNext(Operation::kGetUpsert, absl::UnavailableError("trouble"), when);
    }
    if (random() % 3 == 0) {
      for (const maxcompute::UpsertSession& session : tunnel_.Upserts())
        tunnel_.SetStatus(session, SessionStatus::kNotFound);
    }
    // Some lives end before they are done.
    const int64_t enough = Offset(0) + static_cast<int64_t>(random() % 25);
    EXPECT_THAT(Live([&] { return AllAdvanced() || Offset(0) >= enough; }), IsOk());
  }

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  EXPECT_EQ(TableState(), state_);
}

}  // namespace
}  // namespace sluice::dataplane

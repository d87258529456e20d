#include "controlplane/watch/watch_session.h"

#include <memory>
#include <string>
#include <vector>

#include "controlplane/filter/parse_filter.h"
#include "controlplane/lifecycle/observed_values.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using Type = WatchMessage::Type;

class Watching : public ::testing::Test {
 protected:
  void Show(const std::string& id, ObservedState state, const std::string& uid = "") {
    auto seen = std::make_shared<SeenConnector>();
    seen->connector.id = {"kafka-1", id};
    seen->connector.uid = uid.empty() ? "uid-of-" + id : uid;
    seen->values.state = seen->observation.state = state;
    seen->values.fresh_until = fresh_until_;
    board_.Put(std::move(seen));
  }

  // A look at all of it is complete.
  void Publish() { board_.Publish(); }

  WatchSession Watch(const std::string& filter, const std::string& token = "") {
    return WatchSession(board_, {{.id = "a", .filter = *ParseFilter(filter)}}, token, {});
  }

  // All that there is to tell now.
  std::vector<WatchMessage> Tell(WatchSession& session) {
    std::vector<WatchMessage> messages;
    while (auto message = session.Next(now_ + at_, at_)) messages.push_back(*std::move(message));
    return messages;
  }

  static std::vector<std::string> Ids(const WatchMessage& message) {
    std::vector<std::string> ids;
    for (const Seen& seen : message.connectors) ids.push_back(seen->connector.id.connector);
    for (const ConnectorId& id : message.deleted) ids.push_back(id.connector);
    return ids;
  }

  ChangeBoard board_{"epoch", /*gone_max=*/2};
  const absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  absl::Time fresh_until_ = absl::InfinitePast();
  absl::Duration at_ = absl::ZeroDuration();
};

TEST_F(Watching, FirstComesWhatIsThereThenWhatChanges) {
  Show("a", ObservedState::kRunning);
  Show("b", ObservedState::kDraft);
  Publish();
  WatchSession session = Watch("");
  const auto first = Tell(session);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_THAT(first[0].type, Eq(Type::kSnapshot));
  EXPECT_THAT(Ids(first[0]), ElementsAre("a", "b"));
  EXPECT_TRUE(first[0].snapshot_done);
  EXPECT_THAT(first[0].resume_token, Not(IsEmpty()));

  Show("b", ObservedState::kStarting);
  Show("c", ObservedState::kDraft);
  Publish();
  const auto next = Tell(session);
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_THAT(next[0].type, Eq(Type::kChanged));
  EXPECT_THAT(Ids(next[0]), ElementsAre("b", "c"));
}

TEST_F(Watching, NothingIsToldBeforeAllHasBeenLookedAt) {
  Show("a", ObservedState::kRunning);
  WatchSession session = Watch("");
  EXPECT_THAT(Tell(session), IsEmpty());
  Publish();
  EXPECT_THAT(Tell(session), SizeIs(1));
}

TEST_F(Watching, WhatIsNotThereIsASnapshotOfNothing) {
  Publish();
  WatchSession session = Watch("");
  const auto first = Tell(session);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_TRUE(first[0].snapshot_done);
  EXPECT_THAT(first[0].connectors, IsEmpty());
}

TEST_F(Watching, ASnapshotComesInPages) {
  for (int i = 100; i < 350; ++i) Show("c" + std::to_string(i), ObservedState::kRunning);
  Publish();
  WatchSession session = Watch("");
  size_t connectors = 0;
  const auto messages = Tell(session);
  for (const WatchMessage& message : messages) {
    EXPECT_LE(message.connectors.size(), 100u);
    EXPECT_THAT(message.resume_token.empty(), Eq(!message.snapshot_done));
    connectors += message.connectors.size();
  }
  EXPECT_THAT(connectors, Eq(250u));
  EXPECT_TRUE(messages.back().snapshot_done);
}

TEST_F(Watching, WhatFitsNoMoreHasLeftAndWhatNeverDidIsNotTold) {
  Show("a", ObservedState::kFailed);
  Show("b", ObservedState::kRunning);
  Publish();
  WatchSession session = Watch("state = FAILED");
  EXPECT_THAT(Ids(Tell(session).at(0)), ElementsAre("a"));

  Show("a", ObservedState::kRunning);
  Show("b", ObservedState::kDegraded);
  Publish();
  const auto next = Tell(session);
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_THAT(next[0].type, Eq(Type::kLeft));
  EXPECT_THAT(Ids(next[0]), ElementsAre("a"));
  EXPECT_THAT(next[0].connectors[0]->values.state, Eq(ObservedState::kRunning));
}

TEST_F(Watching, WhatIsGoneIsToldByName) {
  Show("a", ObservedState::kRunning);
  Publish();
  WatchSession session = Watch("");
  Tell(session);
  board_.Remove("uid-of-a");
  board_.Remove("nobody");
  Publish();
  const auto next = Tell(session);
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_THAT(next[0].type, Eq(Type::kDeleted));
  EXPECT_THAT(Ids(next[0]), ElementsAre("a"));
}

TEST_F(Watching, GivenOneIsMadeAnewUnderItsNameThenTheOldOneGoesFirst) {
  Show("a", ObservedState::kRunning, "old");
  Publish();
  WatchSession session = Watch("");
  Tell(session);
  Show("a", ObservedState::kCreating, "new");
  Publish();
  const auto next = Tell(session);
  ASSERT_THAT(next, SizeIs(2));
  EXPECT_THAT(next[0].type, Eq(Type::kDeleted));
  EXPECT_THAT(next[1].type, Eq(Type::kChanged));
  EXPECT_THAT(next[1].connectors[0]->connector.uid, Eq("new"));
}

TEST_F(Watching, ChangesThatFollowEachOtherFastAreToldAsOneOnceInASecond) {
  Show("a", ObservedState::kDraft);
  Publish();
  WatchSession session = Watch("");
  Tell(session);
  Show("a", ObservedState::kStarting);
  Publish();
  EXPECT_THAT(Tell(session), SizeIs(1));
  for (ObservedState state : {ObservedState::kRunning, ObservedState::kDegraded,
                              ObservedState::kRunning, ObservedState::kFailed}) {
    Show("a", state);
    Publish();
    EXPECT_THAT(Tell(session), IsEmpty());
    at_ += absl::Milliseconds(200);
  }
  at_ += absl::Milliseconds(200);
  const auto next = Tell(session);
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_THAT(next[0].connectors[0]->values.state, Eq(ObservedState::kFailed));
}

TEST_F(Watching, ASlowReaderGetsTheNewestOfEachAndNothingPilesUp) {
  Publish();
  WatchSession session = Watch("");
  Tell(session);
  for (int round = 0; round < 100; ++round) {
    for (int i = 0; i < 10; ++i) Show("c" + std::to_string(i), ObservedState::kRunning);
    Publish();
  }
  at_ += absl::Seconds(10);
  const auto next = Tell(session);
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_THAT(next[0].connectors, SizeIs(10));
}

TEST_F(Watching, GivenATokenThenItGoesOnWithoutASnapshotAndWithoutLoss) {
  Show("a", ObservedState::kRunning);
  Show("b", ObservedState::kRunning);
  Show("c", ObservedState::kFailed);
  Publish();
  WatchSession before = Watch("state = RUNNING");
  const std::string token = Tell(before).back().resume_token;

  Show("b", ObservedState::kFailed);
  Show("c", ObservedState::kRunning);
  board_.Remove("uid-of-a");
  Publish();
  WatchSession after = Watch("state = RUNNING", token);
  const auto next = Tell(after);

  ASSERT_THAT(next, SizeIs(3));
  EXPECT_THAT(next[0].type, Eq(Type::kDeleted));
  EXPECT_THAT(Ids(next[0]), ElementsAre("a"));
  EXPECT_THAT(next[1].type, Eq(Type::kLeft));
  EXPECT_THAT(Ids(next[1]), ElementsAre("b"));
  EXPECT_THAT(next[2].type, Eq(Type::kChanged));
  EXPECT_THAT(Ids(next[2]), ElementsAre("c"));

  // From there on nothing is told twice.
  at_ += absl::Seconds(2);
  WatchSession again = Watch("state = RUNNING", next[2].resume_token);
  EXPECT_THAT(Tell(again), IsEmpty());
}

TEST_F(Watching, GivenATokenThatIsOfNoUseThenEverythingBeginsAnew) {
  Show("a", ObservedState::kRunning);
  Publish();
  WatchSession session = Watch("");
  const std::string token = Tell(session).back().resume_token;

  ChangeBoard other("another process");
  other.Publish();
  const auto is_anew = [&](WatchSession begun) {
    const auto messages = Tell(begun);
    return messages.size() == 2 && messages[0].type == Type::kResync &&
           messages[1].type == Type::kSnapshot;
  };
  EXPECT_TRUE(is_anew(WatchSession(other, {{.id = "a"}}, token, {})));
  EXPECT_TRUE(is_anew(Watch("", "garbage")));
  EXPECT_TRUE(is_anew(Watch("state = RUNNING", token)));  // Other subscriptions.
  EXPECT_FALSE(is_anew(Watch("", token)));
  // More have gone than the board remembers.
  for (const char* id : {"x", "y", "z"}) Show(id, ObservedState::kDraft);
  for (const char* id : {"x", "y", "z"}) board_.Remove(std::string("uid-of-") + id);
  Publish();
  EXPECT_TRUE(is_anew(Watch("", token)));
}

TEST_F(Watching, AWatcherThatIsSlowerThanTheBoardsMemoryBeginsAnew) {
  Show("a", ObservedState::kRunning);
  Publish();
  WatchSession session = Watch("");
  Tell(session);
  for (const char* id : {"x", "y", "z"}) Show(id, ObservedState::kDraft);
  for (const char* id : {"x", "y", "z"}) board_.Remove(std::string("uid-of-") + id);
  Show("new", ObservedState::kDraft);  // Perhaps in the place of one that was forgotten.
  Publish();
  const auto next = Tell(session);
  ASSERT_THAT(next, SizeIs(2));
  EXPECT_THAT(next[0].type, Eq(Type::kResync));
  EXPECT_THAT(Ids(next[1]), ElementsAre("a", "new"));
}

TEST_F(Watching, CountsAreToldWithTheSnapshotAndWheneverTheyChange) {
  Show("a", ObservedState::kRunning);
  Show("b", ObservedState::kFailed);
  Publish();
  WatchSession session(board_, {{.id = "n", .counts = true, .counts_only = true}}, "", {});
  auto messages = Tell(session);
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_THAT(messages[0].type, Eq(Type::kCounts));
  EXPECT_THAT(messages[0].counts, UnorderedElementsAre(Pair(ObservedState::kRunning, 1),
                                                       Pair(ObservedState::kFailed, 1)));
  EXPECT_THAT(messages[0].resume_token, Not(IsEmpty()));

  Show("b", ObservedState::kFailed);  // Changed, but not its state.
  Publish();
  EXPECT_THAT(Tell(session), IsEmpty());

  Show("b", ObservedState::kRunning);
  board_.Remove("uid-of-a");
  Show("c", ObservedState::kDraft);
  Publish();
  at_ += absl::Seconds(1);
  messages = Tell(session);
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_THAT(messages[0].counts, UnorderedElementsAre(Pair(ObservedState::kRunning, 1),
                                                       Pair(ObservedState::kDraft, 1)));
}

TEST_F(Watching, GivenAFilterOfFreshnessThenTimeAloneMakesItFitOrNot) {
  fresh_until_ = now_;
  Show("a", ObservedState::kRunning);
  Publish();
  WatchSession session = Watch("freshness > 1m");
  EXPECT_THAT(Tell(session).at(0).connectors, IsEmpty());

  at_ += absl::Seconds(61);
  const auto next = Tell(session);
  ASSERT_THAT(next, SizeIs(1));
  EXPECT_THAT(next[0].type, Eq(Type::kChanged));
  EXPECT_THAT(Ids(next[0]), ElementsAre("a"));
  at_ += absl::Seconds(5);
  EXPECT_THAT(Tell(session), IsEmpty());
}

TEST_F(Watching, OnlyTheNamedOfTheInstanceAreTold) {
  Show("a", ObservedState::kRunning);
  Show("b", ObservedState::kRunning);
  Publish();
  WatchSession session(board_,
                       {{.id = "one", .names = {{"kafka-1", "b"}}},
                        {.id = "two", .instance = "kafka-1"},
                        {.id = "three", .instance = "kafka-2"}},
                       "", {});
  const auto messages = Tell(session);
  ASSERT_THAT(messages, SizeIs(3));
  EXPECT_THAT(messages[0].subscription_id, Eq("one"));
  EXPECT_THAT(Ids(messages[0]), ElementsAre("b"));
  EXPECT_THAT(Ids(messages[1]), ElementsAre("a", "b"));
  EXPECT_THAT(Ids(messages[2]), IsEmpty());
  EXPECT_THAT(messages[0].resume_token, IsEmpty());
  EXPECT_THAT(messages[2].resume_token, Not(IsEmpty()));
}

TEST_F(Watching, AHeartbeatComesAfterFifteenQuietSeconds) {
  Publish();
  WatchSession session = Watch("");
  Tell(session);
  at_ += absl::Seconds(14);
  EXPECT_THAT(Tell(session), IsEmpty());
  at_ += absl::Seconds(1);
  const auto messages = Tell(session);
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_THAT(messages[0].type, Eq(Type::kHeartbeat));
  EXPECT_THAT(messages[0].resume_token, Not(IsEmpty()));
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/internal_topics/internal_topic.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr absl::Duration kTimeout = absl::Seconds(1);
constexpr absl::Duration kTrust = absl::Minutes(5);

class InternalTopicTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(admin_.CreateTopics({{.name = "t", .partitions = 3}}, kTimeout), IsOk());
    cluster_.OnCall([this](absl::string_view call) {
      ++calls_;
      asked_.emplace_back(call);
      return absl::OkStatus();
    });
  }

  // Wants `value` under `key` and nothing else; as the look with this claim.
  absl::StatusOr<bool> Want(InternalTopic& topic, int64_t claim, const std::string& value,
                            const std::string& key = "k") {
    return topic.Update(
        {.instance = instance_,
         .topic = "t",
         .connector_uid = "uid-a",
         .claim = claim,
         .is_ours = [](absl::string_view found) { return found != "foreign"; }},
        [&](const HeldRecords& held) {
          held_ = held;
          const auto found = held.find(key);
          const bool there = found != held.end() && found->second.value == value;
          return there ? std::vector<RecordChange>() : std::vector<RecordChange>{{key, value}};
        });
  }

  size_t Written() { return cluster_.Records("t").size(); }

  int calls_ = 0;
  std::vector<std::string> asked_;
  kafka::InMemoryCluster cluster_;
  kafka::InMemoryAdmin admin_{cluster_};
  InMemoryConnections connections_{cluster_};
  SimulatedClock clock_;
  const Instance instance_;
  HeldRecords held_;
  InternalTopic topic_{connections_, clock_, kTimeout, kTrust};
};

TEST_F(InternalTopicTest, WritesWhatDiffersAndAsksNobodyWhileNothingDoes) {
  EXPECT_THAT(Want(topic_, 1, "a"), IsOkAndHolds(true));
  EXPECT_THAT(Written(), Eq(1));

  calls_ = 0;
  EXPECT_THAT(Want(topic_, 2, "a"), IsOkAndHolds(false));
  EXPECT_THAT(calls_, Eq(0));
  EXPECT_THAT(Want(topic_, 3, "b"), IsOkAndHolds(true));
  EXPECT_THAT(Written(), Eq(2));
}

// To read takes a client of its own, and a new connector's topics hold nothing.
TEST_F(InternalTopicTest, GivenATopicThatWasJustMadeThenItIsWrittenWithoutBeingRead) {
  EXPECT_THAT(Want(topic_, 1, "a"), IsOkAndHolds(true));

  EXPECT_THAT(asked_, Not(Contains("ReadLast")));
}

TEST_F(InternalTopicTest, GivenAnotherProcessWroteItThenItIsReadAndNotWrittenAgain) {
  ASSERT_THAT(Want(topic_, 1, "a"), IsOkAndHolds(true));
  InternalTopic after_restart(connections_, clock_, kTimeout, kTrust);

  EXPECT_THAT(Want(after_restart, 2, "a"), IsOkAndHolds(false));
  EXPECT_THAT(Written(), Eq(1));
  EXPECT_THAT(asked_, Contains("ReadLast"));
}

TEST_F(InternalTopicTest, GivenAnotherReplicaLookedInBetweenThenItsRecordsAreSeen) {
  InternalTopic other(connections_, clock_, kTimeout, kTrust);
  ASSERT_THAT(Want(topic_, 1, "a"), IsOkAndHolds(true));
  ASSERT_THAT(Want(other, 2, "b"), IsOkAndHolds(true));

  EXPECT_THAT(Want(topic_, 3, "a"), IsOkAndHolds(true)) << "not what it remembers, but what is";
  EXPECT_THAT(cluster_.Records("t").back().value, Eq("a"));
}

TEST_F(InternalTopicTest, GivenALateRecordOfAnOvertakenRunnerThenItIsMendedNowAndThen) {
  ASSERT_THAT(Want(topic_, 1, "a"), IsOkAndHolds(true));
  ASSERT_THAT(cluster_.Append("t", std::nullopt, {.key = "k", .value = "late"}), IsOk());

  clock_.Advance(kTrust);
  EXPECT_THAT(Want(topic_, 2, "a"), IsOkAndHolds(true));
  clock_.Advance(kTrust);
  EXPECT_THAT(Want(topic_, 3, "a"), IsOkAndHolds(false));
}

TEST_F(InternalTopicTest, TombstonesAndForeignRecordsAreNotHeld) {
  ASSERT_THAT(cluster_.Append("t", 0, {.key = "foreign", .value = "x"}), IsOk());
  ASSERT_THAT(cluster_.Append("t", 0, {.key = "gone", .value = "x"}), IsOk());
  ASSERT_THAT(cluster_.Append("t", 0, {.key = "gone"}), IsOk());
  ASSERT_THAT(cluster_.Append("t", 0, {.value = "no key"}), IsOk());

  ASSERT_THAT(Want(topic_, 1, "a"), IsOkAndHolds(true));

  EXPECT_THAT(held_, IsEmpty());
}

TEST_F(InternalTopicTest, GivenKafkaGoesAwayThenTheNextLookFinishes) {
  cluster_.SetReachable(false);
  EXPECT_THAT(Want(topic_, 1, "a"), HasReason(kafka::reason::kUnreachable));

  cluster_.SetReachable(true);
  EXPECT_THAT(Want(topic_, 2, "a"), IsOkAndHolds(true));
}

TEST_F(InternalTopicTest, GivenTheTopicIsMadeAnewThenEverythingIsWrittenAgain) {
  ASSERT_THAT(Want(topic_, 1, "a"), IsOkAndHolds(true));
  ASSERT_THAT(admin_.DeleteTopics({"t"}, kTimeout), IsOk());
  clock_.Advance(kTrust);
  EXPECT_THAT(Want(topic_, 2, "a"), StatusIs(absl::StatusCode::kNotFound));
  ASSERT_THAT(admin_.CreateTopics({{.name = "t", .partitions = 3}}, kTimeout), IsOk());

  EXPECT_THAT(Want(topic_, 3, "a"), IsOkAndHolds(true));
}

TEST_F(InternalTopicTest, GivenItMayNotBeReadThenItIsWrittenOnceAllTheSame) {
  ASSERT_THAT(cluster_.Append("t", 1, {.key = "k", .value = "a"}), IsOk());
  cluster_.Deny(kafka::OnTopic(kafka::Operation::kRead, "t"));

  EXPECT_THAT(Want(topic_, 1, "a"), IsOkAndHolds(true));
  EXPECT_THAT(Want(topic_, 2, "a"), IsOkAndHolds(false));
}

// What a client knows of a topic may be of one that was deleted since.
TEST_F(InternalTopicTest, GivenAWriteWithoutAnAnswerThenTheNextAttemptHasANewClient) {
  cluster_.OnCall([](absl::string_view call) {
    return call == "Produce" ? absl::UnavailableError("no answer") : absl::OkStatus();
  });
  EXPECT_THAT(Want(topic_, 1, "a"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(connections_.drops(), 1);

  cluster_.OnCall(nullptr);
  EXPECT_THAT(Want(topic_, 2, "a"), IsOkAndHolds(true));
  EXPECT_EQ(connections_.drops(), 1);
}

}  // namespace
}  // namespace sluice::controlplane

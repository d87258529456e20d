#include "dataplane/task/source_watch.h"

#include <atomic>
#include <memory>
#include <vector>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/real_clock.h"
#include "base/time/simulated_clock.h"
#include "formats/intent.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(5);

class SourceWatchTest : public ::testing::Test {
 protected:
  SourceWatchTest() { MakeTopic(); }

  void MakeTopic() {
    EXPECT_THAT(admin_.CreateTopics({{.name = "orders", .partitions = 1}}, kTimeout), IsOk());
  }
  void DeleteTopic() { EXPECT_THAT(admin_.DeleteTopics({"orders"}, kTimeout), IsOk()); }
  absl::StatusOr<kafka::TopicDescription> Describe() {
    return kafka::DescribeTopic(admin_, "orders", kTimeout);
  }

  SourceWatch::Options Options() {
    return {.topic = "orders",
            .topic_id = id_,
            .every = absl::Milliseconds(5),
            .look_again = absl::Milliseconds(5)};
  }
  std::unique_ptr<kafka::Admin> MakeAdmin() {
    return std::make_unique<kafka::InMemoryAdmin>(cluster_);
  }

  // What the watch says in the end.
  absl::Status VerdictOf(const SourceWatch& watch) {
    for (int i = 0; i < 2000 && watch.verdict().ok(); ++i) clock_.SleepFor(absl::Milliseconds(5));
    return watch.verdict();
  }

  RealClock clock_;
  kafka::InMemoryCluster cluster_;
  kafka::InMemoryAdmin admin_{cluster_};
  std::string id_;
};

TEST_F(SourceWatchTest, TheTopicThatTheStartWasPinnedInIsTaken) {
  EXPECT_THAT(JudgeSource(Describe(), "orders", Describe()->topic_id), IsOk());
  EXPECT_THAT(JudgeSource(Describe(), "orders", /*topic_id=*/""), IsOk());
}

TEST_F(SourceWatchTest, AnotherOneOfItsNameIsNot) {
  const std::string id = Describe()->topic_id;
  DeleteTopic();
  EXPECT_THAT(JudgeSource(Describe(), "orders", id), HasReason("SOURCE_TOPIC_GONE"));
  MakeTopic();
  EXPECT_THAT(JudgeSource(Describe(), "orders", id), HasReason("SOURCE_RECREATED"));
}

TEST_F(SourceWatchTest, ThatNobodyAnswersIsNoNewsOfTheTopic) {
  cluster_.SetReachable(false);
  EXPECT_THAT(JudgeSource(Describe(), "orders", "id"), HasReason("KAFKA_UNAVAILABLE"));
}

TEST_F(SourceWatchTest, ATopicThatIsDeletedWhileItIsReadIsSeen) {
  id_ = Describe()->topic_id;
  SourceWatch watch(MakeAdmin(), clock_, Options());
  EXPECT_THAT(watch.verdict(), IsOk());

  DeleteTopic();

  EXPECT_THAT(VerdictOf(watch), HasReason("SOURCE_TOPIC_GONE"));
  EXPECT_NE(RemedyOf(watch.verdict()), "");
}

TEST_F(SourceWatchTest, ATopicThatIsMadeAnewBetweenTwoLooksIsSeen) {
  id_ = Describe()->topic_id;
  SourceWatch::Options options = Options();
  options.every = absl::Hours(1);
  SourceWatch watch(MakeAdmin(), clock_, options);

  DeleteTopic();
  MakeTopic();
  watch.Confirm();

  EXPECT_THAT(VerdictOf(watch), HasReason("SOURCE_RECREATED"));
}

TEST_F(SourceWatchTest, ATopicThatIsMissedOnceIsNotGone) {
  id_ = Describe()->topic_id;
  std::atomic<int> looks = 0;
  cluster_.OnCall([&](absl::string_view call) {
    if (call != "DescribeTopics" || ++looks != 1) return absl::OkStatus();
    return WithReason(absl::NotFoundError("just started"), "TOPIC_NOT_FOUND");
  });
  SourceWatch watch(MakeAdmin(), clock_, Options());

  for (int i = 0; i < 2000 && looks < 4; ++i) clock_.SleepFor(absl::Milliseconds(5));

  EXPECT_THAT(watch.verdict(), IsOk());
}

TEST_F(SourceWatchTest, APartitionThatNobodyHasMakesTheGroupShareAnew) {
  ASSERT_THAT(admin_.CreateTopics({{.name = "two", .partitions = 2}}, kTimeout), IsOk());
  cluster_.AddMember("group", {.member_id = "task-0"});
  cluster_.AddMember("group", {.member_id = "task-1", .assigned = {{"two", 1}}});
  SourceWatch::Options options = Options();
  options.topic = "two";
  options.group_id = "group";
  options.owned_within = absl::Milliseconds(10);

  SourceWatch watch(MakeAdmin(), clock_, options);

  EXPECT_THAT(VerdictOf(watch), HasReason("KAFKA_REJOIN"));
  EXPECT_TRUE(watch.IsToShareAnew());
}

TEST_F(SourceWatchTest, GivenEachPartitionIsSomebodysThenNothingIsSharedAnew) {
  std::atomic<int> looks = 0;
  cluster_.OnCall([&](absl::string_view call) {
    if (call == "DescribeGroup") ++looks;
    return absl::OkStatus();
  });
  cluster_.AddMember("group", {.member_id = "task-0", .assigned = {{"orders", 0}}});
  SourceWatch::Options options = Options();
  options.group_id = "group";
  options.owned_within = absl::ZeroDuration();
  SourceWatch watch(MakeAdmin(), clock_, options);

  for (int i = 0; i < 2000 && looks < 4; ++i) clock_.SleepFor(absl::Milliseconds(5));

  EXPECT_GE(looks, 4);
  EXPECT_THAT(watch.verdict(), IsOk());
}

TEST_F(SourceWatchTest, HoweverManyLooksThereAreAPartitionHasItsTimeToFindAnOwner) {
  cluster_.AddMember("group", {.member_id = "task-0"});
  SimulatedClock clock;
  std::atomic<int> looks = 0;  // At the group.
  cluster_.OnCall([&](absl::string_view call) {
    if (call != "DescribeGroup") return absl::OkStatus();
    // The world is slow: while the first looks are made nearly all of the time passes.
    if (++looks < 20) clock.Advance(absl::Seconds(1));
    return absl::OkStatus();
  });
  SourceWatch::Options options = Options();
  options.group_id = "group";
  options.every = absl::Milliseconds(1);
  options.owned_within = absl::Seconds(20);
  SourceWatch watch(MakeAdmin(), clock, options);
  const auto looks_are = [&](int count) {
    for (int i = 0; i < 2000 && looks < count; ++i) {
      watch.Confirm();
      clock_.SleepFor(absl::Milliseconds(5));
    }
    return looks >= count;
  };
  ASSERT_TRUE(looks_are(20));
  EXPECT_THAT(watch.verdict(), IsOk()) << "19 seconds after the first look";

  clock.Advance(absl::Seconds(1));

  for (int i = 0; i < 2000 && watch.verdict().ok(); ++i) clock_.SleepFor(absl::Milliseconds(5));
  EXPECT_THAT(watch.verdict(), HasReason("KAFKA_REJOIN"));
}

TEST_F(SourceWatchTest, ASuccessorThatIsAnotherMemberIsSeenInTheLedger) {
  const auto leave = [&](int32_t task_index, int64_t assignment_revision) {
    const kafka::CommittedOffset entry = {
        .next_offset = 7,
        .metadata = formats::EncodeIntent({.connector_uid = "uid",
                                           .task_index = task_index,
                                           .assignment_revision = assignment_revision})};
    ASSERT_THAT(admin_.CommitOffsets("group", {{{"orders", 0}, entry}}, kTimeout), IsOk());
  };
  std::atomic<int> looks = 0;
  cluster_.OnCall([&](absl::string_view call) {
    if (call == "FetchOffsets") ++looks;
    return absl::OkStatus();
  });
  leave(/*task_index=*/1, 9);
  SourceWatch::Options options = Options();
  options.group_id = "group";
  options.identity = {.connector_uid = "uid", .task_index = 0, .assignment_revision = 8};
  SourceWatch watch(MakeAdmin(), clock_, options);
  for (int i = 0; i < 2000 && looks < 3; ++i) clock_.SleepFor(absl::Milliseconds(5));
  EXPECT_THAT(watch.verdict(), IsOk()) << "another task's";

  leave(/*task_index=*/0, 9);

  EXPECT_THAT(VerdictOf(watch), HasReason("TASK_REPLACED"));
  EXPECT_TRUE(absl::IsAborted(watch.verdict()));
}

TEST_F(SourceWatchTest, WhatWasReadBeforeALookBeganIsOfTheTopicThatItFound) {
  id_ = Describe()->topic_id;
  SourceWatch::Options options = Options();
  options.every = absl::Hours(1);
  SourceWatch watch(MakeAdmin(), clock_, options);
  const absl::Duration read = clock_.Monotonic();
  EXPECT_FALSE(watch.ConfirmedSince(read));

  watch.Confirm();

  for (int i = 0; i < 2000 && !watch.ConfirmedSince(read); ++i)
    clock_.SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(watch.ConfirmedSince(read));
  EXPECT_FALSE(watch.ConfirmedSince(clock_.Monotonic()));
}

TEST_F(SourceWatchTest, NothingIsConfirmedWhileNobodyAnswersAndItSaysWhy) {
  id_ = Describe()->topic_id;
  cluster_.SetReachable(false);
  SourceWatch watch(MakeAdmin(), clock_, Options());
  const absl::Duration read = clock_.Monotonic();
  watch.Confirm();
  for (int i = 0; i < 2000 && watch.blind().ok(); ++i) clock_.SleepFor(absl::Milliseconds(5));
  EXPECT_THAT(watch.blind(), HasReason("KAFKA_UNAVAILABLE"));
  EXPECT_FALSE(watch.ConfirmedSince(read));

  cluster_.SetReachable(true);
  watch.Confirm();
  for (int i = 0; i < 2000 && !watch.ConfirmedSince(read); ++i)
    clock_.SleepFor(absl::Milliseconds(5));
  EXPECT_TRUE(watch.ConfirmedSince(read));
  EXPECT_THAT(watch.blind(), IsOk());
}

TEST(Ownerless, AreThoseThatNoMemberOfAStableGroupHas) {
  kafka::GroupDescription group = {
      .state = kafka::GroupState::kStable,
      .members = {{.assigned = {{"orders", 0}, {"others", 1}}}, {.assigned = {{"orders", 2}}}, {}}};
  EXPECT_EQ(Ownerless(4, "orders", group), (std::vector<int32_t>{1, 3}));
  EXPECT_EQ(Ownerless(1, "orders", group), std::vector<int32_t>());
  group.state = kafka::GroupState::kRebalancing;
  EXPECT_EQ(Ownerless(4, "orders", group), std::vector<int32_t>());
}

}  // namespace
}  // namespace sluice::dataplane

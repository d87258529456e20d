// What the ledger builds on, seen on a real Kafka: who may commit what, and how it is told.

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_producer.h"
#include "base/kafka/producer.h"
#include "base/kafka/reasons.h"
#include "base/kafka/recording_member.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Member : public RecordingMember {
 public:
  Member(const std::string& topic, const std::string& group, const std::string& instance)
      : RecordingMember(
            {.connection = {.bootstrap_servers = cluster::KafkaServer::Shared().bootstrap()},
             .topic = topic,
             .group_id = group,
             .group_instance_id = instance,
             .session_timeout = absl::Seconds(6)}) {}
};

class KafkaGroupConsumerTest : public ::testing::Test {
 protected:
  void MakeTopic(int partitions) {
    ASSERT_THAT(cluster::KafkaServer::Shared().Tool(
                    "org.apache.kafka.tools.TopicCommand",
                    {"--create", "--topic", topic_, "--partitions", absl::StrCat(partitions)}),
                IsOk());
  }

  void Send(int32_t partition, const std::vector<std::string>& values) {
    absl::StatusOr<std::unique_ptr<Producer>> producer = KafkaProducer::Create(
        {.bootstrap_servers = cluster::KafkaServer::Shared().bootstrap()}, {});
    ASSERT_THAT(producer, IsOk());
    for (const std::string& value : values) {
      ASSERT_THAT(
          ProduceAndWait(**producer, {.topic = topic_, .partition = partition, .value = value},
                         absl::Seconds(20)),
          IsOk());
    }
  }

  const std::string topic_ = cluster::FreshName("source");
  const std::string group_ = cluster::FreshName("group");
};

TEST_F(KafkaGroupConsumerTest, ANewMemberReadsOnFromWhatItsPredecessorCommitted) {
  MakeTopic(1);
  Send(0, {"a", "b", "c"});
  {
    Member first(topic_, group_, "task-0");
    ASSERT_TRUE(first.HoldsPartitions(1));
    EXPECT_FALSE(first.assigned[0].committed.has_value());
    EXPECT_EQ(first.Commit(0, 2, "left by the first").verdict, CommitVerdict::kAccepted);
  }

  Member second(topic_, group_, "task-0");
  ASSERT_TRUE(second.HoldsPartitions(1));
  EXPECT_EQ(second.assigned[0].committed,
            (CommittedOffset{.next_offset = 2, .metadata = "left by the first"}));
  second.consumer->Resume(0);
  ASSERT_THAT(second.PollUntil([&] { return second.ends.count(0) > 0; }), IsOk());

  EXPECT_THAT(second.values, ElementsAre("0:2=c"));
  EXPECT_EQ(second.ends[0], 3);
}

TEST_F(KafkaGroupConsumerTest, NothingIsBroughtBeforeAPartitionIsResumed) {
  MakeTopic(1);
  Send(0, {"a"});
  Member member(topic_, group_, "task-0");
  ASSERT_TRUE(member.HoldsPartitions(1));

  for (int i = 0; i < 10; ++i)
    ASSERT_THAT(member.consumer->Poll(absl::Milliseconds(50), 10, member), IsOk());
  EXPECT_THAT(member.values, IsEmpty());

  member.consumer->Resume(0);
  ASSERT_THAT(member.PollUntil([&] { return !member.values.empty(); }), IsOk());
  EXPECT_THAT(member.values, ElementsAre("0:0=a"));
}

TEST_F(KafkaGroupConsumerTest, APartitionThatBroughtNothingYetIsPausedAndResumedWhereItStood) {
  MakeTopic(1);
  Send(0, {"a", "b"});
  {
    Member first(topic_, group_, "task-0");
    ASSERT_TRUE(first.HoldsPartitions(1));
    ASSERT_EQ(first.Commit(0, 2).verdict, CommitVerdict::kAccepted);
  }
  Member member(topic_, group_, "task-0");
  ASSERT_TRUE(member.HoldsPartitions(1));
  for (int round = 0; round < 3; ++round) {
    member.consumer->Resume(0);
    for (int i = 0; i < 10; ++i)
      ASSERT_THAT(member.consumer->Poll(absl::Milliseconds(50), 10, member), IsOk());
    member.consumer->Pause(0);
    for (int i = 0; i < 5; ++i)
      ASSERT_THAT(member.consumer->Poll(absl::Milliseconds(50), 10, member), IsOk());
  }

  member.consumer->Resume(0);
  Send(0, {"c"});
  ASSERT_THAT(member.PollUntil([&] { return !member.values.empty() || !member.errors.empty(); }),
              IsOk());

  EXPECT_THAT(member.errors, IsEmpty());
  EXPECT_THAT(member.values, ElementsAre("0:2=c"));
}

TEST_F(KafkaGroupConsumerTest, ARewoundPartitionBringsItsRecordsAgain) {
  MakeTopic(1);
  Send(0, {"a", "b"});
  Member member(topic_, group_, "task-0");
  ASSERT_TRUE(member.HoldsPartitions(1));
  member.consumer->Resume(0);
  ASSERT_THAT(member.PollUntil([&] { return member.values.size() == 2; }), IsOk());

  ASSERT_THAT(member.consumer->Rewind(0, 1), IsOk());
  ASSERT_THAT(member.PollUntil([&] { return member.values.size() == 3; }), IsOk());

  EXPECT_THAT(member.values, ElementsAre("0:0=a", "0:1=b", "0:1=b"));
}

TEST_F(KafkaGroupConsumerTest, ASuccessorTakesOverAtOnceAndTheFencedCommitIsClearlyRefused) {
  MakeTopic(1);
  Member old_owner(topic_, group_, "task-0");
  ASSERT_TRUE(old_owner.HoldsPartitions(1));
  ASSERT_EQ(old_owner.Commit(0, 5, "mine").verdict, CommitVerdict::kAccepted);

  Member new_owner(topic_, group_, "task-0");
  ASSERT_TRUE(new_owner.HoldsPartitions(1));
  PartitionAnswer late = old_owner.Commit(0, 9, "too late");

  EXPECT_EQ(late.verdict, CommitVerdict::kRefused);
  EXPECT_THAT(new_owner.consumer->ReadCommitted(0),
              IsOkAndHolds(std::optional<CommittedOffset>({.next_offset = 5, .metadata = "mine"})));
  EXPECT_THAT(old_owner.PollUntil([] { return false; }), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(KafkaGroupConsumerTest, AnAssignmentThatEndedCommitsNothing) {
  MakeTopic(1);
  Member member(topic_, group_, "task-0");
  ASSERT_TRUE(member.HoldsPartitions(1));

  PartitionAnswer answer = member.consumer->Commit({{.partition = 0,
                                                     .epoch = member.assigned[0].epoch - 1,
                                                     .committed = {.next_offset = 7}}})[0];

  EXPECT_EQ(answer.verdict, CommitVerdict::kRefused);
  EXPECT_THAT(member.consumer->ReadCommitted(0), IsOkAndHolds(std::optional<CommittedOffset>()));
}

TEST_F(KafkaGroupConsumerTest, MetadataAboveTheBrokersLimitIsClearlyRefused) {
  MakeTopic(1);
  Member member(topic_, group_, "task-0");
  ASSERT_TRUE(member.HoldsPartitions(1));

  EXPECT_EQ(member.Commit(0, 1, std::string(4096, 'x')).verdict, CommitVerdict::kAccepted);
  PartitionAnswer answer = member.Commit(0, 2, std::string(5000, 'x'));

  EXPECT_EQ(answer.verdict, CommitVerdict::kRefused);
  EXPECT_THAT(answer.status, HasReason(reason::kOffsetMetadataTooLarge));
}

TEST_F(KafkaGroupConsumerTest, ASecondMemberTakesAShareAndTheFirstForgetsIt) {
  MakeTopic(2);
  Member first(topic_, group_, "task-0");
  ASSERT_TRUE(first.HoldsPartitions(2));
  const std::map<int32_t, AssignedPartition> before = first.assigned;

  Member second(topic_, group_, "task-1");
  ASSERT_THAT(first.PollUntil([&] {
    EXPECT_THAT(second.consumer->Poll(absl::Milliseconds(20), 10, second), IsOk());
    return first.assigned.size() == 1 && second.assigned.size() == 1;
  }),
              IsOk());

  const int32_t moved = second.assigned.begin()->first;
  EXPECT_EQ(first.consumer
                ->Commit({{.partition = moved,
                           .epoch = before.at(moved).epoch,
                           .committed = {.next_offset = 3}}})[0]
                .verdict,
            CommitVerdict::kRefused);
  EXPECT_EQ(second.Commit(moved, 4).verdict, CommitVerdict::kAccepted);
}

TEST_F(KafkaGroupConsumerTest, APartitionThatIsKeptOverARebalanceReadsOnWhereItStood) {
  MakeTopic(2);
  Send(0, {"a"});
  Send(1, {"a"});
  Member first(topic_, group_, "task-0");
  ASSERT_TRUE(first.HoldsPartitions(2));
  for (int32_t partition : {0, 1}) first.consumer->Resume(partition);
  ASSERT_THAT(first.PollUntil([&] { return first.ends.size() == 2; }), IsOk());

  Member second(topic_, group_, "task-1");
  ASSERT_THAT(first.PollUntil([&] {
    EXPECT_THAT(second.consumer->Poll(absl::Milliseconds(20), 10, second), IsOk());
    return first.assigned.size() == 1 && second.assigned.size() == 1;
  }),
              IsOk());
  const int32_t kept = first.assigned.begin()->first;
  first.values.clear();
  Send(kept, {"b", "c"});
  ASSERT_THAT(first.PollUntil([&] { return first.values.size() == 2 || !first.errors.empty(); }),
              IsOk());

  EXPECT_THAT(first.errors, IsEmpty());
  EXPECT_THAT(first.values, ElementsAre(absl::StrCat(kept, ":1=b"), absl::StrCat(kept, ":2=c")));
}

TEST_F(KafkaGroupConsumerTest, AMemberThatNeverPolledForItsAssignmentEnds) {
  MakeTopic(1);
  const auto admin =
      KafkaAdmin::Create({.bootstrap_servers = cluster::KafkaServer::Shared().bootstrap()});
  ASSERT_THAT(admin, IsOk());
  const auto is_stable = [&] {
    const auto group = (*admin)->DescribeGroup(group_, absl::Seconds(20));
    return group.ok() && group->state == GroupState::kStable;
  };
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  {
    Member member(topic_, group_, "task-0");
    while (!is_stable() && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(50));
    // What the broker has answered is on its way to the callback.
    absl::SleepFor(absl::Milliseconds(300));
  }
  EXPECT_LT(absl::Now(), give_up);
}

// Static members that are killed now come back to just this, and there is no second half: why
// SourceWatch asks who has what.
TEST_F(KafkaGroupConsumerTest, BetweenTheHalvesOfARebalanceAPartitionIsNobodys) {
  MakeTopic(2);
  const auto admin =
      KafkaAdmin::Create({.bootstrap_servers = cluster::KafkaServer::Shared().bootstrap()});
  ASSERT_THAT(admin, IsOk());
  const auto owned_by = [&](size_t members) {
    std::vector<TopicPartition> owned;
    const absl::Time give_up = absl::Now() + absl::Seconds(20);
    while (absl::Now() < give_up) {
      const auto group = (*admin)->DescribeGroup(group_, absl::Seconds(20));
      if (group.ok() && group->state == GroupState::kStable && group->members.size() == members) {
        for (const GroupMember& member : group->members) {
          owned.insert(owned.end(), member.assigned.begin(), member.assigned.end());
        }
        return owned;
      }
      absl::SleepFor(absl::Milliseconds(20));
    }
    return owned;
  };
  Member first(topic_, group_, "task-0");
  ASSERT_TRUE(first.HoldsPartitions(2));
  EXPECT_THAT(owned_by(1), SizeIs(2));

  Member second(topic_, group_, "task-1");

  EXPECT_THAT(owned_by(2), SizeIs(1)) << "the first is told to give one up, and does not poll";
}

TEST_F(KafkaGroupConsumerTest, ARecordThatRetentionDeletedIsAnErrorAndNotAJump) {
  MakeTopic(1);
  Send(0, {"a", "b", "c", "d"});
  {
    Member first(topic_, group_, "task-0");
    ASSERT_TRUE(first.HoldsPartitions(1));
    ASSERT_EQ(first.Commit(0, 1).verdict, CommitVerdict::kAccepted);
  }
  cluster::KafkaServer::Shared().DeleteRecords(topic_, 0, /*before_offset=*/3);
  Member second(topic_, group_, "task-0");
  ASSERT_TRUE(second.HoldsPartitions(1));

  second.consumer->Resume(0);
  ASSERT_THAT(second.PollUntil([&] { return !second.errors.empty(); }), IsOk());

  EXPECT_THAT(second.errors, Contains(HasReason(reason::kRecordsExpired)));
  EXPECT_THAT(std::string(second.errors[0].message()), HasSubstr("up to 2 records"));
  EXPECT_THAT(second.values, IsEmpty());
}

TEST_F(KafkaGroupConsumerTest, ACommittedOffsetBehindTheEndOfThePartitionIsAnErrorAndNotAJump) {
  MakeTopic(1);
  Send(0, {"a"});
  {
    Member first(topic_, group_, "task-0");
    ASSERT_TRUE(first.HoldsPartitions(1));
    ASSERT_EQ(first.Commit(0, 5).verdict, CommitVerdict::kAccepted);  // Beyond what is there.
  }
  Member second(topic_, group_, "task-0");
  ASSERT_TRUE(second.HoldsPartitions(1));

  second.consumer->Resume(0);
  ASSERT_THAT(second.PollUntil([&] { return !second.errors.empty(); }), IsOk());

  EXPECT_THAT(second.errors, Contains(HasReason(reason::kSourceTruncated)));
  EXPECT_THAT(second.values, IsEmpty());
}

}  // namespace
}  // namespace sluice::kafka

#include "controlplane/provisioning/provisioner.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/provisioning/start_pinner.h"
#include "controlplane/provisioning/testing_connector.h"
#include "formats/intent.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Eq;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kTimeout = absl::Seconds(1);

class ProvisionerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(
        admin_.CreateTopics({{.name = connector_.spec.source.topic, .partitions = 2}}, kTimeout),
        IsOk());
  }

  std::vector<std::string> Topics() { return admin_.ListTopics(kTimeout).value(); }

  kafka::InMemoryCluster cluster_;
  kafka::InMemoryAdmin admin_{cluster_};
  InMemoryConnections connections_{cluster_};
  Provisioner provisioner_{connections_, kTimeout};
  const Connector connector_ = TestingConnector();
  const Instance instance_;
};

TEST_F(ProvisionerTest, GivenNothingExistsThenTheTopicsAreMadeAndTheConnectorGroupIsVisible) {
  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk());

  EXPECT_THAT(Topics(), UnorderedElementsAre("orders", "connect-offset-a", "connect-config-a",
                                             "connect-status-a", "connect-error-a"));
  EXPECT_THAT(admin_.DescribeGroup("connect-cluster-a", kTimeout)->state,
              Eq(kafka::GroupState::kEmpty));
}

TEST_F(ProvisionerTest, GivenTheConfigurationTopicWasJustMadeThenNobodyAsksWhatItHolds) {
  std::vector<std::string> asked;
  cluster_.OnCall([&](absl::string_view call) {
    asked.emplace_back(call);
    return absl::OkStatus();
  });

  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk());

  EXPECT_THAT(asked, Contains("CommitOffsets"));
  EXPECT_THAT(asked, Not(Contains("ListOffsets")));
  EXPECT_THAT(asked, Not(Contains("FetchOffsets")));
}

TEST_F(ProvisionerTest, DoingItTwiceChangesNothing) {
  ASSERT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  const auto before = admin_.DescribeTopics(Topics(), kTimeout).value();

  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk());

  const auto after = admin_.DescribeTopics(Topics(), kTimeout).value();
  for (const auto& [name, topic] : after) EXPECT_EQ(topic.topic_id, before.at(name).topic_id);
}

TEST_F(ProvisionerTest, GivenATopicThatDoesNotFitThenNothingIsMade) {
  ASSERT_THAT(admin_.CreateTopics({{.name = "connect-status-a", .partitions = 6}}, kTimeout),
              IsOk());

  const absl::Status status = provisioner_.Provision(connector_, instance_);

  EXPECT_THAT(status, HasReason("TOPIC_UNFIT"));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("connect-status-a: cleanup.policy is delete"));
  EXPECT_THAT(Topics(), UnorderedElementsAre("orders", "connect-status-a"));
}

TEST_F(ProvisionerTest, GivenKafkaGoesAwayHalfWayThenTheNextAttemptFinishes) {
  // In the order in which they are made: with topics that are there, the group is looked at first.
  for (const char* call :
       {"DescribeCluster", "CreateTopics", "CommitOffsets", "ListOffsets", "FetchOffsets"}) {
    cluster_.OnCall([call](absl::string_view name) {
      return name == call ? WithReason(absl::UnavailableError("away"), kafka::reason::kUnreachable)
                          : absl::OkStatus();
    });
    EXPECT_THAT(provisioner_.Provision(connector_, instance_),
                StatusIs(absl::StatusCode::kUnavailable))
        << call;
  }
  cluster_.OnCall(nullptr);

  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  EXPECT_THAT(Topics(), SizeIs(5));
}

TEST_F(ProvisionerTest, R10TheConnectorGroupFollowsItsConfigurationTopicAndNothingElseMovesIt) {
  const kafka::TopicPartition config = {"connect-config-a", 0};
  const auto committed = [&] {
    return admin_.FetchOffsets("connect-cluster-a", kTimeout).value().at(config).next_offset;
  };
  ASSERT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  EXPECT_THAT(committed(), Eq(0));
  ASSERT_THAT(cluster_.Append("connect-config-a", 0, {.key = "k", .value = "v"}), IsOk());

  ASSERT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  EXPECT_THAT(committed(), Eq(1));

  cluster_.OnCall([](absl::string_view call) {
    EXPECT_THAT(call, Not(Eq("CommitOffsets")));
    return absl::OkStatus();
  });
  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
}

TEST_F(ProvisionerTest, R7GivenOneTopicMayNotBeMadeThenTheOthersAreAndTheNextAttemptFinishes) {
  const kafka::Right right = kafka::OnTopic(kafka::Operation::kCreate, "connect-status-a");
  cluster_.Deny(right);

  const absl::Status status = provisioner_.Provision(connector_, instance_);

  EXPECT_THAT(status, HasReason(kafka::reason::kAuthorizationFailed));
  EXPECT_THAT(std::string(status.message()), HasSubstr("connect-status-a"));
  EXPECT_THAT(Topics(), UnorderedElementsAre("orders", "connect-offset-a", "connect-config-a",
                                             "connect-error-a"));
  cluster_.Allow(right);
  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  EXPECT_THAT(Topics(), Contains("connect-status-a"));
}

TEST_F(ProvisionerTest, R11GivenCloudWithoutTieredStorageThenNothingIsMade) {
  Connector connector = connector_;
  connector.spec.resources.dead_letter_storage = StorageEngine::kCloud;

  EXPECT_THAT(provisioner_.Provision(connector, instance_),
              HasReason(kafka::reason::kTieredStorageUnavailable));
  EXPECT_THAT(Topics(), UnorderedElementsAre("orders"));

  cluster_.SetTieredStorage(true);
  EXPECT_THAT(provisioner_.Provision(connector, instance_), IsOk());
}

TEST_F(ProvisionerTest, WarningsDoNotBlock) {
  cluster_.SetBrokers(3, 1);
  Connector connector = connector_;
  connector.spec.resources.connector_group = "readers";

  EXPECT_THAT(provisioner_.Provision(connector, instance_), IsOk());
}

TEST_F(ProvisionerTest, GivenSomebodyMakesTheSameTopicsMeanwhileThenTheyAreAccepted) {
  bool raced = false;
  cluster_.OnCall([&](absl::string_view name) {
    if (name == "CreateTopics" && !raced) {
      raced = true;
      return provisioner_.Provision(connector_, instance_);
    }
    return absl::OkStatus();
  });

  EXPECT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
  EXPECT_TRUE(raced);
}

class DeprovisionTest : public ProvisionerTest {
 protected:
  void SetUp() override {
    ProvisionerTest::SetUp();
    ASSERT_THAT(provisioner_.Provision(connector_, instance_), IsOk());
    ASSERT_THAT(pinner_.Pin(connector_, instance_), IsOk());
  }

  SimulatedClock clock_;
  StartPinner pinner_{connections_, clock_, kTimeout};
};

TEST_F(DeprovisionTest, GivenItsTasksAreGoneThenGroupsGoOffsetsAreErasedAndTopicsStay) {
  EXPECT_THAT(provisioner_.Deprovision(connector_, instance_), IsOkAndHolds(Leftovers::kErased));

  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout)->empty(), true);
  EXPECT_THAT(admin_.DescribeGroup("connect-cluster-a", kTimeout)->state,
              Eq(kafka::GroupState::kAbsent));
  EXPECT_THAT(Topics(), SizeIs(5));
  // Each key that was written has a tombstone behind it.
  std::map<std::string, bool> erased;
  for (const auto& record : cluster_.Records("connect-offset-a")) {
    erased[*record.key] = !record.value.has_value();
  }
  EXPECT_THAT(erased, SizeIs(3));
  EXPECT_THAT(erased, Each(Field(&std::pair<const std::string, bool>::second, Eq(true))));
}

TEST_F(DeprovisionTest, GivenATaskIsStillInTheGroupThenItIsLeftForLater) {
  cluster_.AddMember("connect-task-a", {.member_id = "m"});

  EXPECT_THAT(provisioner_.Deprovision(connector_, instance_),
              HasReason(kafka::reason::kGroupNotEmpty));
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout)->size(), 2);

  cluster_.RemoveMembers("connect-task-a");
  EXPECT_THAT(provisioner_.Deprovision(connector_, instance_), IsOk());
  EXPECT_THAT(provisioner_.Deprovision(connector_, instance_), IsOk()) << "again";
}

TEST_F(DeprovisionTest, GivenTheGroupIsAnotherConnectorsThenAllThatIsUnderItsNamesStays) {
  Connector never_deployed = connector_;
  never_deployed.uid = "uid-b";
  const size_t written = cluster_.Records("connect-offset-a").size();
  ASSERT_GT(written, 0u);

  EXPECT_THAT(provisioner_.Deprovision(never_deployed, instance_),
              IsOkAndHolds(Leftovers::kAnothers));

  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout)->size(), 2);
  EXPECT_THAT(cluster_.Records("connect-offset-a"), SizeIs(written)) << "no tombstones";
  EXPECT_THAT(admin_.FetchOffsets("connect-cluster-a", kTimeout)->size(), 1);
}

TEST_F(DeprovisionTest, GivenTheGroupIsAnotherConnectorsThatReadsAnotherTopicThenItStaysToo) {
  const std::string entry = formats::EncodeIntent({.connector_uid = "uid-b", .next_offset = 7});
  const kafka::TopicPartition payments = {"payments", 0};
  ASSERT_THAT(admin_.CreateTopics({{.name = "payments", .partitions = 1}}, kTimeout), IsOk());
  ASSERT_THAT(admin_.CommitOffsets("connect-task-a", {{payments, {7, entry}}}, kTimeout), IsOk());

  EXPECT_THAT(provisioner_.Deprovision(connector_, instance_), IsOkAndHolds(Leftovers::kAnothers));

  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout)->at(payments).next_offset, Eq(7));
}

TEST_F(DeprovisionTest, GivenTheConnectorGroupIsASharedOneThenWhatOthersCommittedInItStays) {
  Connector connector = connector_;
  connector.spec.resources.connector_group = "readers";
  const kafka::TopicPartition other = {"other", 0};
  ASSERT_THAT(admin_.CreateTopics({{.name = "other", .partitions = 1}}, kTimeout), IsOk());
  ASSERT_THAT(admin_.CommitOffsets("readers", {{other, {5, ""}}}, kTimeout), IsOk());
  ASSERT_THAT(provisioner_.Provision(connector, instance_), IsOk());

  EXPECT_THAT(provisioner_.Deprovision(connector, instance_), IsOk());

  const auto readers = admin_.FetchOffsets("readers", kTimeout);
  ASSERT_THAT(readers, IsOk());
  ASSERT_TRUE(readers->contains(other));
  EXPECT_THAT(readers->at(other).next_offset, Eq(5));
}

TEST_F(DeprovisionTest, GivenItsTopicsAreGoneThenTheRestIsCleanedUp) {
  ASSERT_THAT(admin_.DeleteTopics({"connect-offset-a", "connect-config-a"}, kTimeout), IsOk());

  EXPECT_THAT(provisioner_.Deprovision(connector_, instance_), IsOk());
  EXPECT_THAT(admin_.FetchOffsets("connect-task-a", kTimeout)->empty(), true);
}

}  // namespace
}  // namespace sluice::controlplane

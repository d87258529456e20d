#include "controlplane/provisioning/start_pinner.h"

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/provisioning/testing_connector.h"
#include "formats/connect_records.h"
#include "formats/intent.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kTimeout = absl::Seconds(1);
const kafka::TopicPartition kOrders0 = {"orders", 0};
const kafka::TopicPartition kOrders1 = {"orders", 1};

class StartPinnerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(admin_.CreateTopics({{.name = "orders", .partitions = 2},
                                     {.name = "connect-offset-a", .partitions = 6}},
                                    kTimeout),
                IsOk());
    Send(0);
    Send(0);
    Send(1);
  }

  void Send(int32_t partition, absl::Time timestamp = absl::UnixEpoch()) {
    ASSERT_THAT(cluster_.Append("orders", partition, {.value = "v", .timestamp = timestamp}),
                IsOk());
  }

  kafka::CommittedOffsets Group() {
    return admin_.FetchOffsets("connect-task-a", kTimeout).value();
  }

  kafka::InMemoryCluster cluster_;
  kafka::InMemoryAdmin admin_{cluster_};
  InMemoryConnections connections_{cluster_};
  SimulatedClock clock_;
  StartPinner pinner_{connections_, clock_, kTimeout};
  Connector connector_ = TestingConnector();
  const Instance instance_;
};

TEST_F(StartPinnerTest, R15GivenLatestThenTheGroupHoldsTheEndsAsEntriesWithNothingOpen) {
  const auto pin = pinner_.Pin(connector_, instance_);

  ASSERT_THAT(pin, IsOk());
  EXPECT_THAT(pin->offsets, ElementsAre(Pair(0, 2), Pair(1, 1)));
  EXPECT_THAT(pin->source_topic_id, Eq("topic-id-1"));
  const auto group = Group();
  EXPECT_THAT(group.at(kOrders0).next_offset, Eq(2));
  const formats::Intent nothing_open = {
      .connector_uid = "uid-a", .connector_revision = 1, .next_offset = 2};
  EXPECT_THAT(formats::ParseIntent(group.at(kOrders0).metadata), IsOkAndHolds(Eq(nothing_open)));
  EXPECT_THAT(group.at(kOrders1).next_offset, Eq(1));
}

TEST_F(StartPinnerTest,
       R15GivenEarliestThenItBeginsAtTheStartAndTheTableIsNoWitnessOfWhatWasThereBefore) {
  connector_.spec.source.start_offset = StartOffset::kEarliest;

  const auto pin = pinner_.Pin(connector_, instance_);

  ASSERT_THAT(pin, IsOk());
  EXPECT_THAT(pin->offsets, ElementsAre(Pair(0, 0), Pair(1, 0)));
  EXPECT_THAT(pin->asked_until, ElementsAre(Pair(0, 2), Pair(1, 1)));
}

TEST_F(StartPinnerTest, R15GivenATimeThenEachPartitionBeginsAtItsFirstRecordNotOlderOrAtItsEnd) {
  const absl::Time noon = absl::FromUnixSeconds(1'605'614'400);
  Send(0, noon - absl::Seconds(1));
  Send(0, noon);
  Send(0, noon - absl::Hours(1));  // Later in the topic: it is read, however old it is.
  connector_.spec.source.start_offset = StartOffset::kTimestamp;
  connector_.spec.source.start_time = noon;

  const auto pin = pinner_.Pin(connector_, instance_);

  ASSERT_THAT(pin, IsOk());
  EXPECT_THAT(pin->offsets, ElementsAre(Pair(0, 3), Pair(1, 1)));
  EXPECT_THAT(Group().at(kOrders0).next_offset, Eq(3));
  EXPECT_THAT(pin->asked_until, ElementsAre(Pair(0, 5), Pair(1, 1)));
  std::vector<std::string> notes;
  for (const auto& record : cluster_.Records("connect-offset-a")) notes.push_back(*record.value);
  EXPECT_THAT(notes, IsSupersetOf({R"({"kafka_offset":3})", R"({"kafka_offset":1})"}));
}

TEST_F(StartPinnerTest, R27GivenAnInstanceThatIsDeclaredTooOldThenNothingIsPinned) {
  Instance old = instance_;
  old.kafka_version = "0.10.2";

  EXPECT_THAT(pinner_.Pin(connector_, old), HasReason("BROKER_TOO_OLD"));
  EXPECT_THAT(Group(), IsEmpty());
}

TEST_F(StartPinnerTest, TheStartIsPublishedWithTheTopicsId) {
  ASSERT_THAT(pinner_.Pin(connector_, instance_), IsOk());

  std::map<std::string, std::string> records;
  for (const auto& r : cluster_.Records("connect-offset-a")) records[*r.key] = *r.value;
  EXPECT_THAT(
      records,
      UnorderedElementsAre(
          Pair(R"(["a",{"kafka_topic":"orders"}])",
               R"({"connector_uid":"uid-a","kafka_topic_id":"topic-id-1"})"),
          Pair(R"(["a",{"kafka_topic":"orders","kafka_partition":0}])", R"({"kafka_offset":2})"),
          Pair(R"(["a",{"kafka_topic":"orders","kafka_partition":1}])", R"({"kafka_offset":1})")));
}

TEST_F(StartPinnerTest, GivenItFailedAfterTheCommitWhenRepeatedThenTheOffsetsDoNotMove) {
  ASSERT_THAT(admin_.DeleteTopics({"connect-offset-a"}, kTimeout), IsOk());
  EXPECT_FALSE(pinner_.Pin(connector_, instance_).ok());
  Send(0);
  ASSERT_THAT(admin_.CreateTopics({{.name = "connect-offset-a", .partitions = 6}}, kTimeout),
              IsOk());

  const auto pin = pinner_.Pin(connector_, instance_);

  ASSERT_THAT(pin, IsOk());
  EXPECT_THAT(pin->offsets, ElementsAre(Pair(0, 2), Pair(1, 1)));
}

TEST_F(StartPinnerTest, GivenOnlySomePartitionsWereAcceptedThenTheRestIsPinnedByTheRepeat) {
  const std::string entry =
      formats::EncodeIntent({.connector_uid = "uid-a", .connector_revision = 1, .next_offset = 1});
  ASSERT_THAT(admin_.CommitOffsets("connect-task-a", {{kOrders0, {1, entry}}}, kTimeout), IsOk());

  const auto pin = pinner_.Pin(connector_, instance_);

  ASSERT_THAT(pin, IsOk());
  EXPECT_THAT(pin->offsets, ElementsAre(Pair(0, 1), Pair(1, 1)));
}

TEST_F(StartPinnerTest, GivenAPinIsStoredThenKafkaIsNotAsked) {
  connector_.start_pin = StartPin{.source_topic_id = "old", .offsets = {{0, 7}}};
  cluster_.SetReachable(false);

  EXPECT_THAT(pinner_.Pin(connector_, instance_), IsOkAndHolds(Eq(*connector_.start_pin)));
}

TEST_F(StartPinnerTest, GivenOffsetsOfAnotherConnectorThenItIsRefusedWithARemedyAndNothingMoves) {
  const std::string entry =
      formats::EncodeIntent({.connector_uid = "uid-of-old", .next_offset = 1});
  ASSERT_THAT(admin_.CommitOffsets("connect-task-a", {{kOrders1, {1, entry}}}, kTimeout), IsOk());
  const auto before = Group();

  const auto pin = pinner_.Pin(connector_, instance_);

  EXPECT_THAT(pin, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("uid-of-old")));
  EXPECT_THAT(pin, HasReason("FOREIGN_LEDGER"));
  EXPECT_THAT(RemedyOf(pin.status()), HasSubstr("--delete --group connect-task-a"));
  EXPECT_THAT(Group(), Eq(before));
}

TEST_F(StartPinnerTest, GivenOffsetsThatSluiceDidNotCommitThenItIsRefused) {
  for (const char* metadata : {"", "consumer-3"}) {
    ASSERT_THAT(admin_.CommitOffsets("connect-task-a", {{kOrders0, {1, metadata}}}, kTimeout),
                IsOk());
    EXPECT_THAT(pinner_.Pin(connector_, instance_), HasReason("FOREIGN_LEDGER")) << metadata;
  }
}

TEST_F(StartPinnerTest, GivenAnEntryOfANewerSluiceThenItSaysSo) {
  ASSERT_THAT(admin_.CommitOffsets("connect-task-a", {{kOrders0, {1, R"({"v":99})"}}}, kTimeout),
              IsOk());

  EXPECT_THAT(pinner_.Pin(connector_, instance_), HasReason("BATCH_FORMAT_UNKNOWN"));
}

TEST_F(StartPinnerTest, GivenSomethingConsumesWithTheGroupThenItIsRefused) {
  cluster_.AddMember("connect-task-a", {.member_id = "m"});

  EXPECT_THAT(pinner_.Pin(connector_, instance_), HasReason(kafka::reason::kGroupNotEmpty));
  EXPECT_THAT(Group(), IsEmpty());
}

TEST_F(StartPinnerTest, GivenAnOffsetListedBeforeAnotherDeployAnsweredThenNoLaterRecordIsSkipped) {
  // The other Deploy runs completely between this one's list and its commit, and a record is sent.
  bool other_ran = false;
  cluster_.OnCall([&](absl::string_view call) {
    if (call == "FetchOffsets" && !other_ran) {
      other_ran = true;
      EXPECT_THAT(pinner_.Pin(connector_, instance_), IsOk());
      Send(0);
    }
    return absl::OkStatus();
  });

  const auto pin = pinner_.Pin(connector_, instance_);

  ASSERT_THAT(pin, IsOk());
  EXPECT_THAT(pin->offsets, ElementsAre(Pair(0, 2), Pair(1, 1)));
}

TEST_F(StartPinnerTest, GivenTheBrokersAnswerTooSlowlyThenNothingIsCommittedLate) {
  cluster_.OnCall([this](absl::string_view call) {
    if (call == "FetchOffsets") clock_.Advance(2 * kTimeout);
    return absl::OkStatus();
  });

  EXPECT_THAT(pinner_.Pin(connector_, instance_), StatusIs(absl::StatusCode::kUnavailable));
  cluster_.OnCall(nullptr);
  EXPECT_THAT(Group(), IsEmpty());
}

TEST_F(StartPinnerTest, GivenItsTimeWasOverBeforeItBeganThenNothingIsCommitted) {
  EXPECT_THAT(pinner_.Pin(connector_, instance_, clock_.Monotonic() - kTimeout),
              StatusIs(absl::StatusCode::kUnavailable));

  EXPECT_THAT(Group(), IsEmpty());
}

TEST_F(StartPinnerTest, GivenTheSourceIsMissingThenItSaysSo) {
  ASSERT_THAT(admin_.DeleteTopics({"orders"}, kTimeout), IsOk());

  EXPECT_THAT(pinner_.Pin(connector_, instance_), HasReason("SOURCE_TOPIC_NOT_FOUND"));
}

TEST_F(StartPinnerTest, GivenKafkaIsAwayThenItIsRetryableAndARepeatSucceeds) {
  cluster_.SetReachable(false);
  EXPECT_THAT(pinner_.Pin(connector_, instance_), HasReason(kafka::reason::kUnreachable));
  EXPECT_THAT(pinner_.Pin(connector_, instance_), StatusIs(absl::StatusCode::kUnavailable));

  cluster_.SetReachable(true);
  EXPECT_THAT(pinner_.Pin(connector_, instance_), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane

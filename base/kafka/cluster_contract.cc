#include "base/kafka/cluster_contract.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/murmur2.h"
#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr absl::Duration kTimeout = absl::Seconds(20);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ClusterContract);

TEST_P(ClusterContract, GivenANewTopicThenItIsDescribedAsItWasAskedFor) {
  const std::string topic = MakeTopic(6, {{"cleanup.policy", "compact"}});

  auto described = DescribeTopic(admin_, topic, kTimeout);

  ASSERT_THAT(described, IsOk());
  EXPECT_THAT(described->partitions, Eq(6));
  EXPECT_THAT(described->replication_factor, Eq(1));
  EXPECT_THAT(described->configs, Contains(Pair("cleanup.policy", "compact")));
  EXPECT_THAT(described->configs, Contains(Pair("remote.storage.enable", "false")));
  EXPECT_THAT(described->topic_id, Not(IsEmpty()));
  EXPECT_THAT(admin_.ListTopics(kTimeout), IsOkAndHolds(Contains(topic)));
}

TEST_P(ClusterContract, GivenAMissingTopicThenItIsAbsentBesideThoseThatExist) {
  const std::string topic = MakeTopic(1);

  auto described = admin_.DescribeTopics({topic, topic + "-missing"}, kTimeout);

  ASSERT_THAT(described, IsOk());
  EXPECT_THAT(*described, ElementsAre(Pair(topic, testing::_)));
  EXPECT_THAT(DescribeTopic(admin_, topic + "-missing", kTimeout),
              HasReason(reason::kTopicNotFound));
}

TEST_P(ClusterContract, GivenOneTopicExistsWhenTwoAreCreatedThenEachHasItsOwnAnswer) {
  const std::string old_topic = MakeTopic(1);
  const std::string new_topic = cluster_.fresh_name("new");

  auto answers = admin_.CreateTopics({{.name = old_topic}, {.name = new_topic}}, kTimeout);

  ASSERT_THAT(answers, IsOk());
  EXPECT_THAT((*answers)[old_topic], StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT((*answers)[old_topic], HasReason(reason::kTopicAlreadyExists));
  EXPECT_THAT((*answers)[new_topic], IsOk());
}

TEST_P(ClusterContract, GivenMoreReplicasThanBrokersThenTheTopicIsRefused) {
  const std::string topic = cluster_.fresh_name("wide");

  auto answers = admin_.CreateTopics({{.name = topic, .replication_factor = 9}}, kTimeout);

  ASSERT_THAT(answers, IsOk());
  EXPECT_THAT((*answers)[topic], HasReason(reason::kRefusedByBroker));
}

TEST_P(ClusterContract, GivenATopicMadeAnewThenItsIdIsAnother) {
  const std::string topic = MakeTopic(1);
  const auto first = DescribeTopic(admin_, topic, kTimeout);
  const auto deleted = admin_.DeleteTopics({topic}, kTimeout);
  ASSERT_THAT(deleted, IsOk());
  ASSERT_THAT(deleted->at(topic), IsOk());

  const auto made = admin_.CreateTopics({{.name = topic}}, kTimeout);
  ASSERT_THAT(made, IsOk());
  ASSERT_THAT(made->at(topic), IsOk());

  const auto second = DescribeTopic(admin_, topic, kTimeout);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(second->topic_id, Not(Eq(first->topic_id)));
}

TEST_P(ClusterContract, GivenAMissingTopicWhenDeletedThenItIsNotFound) {
  const std::string topic = cluster_.fresh_name("missing");

  const auto answers = admin_.DeleteTopics({topic}, kTimeout);

  ASSERT_THAT(answers, IsOk());
  EXPECT_THAT(answers->at(topic), HasReason(reason::kTopicNotFound));
}

TEST_P(ClusterContract, TheClusterTellsHowManyReplicasANewTopicShallHave) {
  const auto cluster = admin_.DescribeCluster(kTimeout);

  ASSERT_THAT(cluster, IsOk());
  EXPECT_THAT(cluster->brokers, Eq(1));
  EXPECT_THAT(cluster->default_replication_factor, Eq(1));
  EXPECT_THAT(cluster->cluster_id, Not(IsEmpty()));
}

TEST_P(ClusterContract, OffsetsAreListedByBeginningEndAndTime) {
  const std::string topic = MakeTopic(2);
  const absl::Time noon = absl::FromUnixSeconds(1'605'580'000);
  for (int minute = 0; minute < 3; ++minute) {
    ASSERT_THAT(ProduceAndWait(producer_,
                               {.topic = topic,
                                .partition = 0,
                                .value = "v",
                                .timestamp = noon + absl::Minutes(minute)},
                               kTimeout),
                IsOk());
  }
  const std::vector<TopicPartition> both = {{topic, 0}, {topic, 1}};
  const auto list = [&](const OffsetQuery& query) {
    return admin_.ListOffsets(both, query, IsolationLevel::kReadCommitted, kTimeout);
  };

  EXPECT_THAT(list(OffsetQuery::Earliest()),
              IsOkAndHolds(ElementsAre(Pair(both[0], 0), Pair(both[1], 0))));
  EXPECT_THAT(list(OffsetQuery::End()),
              IsOkAndHolds(ElementsAre(Pair(both[0], 3), Pair(both[1], 0))));
  EXPECT_THAT(list(OffsetQuery::AtTime(noon + absl::Seconds(61))),
              IsOkAndHolds(ElementsAre(Pair(both[0], 2), Pair(both[1], 0))));
  EXPECT_THAT(list(OffsetQuery::AtTime(noon + absl::Hours(1))),
              IsOkAndHolds(ElementsAre(Pair(both[0], 3), Pair(both[1], 0))));
}

TEST_P(ClusterContract,
       GivenAnUnusedGroupWhenOffsetsAreCommittedThenItExistsEmptyAndKeepsTheMetadata) {
  const std::string topic = MakeTopic(2);
  const std::string group = cluster_.fresh_name("group");
  const CommittedOffsets offsets = {{{topic, 0}, {42, R"({"v":1,"s":[]})"}}, {{topic, 1}, {7, ""}}};
  EXPECT_THAT(admin_.FetchOffsets(group, kTimeout), IsOkAndHolds(IsEmpty()));
  ASSERT_THAT(admin_.DescribeGroup(group, kTimeout), IsOk());
  EXPECT_THAT(admin_.DescribeGroup(group, kTimeout)->state, Eq(GroupState::kAbsent));

  const auto answers = admin_.CommitOffsets(group, offsets, kTimeout);

  ASSERT_THAT(answers, IsOk());
  EXPECT_THAT(*answers, SizeIs(2));
  EXPECT_THAT(FirstRefusal(*answers), IsOk());
  EXPECT_THAT(admin_.FetchOffsets(group, kTimeout), IsOkAndHolds(Eq(offsets)));
  const auto described = admin_.DescribeGroup(group, kTimeout);
  ASSERT_THAT(described, IsOk());
  EXPECT_THAT(described->state, Eq(GroupState::kEmpty));
  EXPECT_THAT(described->members, IsEmpty());
}

TEST_P(ClusterContract, GivenMetadataOverTheLimitThenThatPartitionIsRefusedAlone) {
  const std::string topic = MakeTopic(2);
  const std::string group = cluster_.fresh_name("group");

  const auto answers = admin_.CommitOffsets(
      group, {{{topic, 0}, {1, std::string(4096, 'x')}}, {{topic, 1}, {1, std::string(5000, 'x')}}},
      kTimeout);

  ASSERT_THAT(answers, IsOk());
  EXPECT_THAT(answers->at({topic, 0}), IsOk());
  EXPECT_THAT(answers->at({topic, 1}), HasReason(reason::kOffsetMetadataTooLarge));
  EXPECT_THAT(admin_.FetchOffsets(group, kTimeout),
              IsOkAndHolds(ElementsAre(Pair(TopicPartition{topic, 0}, testing::_))));
}

TEST_P(ClusterContract, GivenAnEmptyGroupWhenDeletedThenItsOffsetsAreGone) {
  const std::string topic = MakeTopic(1);
  const std::string group = cluster_.fresh_name("group");
  ASSERT_THAT(admin_.CommitOffsets(group, {{{topic, 0}, {1, ""}}}, kTimeout), IsOk());

  EXPECT_THAT(admin_.DeleteGroup(group, kTimeout), IsOk());

  EXPECT_THAT(admin_.FetchOffsets(group, kTimeout), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(admin_.DeleteGroup(group, kTimeout), HasReason(reason::kGroupNotFound));
}

TEST_P(ClusterContract, RecordsWithAKeyGoWhereJavasProducerPutsThem) {
  const std::string topic = MakeTopic(6);

  for (const std::string key : {"a", "status-connector-sinkone", R"(["x",{"kafka_topic":"t"}])"}) {
    const auto position =
        ProduceAndWait(producer_, {.topic = topic, .key = key, .value = "v"}, kTimeout);

    ASSERT_THAT(position, IsOk());
    EXPECT_THAT(position->partition, Eq(Murmur2Partition(key, 6))) << key;
  }
}

TEST_P(ClusterContract, GivenAMissingPartitionWhenWrittenToThenItIsNotFound) {
  const std::string topic = MakeTopic(1);

  EXPECT_THAT(ProduceAndWait(producer_, {.topic = topic, .partition = 7, .value = "v"}, kTimeout),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(ClusterContract, TheLastRecordsComeNewestFirstWithEverythingThatBelongsToThem) {
  const std::string topic = MakeTopic(2);
  const absl::Time noon = absl::FromUnixSeconds(1'605'580'000);
  for (int i = 0; i < 10; ++i) {
    const std::string value = absl::StrCat("value-", i);
    ASSERT_THAT(ProduceAndWait(producer_,
                               {.topic = topic,
                                .partition = i % 2,
                                .key = "k",
                                .value = value,
                                .timestamp = noon + absl::Seconds(i),
                                .headers = {{"colour", "red"}, {"nothing", std::nullopt}}},
                               kTimeout),
                IsOk());
  }
  ASSERT_THAT(ProduceAndWait(producer_,
                             {.topic = topic, .partition = 0, .timestamp = noon + absl::Hours(1)},
                             kTimeout),
              IsOk());

  const auto last = reader_.ReadLast(topic, {.records_max = 3});

  ASSERT_THAT(last, IsOk());
  const int64_t noon_ms = absl::ToUnixMillis(noon);
  const std::vector<StoredHeader> headers = {{"colour", "red"}, {"nothing", std::nullopt}};
  EXPECT_FALSE(last->cut_short);
  EXPECT_THAT(
      last->records,
      ElementsAre(StoredRecord{.partition = 0, .offset = 5, .timestamp_ms = noon_ms + 3'600'000},
                  StoredRecord{.partition = 1,
                               .offset = 4,
                               .timestamp_ms = noon_ms + 9000,
                               .key = "k",
                               .value = "value-9",
                               .headers = headers},
                  StoredRecord{.partition = 0,
                               .offset = 4,
                               .timestamp_ms = noon_ms + 8000,
                               .key = "k",
                               .value = "value-8",
                               .headers = headers}));
}

TEST_P(ClusterContract, ALookAtATopicKeepsItsLimits) {
  const std::string topic = MakeTopic(2);
  for (int i = 0; i < 4; ++i) {
    ASSERT_THAT(
        ProduceAndWait(producer_, {.topic = topic, .partition = 1, .value = std::string(1000, 'x')},
                       kTimeout),
        IsOk());
  }

  const auto by_bytes = reader_.ReadLast(topic, {.bytes_max = 2500});
  ASSERT_THAT(by_bytes, IsOk());
  EXPECT_THAT(by_bytes->records, SizeIs(2));
  EXPECT_TRUE(by_bytes->cut_short);
  const auto by_partition = reader_.ReadLast(topic, {.partition = 0});
  ASSERT_THAT(by_partition, IsOk());
  EXPECT_THAT(by_partition->records, IsEmpty());
  EXPECT_FALSE(by_partition->cut_short);
  EXPECT_THAT(reader_.ReadLast(topic, {.partition = 2}), HasReason(reason::kTopicNotFound));
  EXPECT_THAT(reader_.ReadLast(topic + "-missing", {}), HasReason(reason::kTopicNotFound));
}

TEST_P(ClusterContract, ALookGoesWhereItIsToldAndSaysWhichPartitionsItSawWhole) {
  const std::string topic = MakeTopic(3);
  for (int i = 0; i < 10; ++i) {
    const std::string value = absl::StrCat(i);
    ASSERT_THAT(
        ProduceAndWait(producer_, {.topic = topic, .partition = i % 2, .value = value}, kTimeout),
        IsOk());
  }
  const auto look = reader_.Look(topic, kTimeout);
  ASSERT_THAT(look, IsOk());
  EXPECT_THAT((*look)->bounds(),
              Eq(OffsetRanges{{0, {.from = 0, .to = 5}}, {1, {.from = 0, .to = 5}}, {2, {}}}));
  std::vector<std::string> values;
  const auto show = [&](StoredRecord record) { values.push_back(record.value.value_or("")); };

  EXPECT_THAT((*look)->Read({{1, {.from = 3, .to = 5}}, {2, {}}}, kTimeout, show),
              IsOkAndHolds(ElementsAre(1, 2)));
  EXPECT_THAT(values, ElementsAre("7", "9"));
  values.clear();
  // Back, and into another partition.
  EXPECT_THAT((*look)->Read({{1, {.from = 1, .to = 3}}}, kTimeout, show),
              IsOkAndHolds(ElementsAre(1)));
  EXPECT_THAT((*look)->Read({{0, {.from = 0, .to = 1}}}, kTimeout, show),
              IsOkAndHolds(ElementsAre(0)));
  EXPECT_THAT(values, ElementsAre("3", "5", "0"));
  EXPECT_THAT(reader_.Look(topic + "-missing", kTimeout), HasReason(reason::kTopicNotFound));
}

TEST_P(ClusterContract, TheNewestRecordOfAKeyIsFoundHoweverManyCameAfterIt) {
  const std::string topic = MakeTopic(2, {{"cleanup.policy", "compact"}});
  const auto produce = [&](const std::string& key, std::optional<absl::string_view> value) {
    ProducerRecord record = {.topic = topic, .key = key};
    record.value = value;
    ASSERT_THAT(ProduceAndWait(producer_, record, kTimeout), IsOk());
  };
  produce("gone", "1");
  produce("gone", std::nullopt);
  produce("old", "1");
  produce("old", "2");
  // More than one look brings.
  std::vector<ProducerRecord> others(3000, {.topic = topic, .key = "busy", .value = "x"});
  ASSERT_THAT(ProduceAllAndWait(producer_, others, kTimeout), IsOk());

  const auto newest = reader_.ReadNewest(topic, {"old", "gone", "missing"}, kTimeout);

  ASSERT_THAT(newest, IsOk());
  ASSERT_THAT(*newest, ElementsAre(Pair("gone", testing::_), Pair("old", testing::_)));
  EXPECT_THAT(newest->at("old").value, Eq("2"));
  EXPECT_THAT(newest->at("gone").value, Eq(std::nullopt));
  EXPECT_THAT(reader_.ReadNewest(topic + "-missing", {"k"}, kTimeout),
              HasReason(reason::kTopicNotFound));
}

TEST_P(ClusterContract, WithoutTieredStorageATopicThatAsksForItIsRefusedByThatName) {
  const std::string topic = cluster_.fresh_name("tiered");

  const auto answers = admin_.CreateTopics(
      {{.name = topic, .configs = {{"remote.storage.enable", "true"}}}}, kTimeout);

  ASSERT_THAT(answers, IsOk());
  EXPECT_THAT(answers->at(topic), HasReason(reason::kTieredStorageUnavailable));
  EXPECT_THAT(answers->at(topic), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_P(ClusterContract, WhereThereAreNoAclsNoRightIsMissing) {
  const std::string topic = MakeTopic(1);

  const auto missing = admin_.FindMissingRights(
      {OnTopic(Operation::kRead, topic), OnTopic(Operation::kCreate, topic + "-new"),
       OnTopic(Operation::kWrite, topic + "-new"), OnGroup(Operation::kDelete, topic),
       OnCluster(Operation::kDescribeConfigs)},
      kTimeout);

  EXPECT_THAT(missing, IsOkAndHolds(IsEmpty()));
}

}  // namespace

std::string ClusterContract::MakeTopic(int partitions, TopicConfigs configs) {
  const std::string name = cluster_.fresh_name("topic");
  const auto answers = admin_.CreateTopics(
      {{.name = name, .partitions = partitions, .configs = std::move(configs)}}, kTimeout);
  EXPECT_THAT(answers, IsOk());
  if (answers.ok()) {
    EXPECT_THAT(answers->at(name), IsOk());
  }
  return name;
}

}  // namespace sluice::kafka

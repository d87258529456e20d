#include "controlplane/provisioning/resource_plan.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr ResourceCreation kBoth[] = {ResourceCreation::kAutomatic, ResourceCreation::kManual};

ConnectorResources Resources(ResourceCreation creation = ResourceCreation::kAutomatic) {
  ConnectorResources resources;
  resources.creation = creation;
  resources.offset_topic = "connect-offset-a";
  resources.config_topic = "connect-config-a";
  resources.status_topic = "connect-status-a";
  resources.dead_letter_topic = "connect-error-a";
  resources.abnormal_data_topic = "connect-error-a";
  resources.connector_group = "connect-cluster-a";
  return resources;
}

ConnectorResources OnCloud(ResourceCreation creation = ResourceCreation::kAutomatic) {
  ConnectorResources resources = Resources(creation);
  resources.dead_letter_storage = StorageEngine::kCloud;
  return resources;
}

const kafka::ClusterDescription kThreeBrokers = {.brokers = 3, .default_replication_factor = 2};
const kafka::ClusterDescription kWithCloud = {
    .brokers = 3, .default_replication_factor = 2, .tiered_storage = true};

Instance OfVersion(const std::string& kafka_version) {
  Instance instance;
  instance.bootstrap_servers = {"x:9092", "y:9092"};
  instance.kafka_version = kafka_version;
  return instance;
}

ResourcePlan Plan(const ConnectorResources& resources, const TopicDescriptions& existing = {},
                  const kafka::ClusterDescription& cluster = kThreeBrokers) {
  return PlanResources(resources, OfVersion(""), existing, cluster);
}

// What PlanResources wants to make, as if it had been made.
TopicDescriptions Made(const ResourcePlan& plan) {
  TopicDescriptions topics;
  for (const kafka::NewTopic& topic : plan.create) {
    topics[topic.name] = {.name = topic.name,
                          .partitions = topic.partitions,
                          .replication_factor = topic.replication_factor,
                          .configs = topic.configs};
  }
  return topics;
}

TopicDescriptions AllFit() { return Made(Plan(Resources())); }

TEST(PlanResources, R5GivenNothingExistsThenAutomaticMakesTheFiveRoles) {
  const ResourcePlan plan = Plan(Resources());

  std::vector<std::string> made;
  for (const kafka::NewTopic& topic : plan.create) {
    made.push_back(absl::StrCat(topic.name, " ", topic.partitions, " ",
                                topic.configs.at("cleanup.policy"), " ", topic.replication_factor));
  }
  EXPECT_THAT(made, ElementsAre("connect-offset-a 6 compact 2", "connect-config-a 1 compact 2",
                                "connect-status-a 6 compact 2", "connect-error-a 6 delete 2"));
  EXPECT_THAT(plan.problems, IsEmpty());
  EXPECT_THAT(plan.warnings, IsEmpty());
}

TEST(PlanResources, R6GivenTwoErrorTopicsThenBothAreMade) {
  ConnectorResources resources = Resources();
  resources.abnormal_data_topic = "connect-abnormal-a";

  EXPECT_THAT(Plan(resources).create, SizeIs(5));
}

TEST(PlanResources, ErrorTopicsKeepLettersFor30DaysAfterTheyWereWrittenHoweverOldTheirRecordsAre) {
  const ResourcePlan plan = Plan(Resources());

  for (const kafka::NewTopic& topic : plan.create) {
    const bool errors = topic.name == "connect-error-a";
    EXPECT_EQ(topic.configs.contains("retention.ms"), errors) << topic.name;
    if (!errors) continue;
    EXPECT_EQ(topic.configs.at("retention.ms"), "2592000000");
    EXPECT_EQ(topic.configs.at("message.timestamp.type"), "LogAppendTime");
  }
}

TEST(PlanResources, GivenAnErrorTopicKeepsItsRecordsAsItsOwnerWantsThenThatIsNoFault) {
  TopicDescriptions topics = AllFit();
  topics["connect-error-a"].configs = {{"cleanup.policy", "delete"}, {"retention.ms", "1000"}};
  for (ResourceCreation creation : kBoth) {
    const ResourcePlan plan = Plan(Resources(creation), topics);
    EXPECT_THAT(plan.create, IsEmpty());
    EXPECT_THAT(plan.problems, IsEmpty());
  }
}

TEST(PlanResources, R7GivenEverythingExistsAndFitsThenNothingIsDone) {
  for (ResourceCreation creation : kBoth) {
    const ResourcePlan plan = Plan(Resources(creation), AllFit());
    EXPECT_THAT(plan.create, IsEmpty());
    EXPECT_THAT(plan.problems, IsEmpty());
    EXPECT_THAT(plan.warnings, IsEmpty());
  }
}

TEST(PlanResources, R7GivenATopicIsMissingThenManualRefusesItWithTheCommandThatMakesIt) {
  TopicDescriptions topics = AllFit();
  topics.erase("connect-status-a");

  const ResourcePlan plan = Plan(Resources(ResourceCreation::kManual), topics);

  EXPECT_THAT(plan.create, IsEmpty());
  EXPECT_THAT(
      plan.problems,
      ElementsAre(PlanNote{
          "connector.resources.status_topic", "TOPIC_UNFIT", "topics/connect-status-a",
          "task status topic connect-status-a: existence is missing, expected an existing topic",
          "kafka-topics --bootstrap-server x:9092,y:9092 --create --topic connect-status-a "
          "--partitions 6 --replication-factor 2 "
          "--config cleanup.policy=compact, or set connector.resources.creation to AUTOMATIC"}));
}

TEST(PlanResources, R7GivenSomeTopicsExistThenAutomaticMakesOnlyTheOthers) {
  TopicDescriptions topics = AllFit();
  topics.erase("connect-config-a");

  EXPECT_THAT(Plan(Resources(), topics).create,
              ElementsAre(Field(&kafka::NewTopic::name, "connect-config-a")));
}

TEST(PlanResources, R6GivenOneTopicForTwoInternalRolesThenItIsRefused) {
  ConnectorResources resources = Resources();
  resources.status_topic = resources.offset_topic;

  EXPECT_THAT(Plan(resources).problems,
              ElementsAre(Field(&PlanNote::message,
                                "task status topic connect-offset-a: use is also the task offset "
                                "topic, expected a topic of its own")));
}

struct Change {
  const char* what;
  std::string topic;
  std::function<void(kafka::TopicDescription&)> apply;
  std::string problem;  // Empty: it fits.
};

TEST(PlanResources, R7EveryPropertyOfR5IsComparedAndNamedWithTopicExpectedAndFound) {
  const auto config = [](const char* name, const char* value) {
    return [=](kafka::TopicDescription& t) { t.configs[name] = value; };
  };
  const auto partitions = [](int count) {
    return [=](kafka::TopicDescription& t) { t.partitions = count; };
  };
  const Change changes[] = {
      {"one partition is not greater than one", "connect-offset-a", partitions(1),
       "task offset topic connect-offset-a: partitions is 1, expected at least 2"},
      {"two are", "connect-offset-a", partitions(2), ""},
      {"the configuration has exactly one", "connect-config-a", partitions(2),
       "task configuration topic connect-config-a: partitions is 2, expected exactly 1"},
      {"any number of status partitions fits", "connect-status-a", partitions(1), ""},
      {"internal topics are compacted", "connect-offset-a", config("cleanup.policy", "delete"),
       "task offset topic connect-offset-a: cleanup.policy is delete, expected compact"},
      {"compacted only", "connect-status-a", config("cleanup.policy", "compact,delete"),
       "task status topic connect-status-a: cleanup.policy is compact,delete, expected compact"},
      {"error topics are not", "connect-error-a", config("cleanup.policy", "compact"),
       "dead letter topic connect-error-a: cleanup.policy is compact, expected delete"},
      {"internal topics are local (R11)", "connect-config-a",
       config("remote.storage.enable", "true"),
       "task configuration topic connect-config-a: remote.storage.enable is true, expected false "
       "(an internal topic is on local storage)"},
      {"error topics may be in the cloud", "connect-error-a",
       config("remote.storage.enable", "true"), ""},
      {"as many replicas in sync as there are", "connect-error-a",
       config("min.insync.replicas", "2"), ""},
      {"more than there are: nothing could be written", "connect-error-a",
       config("min.insync.replicas", "3"),
       "dead letter topic connect-error-a: min.insync.replicas is 3, expected at most its 2 "
       "replicas"},
  };
  for (const Change& change : changes) {
    TopicDescriptions topics = AllFit();
    change.apply(topics.at(change.topic));
    for (ResourceCreation creation : kBoth) {
      const ResourcePlan plan = Plan(Resources(creation), topics);
      EXPECT_THAT(plan.create, IsEmpty()) << change.what;
      if (change.problem.empty()) {
        EXPECT_THAT(plan.problems, IsEmpty()) << change.what;
      } else {
        ASSERT_THAT(plan.problems, SizeIs(1)) << change.what;
        EXPECT_EQ(plan.problems[0].message, change.problem) << change.what;
        EXPECT_THAT(plan.problems[0].remedy, HasSubstr(change.topic)) << change.what;
      }
    }
  }
}

TEST(PlanResources, R5GivenOtherThanSixPartitionsThenOnlyStatusAndErrorTopicsAreWarnedOf) {
  TopicDescriptions topics = AllFit();
  topics.at("connect-offset-a").partitions = 25;
  topics.at("connect-status-a").partitions = 5;
  topics.at("connect-error-a").partitions = 12;

  const ResourcePlan plan = Plan(Resources(), topics);

  EXPECT_THAT(plan.problems, IsEmpty());
  EXPECT_THAT(plan.warnings, Each(Field(&PlanNote::reason, "NOT_RECOMMENDED")));
  EXPECT_THAT(plan.warnings,
              ElementsAre(Field(&PlanNote::message, HasSubstr("connect-status-a: partitions is 5")),
                          Field(&PlanNote::message, HasSubstr("partitions is 12, 6 are"))));
}

TEST(PlanResources, R8GivenVersion0102ThenManualIsRefusedAndAutomaticIsNot) {
  const kafka::ClusterDescription old = {
      .brokers = 3, .default_replication_factor = 2, .broker_version = "0.10.2-IV0"};
  const ConnectorResources manual = Resources(ResourceCreation::kManual);
  const auto refused = Contains(AllOf(Field(&PlanNote::reason, "MANUAL_NOT_POSSIBLE"),
                                      Field(&PlanNote::field, "connector.resources.creation")));

  EXPECT_THAT(PlanResources(manual, OfVersion("0.10.2.1"), AllFit(), kThreeBrokers).problems,
              refused);
  EXPECT_THAT(PlanResources(manual, OfVersion(""), AllFit(), old).problems, refused);
  EXPECT_THAT(PlanResources(manual, OfVersion("2.4"), AllFit(), kThreeBrokers).problems, IsEmpty());
  EXPECT_THAT(PlanResources(Resources(), OfVersion("0.10.2.1"), AllFit(), old).problems, IsEmpty());
}

TEST(PlanResources, R10GivenAConnectorGroupOfAnotherPrefixThenItIsWarnedOf) {
  ConnectorResources resources = Resources(ResourceCreation::kManual);
  resources.connector_group = "readers";

  EXPECT_THAT(Plan(resources, AllFit()).warnings,
              ElementsAre(AllOf(Field(&PlanNote::reason, "NOT_RECOMMENDED"),
                                Field(&PlanNote::field, "connector.resources.connector_group"),
                                Field(&PlanNote::subject, "groups/readers"))));
}

TEST(PlanResources, R11GivenCloudThenTheErrorTopicIsMadeOnTieredStorageAndNoOther) {
  const ResourcePlan plan = Plan(OnCloud(), {}, kWithCloud);

  for (const kafka::NewTopic& topic : plan.create) {
    EXPECT_EQ(topic.configs.contains("remote.storage.enable"), topic.name == "connect-error-a");
  }
  EXPECT_THAT(plan.problems, IsEmpty());
  EXPECT_THAT(Plan(OnCloud(), Made(plan), kWithCloud).problems, IsEmpty()) << "and fits";
}

TEST(PlanResources, R11GivenTwoErrorTopicsThenEachHasAStorageEngineOfItsOwn) {
  ConnectorResources resources = OnCloud();
  resources.abnormal_data_topic = "connect-abnormal-a";
  resources.abnormal_data_storage = StorageEngine::kLocal;

  const TopicDescriptions made = Made(Plan(resources, {}, kWithCloud));

  EXPECT_TRUE(made.at("connect-error-a").configs.contains("remote.storage.enable"));
  EXPECT_FALSE(made.at("connect-abnormal-a").configs.contains("remote.storage.enable"));
}

TEST(PlanResources, R11GivenBrokersWithoutTieredStorageThenCloudIsRefused) {
  const auto refused = ElementsAre(AllOf(Field(&PlanNote::reason, "TIERED_STORAGE_UNAVAILABLE"),
                                         Field(&PlanNote::subject, "topics/connect-error-a"),
                                         Field(&PlanNote::remedy, HasSubstr("choose LOCAL"))));

  EXPECT_THAT(Plan(OnCloud()).problems, refused);
  EXPECT_THAT(Plan(OnCloud(ResourceCreation::kManual), AllFit()).problems, refused);
}

TEST(PlanResources, R11GivenSettingsThatMayNotBeReadThenTheBrokersAreAskedForTheTopic) {
  EXPECT_THAT(Plan(OnCloud(), {}, {.brokers = 3}).problems, IsEmpty());
}

TEST(PlanResources, R11GivenATopicOnTheOtherEngineThenCloudIsRefusedAndLocalIsWarnedOf) {
  TopicDescriptions topics = AllFit();
  EXPECT_THAT(Plan(OnCloud(ResourceCreation::kManual), topics, kWithCloud).problems,
              ElementsAre(Field(&PlanNote::message,
                                "dead letter topic connect-error-a: remote.storage.enable is "
                                "false, expected true (storage engine CLOUD)")));

  topics.at("connect-error-a").configs["remote.storage.enable"] = "true";
  const ResourcePlan plan = Plan(Resources(ResourceCreation::kManual), topics, kWithCloud);
  EXPECT_THAT(plan.problems, IsEmpty());
  EXPECT_THAT(plan.warnings,
              ElementsAre(Field(&PlanNote::remedy,
                                "set connector.resources.dead_letter_storage to CLOUD")));
}

TEST(PlanResources, ReplicasAreTheConnectorsElseTheDefaultElseWhatTheBrokersAllow) {
  const auto replicas = [](kafka::ClusterDescription cluster, int asked = 0) {
    ConnectorResources resources = Resources();
    resources.replication_factor = asked;
    return Plan(resources, {}, cluster).create[0].replication_factor;
  };
  EXPECT_EQ(replicas({.brokers = 5, .default_replication_factor = 3}, 2), 2);
  EXPECT_EQ(replicas({.brokers = 1, .default_replication_factor = 3}), 1);
  EXPECT_EQ(replicas({.brokers = 5, .default_replication_factor = 3}), 3);
  EXPECT_EQ(replicas({.brokers = 5, .default_replication_factor = 1}), 1);
  // A default that we may not see: as the original, where the brokers suffice.
  EXPECT_EQ(replicas({.brokers = 5}), 3);
  EXPECT_EQ(replicas({.brokers = 2}), 2);
}

TEST(PlanResources, GivenMoreReplicasThanBrokersThenItIsRefusedWhereATopicIsToBeMade) {
  ConnectorResources resources = Resources();
  resources.replication_factor = 4;

  EXPECT_THAT(Plan(resources).problems,
              ElementsAre(AllOf(Field(&PlanNote::reason, "FIELD_OUT_OF_RANGE"),
                                Field(&PlanNote::field, "connector.resources.replication_factor"),
                                Field(&PlanNote::message, HasSubstr("is 4, expected at most 3")))));
  EXPECT_THAT(Plan(resources, AllFit()).problems, IsEmpty());
}

TEST(PlanResources, GivenOneReplicaAndMoreBrokersThenEachSuchTopicIsWarnedOf) {
  const kafka::ClusterDescription one_replica = {.brokers = 3, .default_replication_factor = 1};
  const ResourcePlan plan = Plan(Resources(), {}, one_replica);
  EXPECT_THAT(plan.problems, IsEmpty());
  EXPECT_THAT(plan.warnings, SizeIs(4));
  EXPECT_THAT(plan.warnings, Each(Field(&PlanNote::reason, "SINGLE_REPLICA")));
  EXPECT_THAT(plan.warnings, Contains(Field(&PlanNote::subject, "topics/connect-offset-a")));

  EXPECT_THAT(Plan(Resources(), Made(plan), one_replica).warnings, SizeIs(4)) << "also afterwards";
  const kafka::ClusterDescription one_broker = {.brokers = 1, .default_replication_factor = 1};
  EXPECT_THAT(Plan(Resources(), {}, one_broker).warnings, IsEmpty());
}

TEST(StatusOfProblems, NamesEveryProblemWithTheReasonAndRemedyOfTheFirst) {
  const absl::Status status = StatusOf({{"f", "TOPIC_UNFIT", "topics/a", "topic a: x", "mend a"},
                                        {"g", "OTHER", "topics/b", "topic b: y", "mend b"}});

  EXPECT_THAT(status, HasReason("TOPIC_UNFIT"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, "topic a: x; topic b: y"));
  EXPECT_EQ(RemedyOf(status), "mend a");
  EXPECT_THAT(StatusOf({}), IsOk());
}

TEST(StatusOfProblems, GivenVeryManyThenTheMessageStaysShort) {
  const std::vector<PlanNote> problems(100, {"f", "R", "s", std::string(100, 'x'), "m"});

  EXPECT_THAT(std::string(StatusOf(problems).message()),
              AllOf(HasSubstr("and 92 more"), Not(HasSubstr(std::string(101, 'x')))));
}

}  // namespace
}  // namespace sluice::controlplane

#include "controlplane/provisioning/resource_plan.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

ConnectorResources Resources(ResourceCreation creation = ResourceCreation::kAutomatic) {
  ConnectorResources resources;
  resources.creation = creation;
  resources.offset_topic = "connect-offset-a";
  resources.config_topic = "connect-config-a";
  resources.status_topic = "connect-status-a";
  resources.dead_letter_topic = "connect-error-a";
  resources.abnormal_data_topic = "connect-error-a";
  return resources;
}

const kafka::ClusterDescription kThreeBrokers = {.brokers = 3, .default_replication_factor = 2};

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

TopicDescriptions AllFit() { return Made(PlanResources(Resources(), {}, kThreeBrokers)); }

TEST(PlanResources, GivenNothingExistsThenAutomaticMakesTheTopicsOfR5) {
  const ResourcePlan plan = PlanResources(Resources(), {}, kThreeBrokers);

  std::vector<std::string> made;
  for (const kafka::NewTopic& topic : plan.create) {
    made.push_back(absl::StrCat(topic.name, " ", topic.partitions, " ",
                                topic.configs.at("cleanup.policy"), " ", topic.replication_factor));
  }
  EXPECT_THAT(made, ElementsAre("connect-offset-a 6 compact 2", "connect-config-a 1 compact 2",
                                "connect-status-a 6 compact 2", "connect-error-a 6 delete 2"));
  EXPECT_THAT(plan.misfits, IsEmpty());
}

TEST(PlanResources, GivenEverythingExistsAndFitsThenNothingIsDone) {
  for (ResourceCreation creation : {ResourceCreation::kAutomatic, ResourceCreation::kManual}) {
    const ResourcePlan plan = PlanResources(Resources(creation), AllFit(), kThreeBrokers);
    EXPECT_THAT(plan.create, IsEmpty());
    EXPECT_THAT(plan.misfits, IsEmpty());
    EXPECT_THAT(plan.warnings, IsEmpty());
  }
}

TEST(PlanResources, GivenATopicIsMissingThenManualRefusesItByName) {
  TopicDescriptions topics = AllFit();
  topics.erase("connect-status-a");

  const ResourcePlan plan =
      PlanResources(Resources(ResourceCreation::kManual), topics, kThreeBrokers);

  EXPECT_THAT(plan.create, IsEmpty());
  EXPECT_THAT(plan.misfits, ElementsAre(Misfit{TopicRole::kTaskStatus, "connect-status-a",
                                               "existence", "an existing topic", "missing"}));
}

TEST(PlanResources, GivenTwoErrorTopicsThenBothAreMade) {
  ConnectorResources resources = Resources();
  resources.abnormal_data_topic = "connect-abnormal-a";

  EXPECT_THAT(PlanResources(resources, {}, kThreeBrokers).create, SizeIs(5));
}

TEST(PlanResources, GivenOneTopicForTwoInternalRolesThenItIsRefused) {
  ConnectorResources resources = Resources();
  resources.status_topic = resources.offset_topic;

  const ResourcePlan plan = PlanResources(resources, {}, kThreeBrokers);

  EXPECT_THAT(plan.misfits,
              ElementsAre(Misfit{TopicRole::kTaskStatus, "connect-offset-a", "use",
                                 "a topic of its own", "also the task offset topic"}));
}

struct Change {
  const char* what;
  std::string topic;
  std::function<void(kafka::TopicDescription&)> apply;
  std::string misfit;  // Empty: it fits.
};

TEST(PlanResources, EveryPropertyOfR5IsCompared) {
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
      {"internal topics are local", "connect-config-a", config("remote.storage.enable", "true"),
       "task configuration topic connect-config-a: remote.storage.enable is true, expected false "
       "(local storage)"},
      {"error topics may be in the cloud", "connect-error-a",
       config("remote.storage.enable", "true"), ""},
  };
  for (const Change& change : changes) {
    TopicDescriptions topics = AllFit();
    change.apply(topics.at(change.topic));
    for (ResourceCreation creation : {ResourceCreation::kAutomatic, ResourceCreation::kManual}) {
      const ResourcePlan plan = PlanResources(Resources(creation), topics, kThreeBrokers);
      EXPECT_THAT(plan.create, IsEmpty()) << change.what;
      if (change.misfit.empty()) {
        EXPECT_THAT(plan.misfits, IsEmpty()) << change.what;
      } else {
        ASSERT_THAT(plan.misfits, SizeIs(1)) << change.what;
        EXPECT_EQ(Describe(plan.misfits[0]), change.misfit) << change.what;
      }
    }
  }
}

TEST(PlanResources, GivenOtherThanSixPartitionsWhereSixAreRecommendedThenItWarns) {
  TopicDescriptions topics = AllFit();
  topics.at("connect-error-a").partitions = 3;

  const ResourcePlan plan = PlanResources(Resources(), topics, kThreeBrokers);

  EXPECT_THAT(plan.misfits, IsEmpty());
  ASSERT_THAT(plan.warnings, SizeIs(1));
  EXPECT_THAT(Describe(plan.warnings[0]), HasSubstr("expected 6 (recommended)"));
}

TEST(PlanResources, ReplicasNeverExceedTheBrokers) {
  const auto replicas = [](kafka::ClusterDescription cluster) {
    return PlanResources(Resources(), {}, cluster).create[0].replication_factor;
  };
  EXPECT_EQ(replicas({.brokers = 1, .default_replication_factor = 3}), 1);
  EXPECT_EQ(replicas({.brokers = 5, .default_replication_factor = 3}), 3);
  EXPECT_EQ(replicas({.brokers = 5, .default_replication_factor = 1}), 1);
  // A default that we may not see: as the original, where the brokers suffice.
  EXPECT_EQ(replicas({.brokers = 5}), 3);
  EXPECT_EQ(replicas({.brokers = 2}), 2);
}

TEST(StatusOfMisfits, NamesEveryMisfitAndWhatToDo) {
  const absl::Status status = StatusOf({{TopicRole::kTaskOffset, "a", "partitions", "6", "1"},
                                        {TopicRole::kTaskStatus, "b", "cleanup.policy", "x", "y"}});

  EXPECT_THAT(status, HasReason("TOPIC_UNFIT"));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("topic a: ")));
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("topic b: ")));
  EXPECT_THAT(RemedyOf(status), Not(IsEmpty()));
  EXPECT_THAT(StatusOf({}), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane

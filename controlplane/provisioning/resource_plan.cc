#include "controlplane/provisioning/resource_plan.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "controlplane/provisioning/broker_version.h"
#include "controlplane/provisioning/kafka_tool.h"
#include "controlplane/provisioning/topic_requirement.h"

namespace sluice::controlplane {
namespace {

constexpr char kCleanupPolicy[] = "cleanup.policy";
constexpr char kRemoteStorage[] = "remote.storage.enable";
constexpr char kMinInsyncReplicas[] = "min.insync.replicas";
constexpr char kUnfit[] = "TOPIC_UNFIT";
constexpr char kNotRecommended[] = "NOT_RECOMMENDED";
constexpr char kGroupPrefix[] = "connect-cluster";
constexpr char kField[] = "connector.resources.";
constexpr int kReplicasWithoutKnownDefault = 3;
constexpr size_t kProblemsShown = 8;  // Messages stay below 1 KiB.

std::string ConfigOf(const kafka::TopicDescription& topic, const char* name) {
  const auto found = topic.configs.find(name);
  return found == topic.configs.end() ? "" : found->second;
}

// Who may not read the brokers' settings sees neither their default nor whether they have tiered
// storage: then they are asked for it, and their refusal says the same.
bool SettingsAreKnown(const kafka::ClusterDescription& cluster) {
  return cluster.default_replication_factor > 0;
}

class Planner {
 public:
  Planner(const ConnectorResources& resources, const Instance& instance,
          const TopicDescriptions& existing, const kafka::ClusterDescription& cluster)
      : resources_(resources),
        instance_(instance),
        existing_(existing),
        cluster_(cluster),
        replicas_(Replicas()) {}

  ResourcePlan Plan() {
    CheckVersion();
    for (const TopicRequirement& wanted : TopicRequirements()) {
      if (!HasATopicOfItsOwn(wanted)) continue;
      const auto topic = existing_.find(resources_.*wanted.topic);
      topic == existing_.end() ? LookAtMissing(wanted) : Compare(wanted, topic->second);
    }
    CheckReplicas();
    CheckConnectorGroup();
    return std::move(plan_);
  }

 private:
  bool automatic() const { return resources_.creation == ResourceCreation::kAutomatic; }

  int Replicas() const {
    if (resources_.replication_factor > 0) return resources_.replication_factor;
    const int usual = SettingsAreKnown(cluster_) ? cluster_.default_replication_factor
                                                 : kReplicasWithoutKnownDefault;
    return std::max(1, std::min(usual, cluster_.brokers));
  }

  PlanNote About(const TopicRequirement& wanted, absl::string_view reason,
                 absl::string_view message, std::string remedy) const {
    const std::string& topic = resources_.*wanted.topic;
    return {absl::StrCat(kField, wanted.field), std::string(reason), absl::StrCat("topics/", topic),
            absl::StrCat(wanted.name, " ", topic, ": ", message), std::move(remedy)};
  }

  // A property that is not as it must be; `mend` is what makes it so.
  void Misfit(const TopicRequirement& wanted, absl::string_view property, absl::string_view found,
              absl::string_view expected, std::string mend) {
    plan_.problems.push_back(About(
        wanted, kUnfit,
        absl::StrCat(property, " is ", found.empty() ? "not set" : found, ", expected ", expected),
        std::move(mend)));
  }

  std::string AnotherTopic(const TopicRequirement& wanted) const {
    if (automatic()) {
      return absl::StrCat("delete topic ", resources_.*wanted.topic,
                          " if nothing else uses it, and it is made anew");
    }
    return absl::StrCat("set ", kField, wanted.field, " to another topic: ",
                        CreateCommand(NewTopicOf(wanted, resources_, replicas_), instance_));
  }

  void CheckVersion() {
    if (automatic()) return;
    if (!IsVersion0102(instance_.kafka_version) && !IsVersion0102(cluster_.broker_version)) return;
    plan_.problems.push_back(
        {absl::StrCat(kField, "creation"), "MANUAL_NOT_POSSIBLE", "",
         "creation is MANUAL, expected AUTOMATIC: on an instance of version 0.10.2 topics with a "
         "local storage engine cannot be made by hand",
         "choose AUTOMATIC"});
  }

  // One error topic may serve both roles (R6); any other topic serves one.
  bool HasATopicOfItsOwn(const TopicRequirement& wanted) {
    const auto [other, first] = roles_.insert({resources_.*wanted.topic, &wanted});
    if (first) return true;
    if (wanted.is_internal() || other->second->is_internal()) {
      Misfit(wanted, "use", absl::StrCat("also the ", other->second->name), "a topic of its own",
             AnotherTopic(wanted));
    }
    return false;
  }

  void LookAtMissing(const TopicRequirement& wanted) {
    const kafka::NewTopic topic = NewTopicOf(wanted, resources_, replicas_);
    if (CloudIsMissing(wanted)) return;
    if (automatic()) {
      plan_.create.push_back(topic);
    } else {
      Misfit(wanted, "existence", "missing", "an existing topic",
             absl::StrCat(CreateCommand(topic, instance_), ", or set ", kField,
                          "creation to AUTOMATIC"));
    }
  }

  // Whether the connector wants tiered storage that the brokers do not have.
  bool CloudIsMissing(const TopicRequirement& wanted) {
    if (StorageOf(wanted, resources_) != StorageEngine::kCloud) return false;
    if (cluster_.tiered_storage || !SettingsAreKnown(cluster_)) return false;
    plan_.problems.push_back(
        About(wanted, kafka::reason::kTieredStorageUnavailable,
              "storage engine is CLOUD, but the brokers have no tiered storage",
              "choose LOCAL, or have an administrator switch tiered storage on "
              "(remote.log.storage.system.enable=true on the brokers, from Kafka 3.6 on)"));
    return true;
  }

  void Compare(const TopicRequirement& wanted, const kafka::TopicDescription& topic) {
    ComparePartitions(wanted, topic.partitions);
    CompareStorage(wanted, ConfigOf(topic, kRemoteStorage) == "true");
    const std::string policy = ConfigOf(topic, kCleanupPolicy);
    if (policy != wanted.cleanup_policy) {
      Misfit(wanted, kCleanupPolicy, policy, wanted.cleanup_policy,
             AlterCommand(topic.name, absl::StrCat(kCleanupPolicy, "=", wanted.cleanup_policy),
                          instance_));
    }
    int needed = 0;
    if (absl::SimpleAtoi(ConfigOf(topic, kMinInsyncReplicas), &needed) &&
        needed > topic.replication_factor) {
      Misfit(
          wanted, kMinInsyncReplicas, absl::StrCat(needed),
          absl::StrCat("at most its ", topic.replication_factor, " replicas"),
          AlterCommand(topic.name, absl::StrCat(kMinInsyncReplicas, "=", topic.replication_factor),
                       instance_));
    }
    if (topic.replication_factor == 1) WarnOfSingleReplica(wanted);
  }

  void ComparePartitions(const TopicRequirement& wanted, int found) {
    const std::string more =
        absl::StrCat(KafkaTool("kafka-topics", instance_), " --alter --topic ",
                     resources_.*wanted.topic, " --partitions ", wanted.partitions);
    if (wanted.partitions_max > 0 && found > wanted.partitions_max) {
      Misfit(wanted, "partitions", absl::StrCat(found),
             absl::StrCat("exactly ", wanted.partitions_max), AnotherTopic(wanted));
    } else if (found < wanted.partitions_min) {
      Misfit(wanted, "partitions", absl::StrCat(found),
             absl::StrCat("at least ", wanted.partitions_min), more);
    } else if (wanted.other_partitions_warn && found != wanted.partitions) {
      plan_.warnings.push_back(
          About(wanted, kNotRecommended,
                absl::StrCat("partitions is ", found, ", ", wanted.partitions, " are recommended"),
                found < wanted.partitions ? more : "it works all the same"));
    }
  }

  void CompareStorage(const TopicRequirement& wanted, bool cloud) {
    const bool cloud_wanted = StorageOf(wanted, resources_) == StorageEngine::kCloud;
    if (cloud == cloud_wanted) return;
    if (wanted.is_internal()) {
      Misfit(wanted, kRemoteStorage, "true", "false (an internal topic is on local storage)",
             AnotherTopic(wanted));
    } else if (cloud) {
      // It serves as well; nobody said LOCAL who did not think of it.
      plan_.warnings.push_back(
          About(wanted, kNotRecommended,
                "storage engine is LOCAL, but the topic is on cloud storage "
                "(remote.storage.enable is true)",
                absl::StrCat("set ", kField, StorageField(wanted), " to CLOUD")));
    } else if (!CloudIsMissing(wanted)) {
      Misfit(wanted, kRemoteStorage, "false", "true (storage engine CLOUD)",
             absl::StrCat(AlterCommand(resources_.*wanted.topic,
                                       absl::StrCat(kRemoteStorage, "=true"), instance_),
                          ", or set ", kField, StorageField(wanted), " to LOCAL"));
    }
  }

  static absl::string_view StorageField(const TopicRequirement& wanted) {
    return wanted.role == TopicRole::kAbnormalData ? "abnormal_data_storage"
                                                   : "dead_letter_storage";
  }

  void WarnOfSingleReplica(const TopicRequirement& wanted) {
    if (cluster_.brokers <= 1) return;
    plan_.warnings.push_back(About(
        wanted, "SINGLE_REPLICA",
        absl::StrCat("one replica, although there are ", cluster_.brokers,
                     " brokers: while its broker is away the connector stands still, and its data "
                     "goes with that broker's disk"),
        absl::StrCat("before it is made, set connector.resources.replication_factor to 3; "
                     "afterwards `",
                     KafkaTool("kafka-reassign-partitions", instance_), "` adds replicas")));
  }

  // Of topics that are to be made.
  void CheckReplicas() {
    if (plan_.create.empty()) return;
    if (replicas_ > cluster_.brokers && cluster_.brokers > 0) {
      plan_.problems.push_back(
          {absl::StrCat(kField, "replication_factor"), "FIELD_OUT_OF_RANGE",
           absl::StrCat("topics/", plan_.create[0].name),
           absl::StrCat("topic ", plan_.create[0].name, ": replication_factor is ", replicas_,
                        ", expected at most ", cluster_.brokers, ", the number of brokers"),
           "choose fewer replicas, or leave replication_factor out: the brokers' default is "
           "taken"});
      return;
    }
    for (const TopicRequirement& wanted : TopicRequirements()) {
      const bool made =
          std::any_of(plan_.create.begin(), plan_.create.end(), [&](const kafka::NewTopic& topic) {
            return roles_.at(topic.name) == &wanted && topic.replication_factor == 1;
          });
      if (made) WarnOfSingleReplica(wanted);
    }
  }

  void CheckConnectorGroup() {
    const std::string& group = resources_.connector_group;
    if (absl::StartsWith(group, kGroupPrefix)) return;
    plan_.warnings.push_back(
        {absl::StrCat(kField, "connector_group"), kNotRecommended, absl::StrCat("groups/", group),
         absl::StrCat("connector consumer group ", group, ": a name that begins with ",
                      kGroupPrefix, " is recommended"),
         "leave connector_group out, or begin it so"});
  }

  const ConnectorResources& resources_;
  const Instance& instance_;
  const TopicDescriptions& existing_;
  const kafka::ClusterDescription& cluster_;
  const int replicas_;
  absl::btree_map<std::string, const TopicRequirement*> roles_;  // The first role of each topic.
  ResourcePlan plan_;
};

}  // namespace

ResourcePlan PlanResources(const ConnectorResources& resources, const Instance& instance,
                           const TopicDescriptions& existing,
                           const kafka::ClusterDescription& cluster) {
  return Planner(resources, instance, existing, cluster).Plan();
}

std::vector<std::string> TopicsOf(const ConnectorResources& resources) {
  std::vector<std::string> names;
  for (const TopicRequirement& wanted : TopicRequirements()) {
    const std::string& name = resources.*wanted.topic;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

absl::Status StatusOf(const std::vector<PlanNote>& problems) {
  if (problems.empty()) return absl::OkStatus();
  std::vector<std::string> lines;
  for (const PlanNote& problem : problems) {
    if (lines.size() == kProblemsShown) {
      lines.push_back(absl::StrCat("and ", problems.size() - kProblemsShown, " more"));
      break;
    }
    lines.push_back(problem.message);
  }
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrJoin(lines, "; ")), problems[0].reason),
      problems[0].remedy);
}

}  // namespace sluice::controlplane

#include "controlplane/provisioning/resource_plan.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

constexpr char kCleanupPolicy[] = "cleanup.policy";
constexpr char kRemoteStorage[] = "remote.storage.enable";
constexpr int kReplicasWithoutKnownDefault = 3;
constexpr size_t kMisfitsShown = 8;  // Messages stay below 1 KiB.

struct Requirement {
  TopicRole role;
  int partitions;      // Recommended; of a new topic.
  int partitions_min;  // Fewer do not fit.
  int partitions_max;  // More do not fit; 0: no limit.
  absl::string_view cleanup_policy;
  bool local_only;  // The cloud storage engine does not fit (R11).
};

constexpr Requirement kRequirements[] = {
    // R5, row by row.
    {TopicRole::kTaskOffset, 6, 2, 0, "compact", true},
    {TopicRole::kTaskConfiguration, 1, 1, 1, "compact", true},
    {TopicRole::kTaskStatus, 6, 1, 0, "compact", true},
    {TopicRole::kDeadLetters, 6, 1, 0, "delete", false},
    {TopicRole::kAbnormalData, 6, 1, 0, "delete", false},
};

const std::string& TopicFor(TopicRole role, const ConnectorResources& resources) {
  switch (role) {
    case TopicRole::kTaskOffset:
      return resources.offset_topic;
    case TopicRole::kTaskConfiguration:
      return resources.config_topic;
    case TopicRole::kTaskStatus:
      return resources.status_topic;
    case TopicRole::kDeadLetters:
      return resources.dead_letter_topic;
    case TopicRole::kAbnormalData:
      return resources.abnormal_data_topic;
  }
  return resources.offset_topic;
}

bool IsErrorTopic(TopicRole role) {
  return role == TopicRole::kDeadLetters || role == TopicRole::kAbnormalData;
}

std::string ConfigOf(const kafka::TopicDescription& topic, const char* name) {
  const auto found = topic.configs.find(name);
  return found == topic.configs.end() ? "" : found->second;
}

std::string ExpectedPartitions(const Requirement& requirement) {
  if (requirement.partitions_max == requirement.partitions_min) {
    return absl::StrCat("exactly ", requirement.partitions_min);
  }
  return absl::StrCat("at least ", requirement.partitions_min);
}

// What is wrong with a topic that exists.
void Compare(const Requirement& wanted, const kafka::TopicDescription& topic, ResourcePlan& plan) {
  const auto misfit = [&](std::string property, std::string expected, std::string found) {
    return Misfit{wanted.role, topic.name, std::move(property), std::move(expected),
                  std::move(found)};
  };
  const bool too_few = topic.partitions < wanted.partitions_min;
  const bool too_many = wanted.partitions_max > 0 && topic.partitions > wanted.partitions_max;
  if (too_few || too_many) {
    plan.misfits.push_back(
        misfit("partitions", ExpectedPartitions(wanted), absl::StrCat(topic.partitions)));
  } else if (topic.partitions != wanted.partitions) {
    plan.warnings.push_back(misfit("partitions", absl::StrCat(wanted.partitions, " (recommended)"),
                                   absl::StrCat(topic.partitions)));
  }
  const std::string policy = ConfigOf(topic, kCleanupPolicy);
  if (policy != wanted.cleanup_policy) {
    plan.misfits.push_back(misfit(kCleanupPolicy, std::string(wanted.cleanup_policy), policy));
  }
  if (wanted.local_only && ConfigOf(topic, kRemoteStorage) == "true") {
    plan.misfits.push_back(misfit(kRemoteStorage, "false (local storage)", "true"));
  }
}

kafka::NewTopic NewTopicOf(const Requirement& wanted, const std::string& name,
                           const kafka::ClusterDescription& cluster) {
  const int usual = cluster.default_replication_factor > 0 ? cluster.default_replication_factor
                                                           : kReplicasWithoutKnownDefault;
  return {.name = name,
          .partitions = wanted.partitions,
          .replication_factor = std::max(1, std::min(usual, cluster.brokers)),
          .configs = {{kCleanupPolicy, std::string(wanted.cleanup_policy)}}};
}

}  // namespace

absl::string_view NameOf(TopicRole role) {
  switch (role) {
    case TopicRole::kTaskOffset:
      return "task offset topic";
    case TopicRole::kTaskConfiguration:
      return "task configuration topic";
    case TopicRole::kTaskStatus:
      return "task status topic";
    case TopicRole::kDeadLetters:
      return "dead letter topic";
    case TopicRole::kAbnormalData:
      return "abnormal data topic";
  }
  return "topic";
}

std::string Describe(const Misfit& misfit) {
  return absl::StrCat(NameOf(misfit.role), " ", misfit.topic, ": ", misfit.property, " is ",
                      misfit.found.empty() ? "not set" : misfit.found, ", expected ",
                      misfit.expected);
}

ResourcePlan PlanResources(const ConnectorResources& resources, const TopicDescriptions& existing,
                           const kafka::ClusterDescription& cluster) {
  ResourcePlan plan;
  absl::btree_map<std::string, TopicRole> seen;
  for (const Requirement& wanted : kRequirements) {
    const std::string& name = TopicFor(wanted.role, resources);
    const auto [other, first] = seen.insert({name, wanted.role});
    if (!first) {
      // One error topic may serve both roles (R6); any other topic serves one.
      if (IsErrorTopic(wanted.role) && IsErrorTopic(other->second)) continue;
      plan.misfits.push_back({wanted.role, name, "use", "a topic of its own",
                              absl::StrCat("also the ", NameOf(other->second))});
      continue;
    }
    const auto topic = existing.find(name);
    if (topic != existing.end()) {
      Compare(wanted, topic->second, plan);
    } else if (resources.creation == ResourceCreation::kAutomatic) {
      plan.create.push_back(NewTopicOf(wanted, name, cluster));
    } else {
      plan.misfits.push_back({wanted.role, name, "existence", "an existing topic", "missing"});
    }
  }
  return plan;
}

std::vector<std::string> TopicsOf(const ConnectorResources& resources) {
  std::vector<std::string> names;
  for (const Requirement& wanted : kRequirements) {
    const std::string& name = TopicFor(wanted.role, resources);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

absl::Status StatusOf(const std::vector<Misfit>& misfits) {
  if (misfits.empty()) return absl::OkStatus();
  std::vector<std::string> lines;
  for (const Misfit& misfit : misfits) {
    if (lines.size() == kMisfitsShown) {
      lines.push_back(absl::StrCat("and ", misfits.size() - kMisfitsShown, " more"));
      break;
    }
    lines.push_back(Describe(misfit));
  }
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrJoin(lines, "; ")), "TOPIC_UNFIT"),
      "Sluice alters no existing topic: make it fit, or delete it if nothing else uses it and it "
      "will be made anew");
}

}  // namespace sluice::controlplane

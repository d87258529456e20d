#include "base/kafka/in_memory_admin.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr size_t kMetadataBytesMax = 4096;

absl::Status Refused(absl::string_view name, absl::string_view why) {
  return WithReason(absl::FailedPreconditionError(absl::StrCat("creating topic ", name, ": ", why)),
                    reason::kRefusedByBroker);
}

absl::Status NoSuchTopic(absl::string_view name) {
  return WithReason(absl::NotFoundError(absl::StrCat("topic ", name, " does not exist")),
                    reason::kTopicNotFound);
}

}  // namespace

absl::StatusOr<ClusterDescription> InMemoryAdmin::DescribeCluster(absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("DescribeCluster"));
  MutexLock lock(cluster_.mu_);
  ClusterDescription description;
  description.cluster_id = "in-memory";
  description.brokers = cluster_.brokers_;
  description.tiered_storage = cluster_.tiered_storage_;
  description.broker_version = cluster_.broker_version_;
  if (cluster_.CheckAllowed(OnCluster(Operation::kDescribeConfigs)).ok()) {
    description.default_replication_factor = cluster_.default_replication_factor_;
  }
  return description;
}

absl::StatusOr<std::vector<std::string>> InMemoryAdmin::ListTopics(absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("ListTopics"));
  MutexLock lock(cluster_.mu_);
  std::vector<std::string> names;
  for (const auto& [name, topic] : cluster_.topics_) {
    if (cluster_.CheckAllowed(OnTopic(Operation::kDescribe, name)).ok()) names.push_back(name);
  }
  return names;
}

absl::StatusOr<absl::btree_map<std::string, TopicDescription>> InMemoryAdmin::DescribeTopics(
    const std::vector<std::string>& names, absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("DescribeTopics"));
  MutexLock lock(cluster_.mu_);
  absl::btree_map<std::string, TopicDescription> found;
  for (const std::string& name : names) {
    SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnTopic(Operation::kDescribe, name)));
    const auto topic = cluster_.topics_.find(name);
    if (topic == cluster_.topics_.end()) continue;
    SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnTopic(Operation::kDescribeConfigs, name)));
    TopicDescription& description = found[name];
    description.name = name;
    description.topic_id = topic->second.topic_id;
    description.partitions = static_cast<int>(topic->second.partitions.size());
    description.replication_factor = topic->second.replication_factor;
    description.configs = topic->second.configs;
    description.configs.try_emplace("cleanup.policy", "delete");
    description.configs.try_emplace("remote.storage.enable", "false");
  }
  return found;
}

absl::StatusOr<TopicAnswers> InMemoryAdmin::CreateTopics(const std::vector<NewTopic>& topics,
                                                         absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("CreateTopics"));
  MutexLock lock(cluster_.mu_);
  TopicAnswers answers;
  for (const NewTopic& topic : topics) {
    absl::Status& answer = answers[topic.name];
    answer = cluster_.CheckAllowed(OnTopic(Operation::kCreate, topic.name));
    if (!answer.ok()) continue;
    const auto tiered = topic.configs.find("remote.storage.enable");
    if (cluster_.topics_.contains(topic.name)) {
      answer = WithReason(
          absl::AlreadyExistsError(absl::StrCat("topic ", topic.name, " already exists")),
          reason::kTopicAlreadyExists);
    } else if (topic.replication_factor > cluster_.brokers_) {
      answer = Refused(topic.name, absl::StrCat("replication factor ", topic.replication_factor,
                                                " larger than available brokers"));
    } else if (tiered != topic.configs.end() && tiered->second == "true" &&
               !cluster_.tiered_storage_) {
      answer = WithReason(Refused(topic.name, "tiered storage is disabled in the broker"),
                          reason::kTieredStorageUnavailable);
    } else if (topic.partitions < 1) {
      answer = Refused(topic.name, "number of partitions must be larger than 0");
    } else {
      InMemoryCluster::Topic& made = cluster_.topics_[topic.name];
      made.topic_id = absl::StrCat("topic-id-", ++cluster_.topics_made_);
      made.replication_factor = topic.replication_factor;
      made.configs = topic.configs;
      made.partitions.resize(topic.partitions);
    }
  }
  return answers;
}

absl::StatusOr<TopicAnswers> InMemoryAdmin::DeleteTopics(const std::vector<std::string>& names,
                                                         absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("DeleteTopics"));
  MutexLock lock(cluster_.mu_);
  TopicAnswers answers;
  for (const std::string& name : names) {
    answers[name] = cluster_.CheckAllowed(OnTopic(Operation::kDelete, name));
    if (!answers[name].ok()) continue;
    answers[name] = cluster_.topics_.erase(name) > 0 ? absl::OkStatus() : NoSuchTopic(name);
  }
  return answers;
}

absl::StatusOr<absl::btree_map<TopicPartition, int64_t>> InMemoryAdmin::ListOffsets(
    const std::vector<TopicPartition>& partitions, const OffsetQuery& query,
    IsolationLevel isolation, absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("ListOffsets"));
  MutexLock lock(cluster_.mu_);
  absl::btree_map<TopicPartition, int64_t> offsets;
  for (const TopicPartition& partition : partitions) {
    SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnTopic(Operation::kDescribe, partition.topic)));
    const auto topic = cluster_.topics_.find(partition.topic);
    if (topic == cluster_.topics_.end() || partition.partition < 0 ||
        partition.partition >= static_cast<int32_t>(topic->second.partitions.size())) {
      return NoSuchTopic(partition.ToString());
    }
    const auto& records = topic->second.partitions[partition.partition];
    const int64_t end = isolation == IsolationLevel::kReadCommitted
                            ? cluster_.StableEnd(partition, records)
                            : static_cast<int64_t>(records.size());
    int64_t offset = end;
    if (query.kind == OffsetQuery::Kind::kEarliest) offset = 0;
    if (query.kind == OffsetQuery::Kind::kAtTime) {
      for (offset = 0; offset < end; ++offset) {
        if (records[offset].timestamp >= query.time) break;
      }
    }
    offsets[partition] = offset;
  }
  return offsets;
}

absl::StatusOr<GroupDescription> InMemoryAdmin::DescribeGroup(const std::string& group,
                                                              absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("DescribeGroup"));
  MutexLock lock(cluster_.mu_);
  SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnGroup(Operation::kDescribe, group)));
  const auto found = cluster_.groups_.find(group);
  if (found == cluster_.groups_.end()) return GroupDescription();
  return GroupDescription{
      .state = found->second.members.empty() ? GroupState::kEmpty : GroupState::kStable,
      .members = found->second.members};
}

absl::StatusOr<CommittedOffsets> InMemoryAdmin::FetchOffsets(const std::string& group,
                                                             absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("FetchOffsets"));
  MutexLock lock(cluster_.mu_);
  SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnGroup(Operation::kDescribe, group)));
  const auto found = cluster_.groups_.find(group);
  return found == cluster_.groups_.end() ? CommittedOffsets() : found->second.offsets;
}

absl::StatusOr<PartitionAnswers> InMemoryAdmin::CommitOffsets(const std::string& group,
                                                              const CommittedOffsets& offsets,
                                                              absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("CommitOffsets"));
  MutexLock lock(cluster_.mu_);
  SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnGroup(Operation::kRead, group)));
  PartitionAnswers answers;
  const auto found = cluster_.groups_.find(group);
  const bool has_members = found != cluster_.groups_.end() && !found->second.members.empty();
  for (const auto& [partition, committed] : offsets) {
    absl::Status& answer = answers[partition];
    answer = cluster_.CheckAllowed(OnTopic(Operation::kRead, partition.topic));
    if (!answer.ok()) continue;
    if (has_members) {
      answer = WithReason(absl::AbortedError(absl::StrCat("group ", group, ": unknown member")),
                          reason::kFenced);
    } else if (committed.metadata.size() > kMetadataBytesMax) {
      answer = WithReason(absl::InvalidArgumentError("offset metadata string too large"),
                          reason::kOffsetMetadataTooLarge);
    } else if (!cluster_.topics_.contains(partition.topic)) {
      answer = NoSuchTopic(partition.topic);
    } else {
      cluster_.groups_[group].offsets[partition] = committed;
    }
  }
  return answers;
}

absl::StatusOr<std::vector<MissingRight>> InMemoryAdmin::FindMissingRights(
    const std::vector<Right>& needed, absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("FindMissingRights"));
  MutexLock lock(cluster_.mu_);
  std::vector<MissingRight> missing;
  for (const Right& right : needed) {
    if (!cluster_.CheckAllowed(right).ok()) missing.push_back({"User:tester", right});
  }
  return missing;
}

absl::Status InMemoryAdmin::DeleteGroup(const std::string& group, absl::Duration) {
  SLUICE_RETURN_IF_ERROR(cluster_.CheckReachable("DeleteGroup"));
  MutexLock lock(cluster_.mu_);
  SLUICE_RETURN_IF_ERROR(cluster_.CheckAllowed(OnGroup(Operation::kDelete, group)));
  const auto found = cluster_.groups_.find(group);
  if (found == cluster_.groups_.end()) {
    return WithReason(absl::NotFoundError(absl::StrCat("group ", group, " does not exist")),
                      reason::kGroupNotFound);
  }
  if (!found->second.members.empty()) {
    return WithReason(absl::FailedPreconditionError(absl::StrCat("group ", group, " has members")),
                      reason::kGroupNotEmpty);
  }
  cluster_.groups_.erase(found);
  return absl::OkStatus();
}

}  // namespace sluice::kafka

#include "base/kafka/in_memory_cluster.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/murmur2.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {

void InMemoryCluster::SetReachable(bool reachable) {
  MutexLock lock(mu_);
  reachable_ = reachable;
}

void InMemoryCluster::OnCall(std::function<absl::Status(absl::string_view)> hook) {
  MutexLock lock(mu_);
  hook_ = std::move(hook);
}

void InMemoryCluster::SetBrokers(int brokers, int default_replication_factor) {
  MutexLock lock(mu_);
  brokers_ = brokers;
  default_replication_factor_ = default_replication_factor;
}

void InMemoryCluster::SetBrokerVersion(const std::string& version) {
  MutexLock lock(mu_);
  broker_version_ = version;
}

void InMemoryCluster::SetTieredStorage(bool available) {
  MutexLock lock(mu_);
  tiered_storage_ = available;
}

void InMemoryCluster::Deny(const Right& right) {
  MutexLock lock(mu_);
  denied_.insert(right);
}

void InMemoryCluster::Allow(const Right& right) {
  MutexLock lock(mu_);
  denied_.erase(right);
}

absl::Status InMemoryCluster::CheckAllowed(const Right& right) const {
  if (denied_.count(right) == 0) return absl::OkStatus();
  return DeniedStatus({"User:tester", right}, "in-memory:9092");
}

void InMemoryCluster::LoseAnswers(bool lost) {
  MutexLock lock(mu_);
  answers_are_lost_ = lost;
}

void InMemoryCluster::BeginTransaction(const TopicPartition& partition) {
  MutexLock lock(mu_);
  const Topic& topic = topics_.at(partition.topic);
  transactions_[partition] = static_cast<int64_t>(topic.partitions.at(partition.partition).size());
}

void InMemoryCluster::EndTransactions() {
  MutexLock lock(mu_);
  transactions_.clear();
}

int64_t InMemoryCluster::StableEnd(const TopicPartition& partition,
                                   const std::vector<Record>& records) const {
  const auto open = transactions_.find(partition);
  return open == transactions_.end() ? static_cast<int64_t>(records.size()) : open->second;
}

absl::StatusOr<RecordPosition> InMemoryCluster::Produce(const std::string& topic,
                                                        std::optional<int32_t> partition,
                                                        Record record) {
  auto stored = Append(topic, partition, std::move(record));
  MutexLock lock(mu_);
  if (!stored.ok() || !answers_are_lost_) return stored;
  return WithReason(absl::UnavailableError("Produce: Local: Message timed out; cluster in memory"),
                    reason::kUnreachable);
}

void InMemoryCluster::AddMember(const std::string& group, GroupMember member) {
  MutexLock lock(mu_);
  groups_[group].members.push_back(std::move(member));
}

void InMemoryCluster::RemoveMembers(const std::string& group) {
  MutexLock lock(mu_);
  groups_[group].members.clear();
}

absl::Status InMemoryCluster::CheckReachable(absl::string_view call) {
  std::function<absl::Status(absl::string_view)> hook;
  {
    MutexLock lock(mu_);
    if (!reachable_) {
      return WithReason(
          absl::UnavailableError(absl::StrCat(call, ": Local: Timed out; cluster in memory")),
          reason::kUnreachable);
    }
    hook = hook_;
  }
  return hook ? hook(call) : absl::OkStatus();
}

absl::StatusOr<RecordPosition> InMemoryCluster::Append(const std::string& topic,
                                                       std::optional<int32_t> partition,
                                                       Record record) {
  SLUICE_RETURN_IF_ERROR(CheckReachable("Produce"));
  MutexLock lock(mu_);
  const auto found = topics_.find(topic);
  if (found == topics_.end()) {
    return WithReason(absl::NotFoundError(absl::StrCat("writing to topic ", topic)),
                      reason::kTopicNotFound);
  }
  SLUICE_RETURN_IF_ERROR(CheckAllowed(OnTopic(Operation::kWrite, topic)));
  auto& partitions = found->second.partitions;
  const int32_t count = static_cast<int32_t>(partitions.size());
  const int32_t chosen = partition.has_value() ? *partition
                         : record.key          ? Murmur2Partition(*record.key, count)
                                               : 0;
  if (chosen < 0 || chosen >= count) {
    return WithReason(
        absl::NotFoundError(absl::StrCat("topic ", topic, " has no partition ", chosen)),
        reason::kTopicNotFound);
  }
  partitions[chosen].push_back(std::move(record));
  return RecordPosition{chosen, static_cast<int64_t>(partitions[chosen].size()) - 1};
}

std::vector<InMemoryCluster::Record> InMemoryCluster::Records(const std::string& topic) const {
  MutexLock lock(mu_);
  std::vector<Record> records;
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return records;
  for (const auto& partition : found->second.partitions) {
    records.insert(records.end(), partition.begin(), partition.end());
  }
  return records;
}

}  // namespace sluice::kafka

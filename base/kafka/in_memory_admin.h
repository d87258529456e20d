#ifndef SLUICE_BASE_KAFKA_IN_MEMORY_ADMIN_H_
#define SLUICE_BASE_KAFKA_IN_MEMORY_ADMIN_H_

#include <string>
#include <vector>

#include "base/kafka/admin.h"
#include "base/kafka/in_memory_cluster.h"

namespace sluice::kafka {

// Admin of an InMemoryCluster, which must outlive it. Kept honest by the contract suite that it
// shares with KafkaAdmin.
class InMemoryAdmin : public Admin {
 public:
  explicit InMemoryAdmin(InMemoryCluster& cluster) : cluster_(cluster) {}

  absl::StatusOr<ClusterDescription> DescribeCluster(absl::Duration timeout) override;
  absl::StatusOr<std::vector<std::string>> ListTopics(absl::Duration timeout) override;
  absl::StatusOr<absl::btree_map<std::string, TopicDescription>> DescribeTopics(
      const std::vector<std::string>& names, absl::Duration timeout) override;
  absl::StatusOr<TopicAnswers> CreateTopics(const std::vector<NewTopic>& topics,
                                            absl::Duration timeout) override;
  absl::StatusOr<TopicAnswers> DeleteTopics(const std::vector<std::string>& names,
                                            absl::Duration timeout) override;
  absl::StatusOr<absl::btree_map<TopicPartition, int64_t>> ListOffsets(
      const std::vector<TopicPartition>& partitions, const OffsetQuery& query,
      IsolationLevel isolation, absl::Duration timeout) override;
  absl::StatusOr<GroupDescription> DescribeGroup(const std::string& group,
                                                 absl::Duration timeout) override;
  absl::StatusOr<CommittedOffsets> FetchOffsets(const std::string& group,
                                                absl::Duration timeout) override;
  absl::StatusOr<PartitionAnswers> CommitOffsets(const std::string& group,
                                                 const CommittedOffsets& offsets,
                                                 absl::Duration timeout) override;
  absl::StatusOr<std::vector<MissingRight>> FindMissingRights(const std::vector<Right>& needed,
                                                              absl::Duration timeout) override;
  absl::Status DeleteGroup(const std::string& group, absl::Duration timeout) override;

 private:
  InMemoryCluster& cluster_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_IN_MEMORY_ADMIN_H_

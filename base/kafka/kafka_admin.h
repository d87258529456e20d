#ifndef SLUICE_BASE_KAFKA_KAFKA_ADMIN_H_
#define SLUICE_BASE_KAFKA_KAFKA_ADMIN_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/kafka/admin.h"
#include "base/kafka/broker_configs.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/connection_settings.h"
#include "base/sync/mutex.h"

namespace sluice::kafka {

// Admin of a real cluster, over one librdkafka client, and another one once topics are made or
// deleted: a broker answers the requests of one connection in their order, and those take so long
// that every question of others would wait for them.
class KafkaAdmin : public Admin {
 public:
  // Does not connect yet: a cluster that is away shows at the first call. INVALID_ARGUMENT: bad
  // settings.
  static absl::StatusOr<std::unique_ptr<Admin>> Create(const ConnectionSettings& settings);

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
  explicit KafkaAdmin(std::unique_ptr<ClientHandle> client) : client_(std::move(client)) {}

  // The configurations of one kind of resource (topics, or brokers by id), by resource name.
  absl::StatusOr<absl::btree_map<std::string, TopicConfigs>> DescribeConfigs(
      rd_kafka_ResourceType_t type, const std::vector<std::string>& names, absl::Duration timeout);

  // Remembered for a while.
  absl::StatusOr<TopicConfigs> BrokerConfig(const std::string& broker, absl::Duration timeout);

  // What FindMissingRights learns of one kind of resource.
  absl::StatusOr<std::set<Right>> DeniedOnTopics(const std::vector<Right>& needed,
                                                 absl::Time deadline);
  absl::StatusOr<std::set<Right>> DeniedOnGroups(const std::vector<Right>& needed,
                                                 absl::Time deadline);
  absl::StatusOr<std::set<Right>> DeniedOnCluster(const std::vector<Right>& needed,
                                                  absl::Time deadline);
  // Those of the topics that may be created.
  absl::StatusOr<std::set<std::string>> CreatableOf(const std::set<std::string>& topics,
                                                    absl::Time deadline);
  absl::StatusOr<bool> MayCreate(const std::string& topic, absl::Time deadline);
  // Whether all of them may be read.
  absl::StatusOr<bool> MayReadConfigs(rd_kafka_ResourceType_t type,
                                      const std::vector<std::string>& names, absl::Time deadline);

  // Those of the topics that exist, without their configurations: half of what it takes to describe
  // them.
  absl::StatusOr<absl::btree_map<std::string, TopicDescription>> FindTopics(
      const std::vector<std::string>& names, absl::Duration timeout);

  // Waits until the broker that is asked knows that the topics exist, or that they do not: it
  // learns of a change a moment after the controller has answered. OK also when `deadline` passes
  // first.
  absl::Status AwaitTopics(const std::vector<std::string>& names, bool exist, absl::Time deadline);

  absl::StatusOr<ClientHandle*> ClientForChanges();

  const std::unique_ptr<ClientHandle> client_;
  Mutex mu_;
  BrokerConfigs broker_configs_ SLUICE_GUARDED_BY(mu_);
  std::unique_ptr<ClientHandle> client_for_changes_ SLUICE_GUARDED_BY(mu_);  // Once made, it stays.
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_KAFKA_ADMIN_H_

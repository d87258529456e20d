#ifndef SLUICE_BASE_KAFKA_IN_MEMORY_CLUSTER_H_
#define SLUICE_BASE_KAFKA_IN_MEMORY_CLUSTER_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/kafka/right.h"
#include "base/sync/mutex.h"

namespace sluice::kafka {

// A Kafka cluster that lives in the test: topics with their records, and what groups have
// committed. InMemoryAdmin and InMemoryProducer look at the same cluster. Thread-safe.
class InMemoryCluster {
 public:
  struct Record {
    std::optional<std::string> key;
    std::optional<std::string> value;
    absl::Time timestamp;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
  };
  struct Topic {
    std::string topic_id;
    int replication_factor = 1;
    TopicConfigs configs;
    std::vector<std::vector<Record>> partitions;
  };
  struct Group {
    CommittedOffsets offsets;
    std::vector<GroupMember> members;
  };

  // From now on every call fails with UNAVAILABLE, KAFKA_UNAVAILABLE; or works again.
  void SetReachable(bool reachable);

  // Called before each admin call with its name ("CreateTopics"); an error is the call's answer.
  void OnCall(std::function<absl::Status(absl::string_view call)> hook);

  // What the broker would have of a cluster of `brokers`.
  void SetBrokers(int brokers, int default_replication_factor);

  // What the brokers say that they are, as `3.9-IV0`. They begin without.
  void SetBrokerVersion(const std::string& version);

  // Whether topics with remote.storage.enable=true can be made.
  void SetTieredStorage(bool available);

  // Takes a right from the user of this cluster, User:tester, or gives it back: until then every
  // call that takes it is PERMISSION_DENIED, KAFKA_AUTHORIZATION_FAILED.
  void Deny(const Right& right);
  void Allow(const Right& right);

  // From now on producers are told that nobody answers, although their records are stored; or they
  // are answered again.
  void LoseAnswers(bool lost);

  // Hides what is written to the partition from now on, as a transaction does that stays open: the
  // last stable offset stays where the partition ends now, until EndTransactions().
  void BeginTransaction(const TopicPartition& partition);
  void EndTransactions();

  void AddMember(const std::string& group, GroupMember member);
  void RemoveMembers(const std::string& group);

  // Adds a record, as a producer would.
  absl::StatusOr<RecordPosition> Append(const std::string& topic, std::optional<int32_t> partition,
                                        Record record);

  // All records of a topic, partition by partition.
  std::vector<Record> Records(const std::string& topic) const;

 private:
  friend class InMemoryAdmin;
  friend class InMemoryProducer;
  friend class InMemoryRecordReader;

  absl::Status CheckReachable(absl::string_view call);
  // As Append, for a producer.
  absl::StatusOr<RecordPosition> Produce(const std::string& topic, std::optional<int32_t> partition,
                                         Record record);
  // Where those who read what is committed see an end of the partition, which has `records`.
  int64_t StableEnd(const TopicPartition& partition, const std::vector<Record>& records) const
      SLUICE_REQUIRES(mu_);
  // OK when the user has the right.
  absl::Status CheckAllowed(const Right& right) const SLUICE_REQUIRES(mu_);

  mutable Mutex mu_;
  bool reachable_ SLUICE_GUARDED_BY(mu_) = true;
  std::function<absl::Status(absl::string_view)> hook_ SLUICE_GUARDED_BY(mu_);
  int brokers_ SLUICE_GUARDED_BY(mu_) = 1;
  int default_replication_factor_ SLUICE_GUARDED_BY(mu_) = 1;
  std::string broker_version_ SLUICE_GUARDED_BY(mu_);
  bool tiered_storage_ SLUICE_GUARDED_BY(mu_) = false;
  std::set<Right> denied_ SLUICE_GUARDED_BY(mu_);
  bool answers_are_lost_ SLUICE_GUARDED_BY(mu_) = false;
  // Where transactions are open, and since which offset.
  std::map<TopicPartition, int64_t> transactions_ SLUICE_GUARDED_BY(mu_);
  int topics_made_ SLUICE_GUARDED_BY(mu_) = 0;
  std::map<std::string, Topic> topics_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, Group> groups_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_IN_MEMORY_CLUSTER_H_

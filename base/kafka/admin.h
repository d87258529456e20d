#ifndef SLUICE_BASE_KAFKA_ADMIN_H_
#define SLUICE_BASE_KAFKA_ADMIN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/right.h"
#include "base/kafka/topic_partition.h"

namespace sluice::kafka {

using TopicConfigs = absl::btree_map<std::string, std::string>;

struct TopicDescription {
  std::string name;
  std::string topic_id;  // As Kafka prints it (base64); changes when a topic is made anew. Empty if
                         // unknown.
  int partitions = 0;
  int replication_factor = 0;
  bool internal = false;  // The broker's own, as __consumer_offsets.
  TopicConfigs configs;   // In force, whether set on the topic or inherited from the broker.
};

// What a new topic shall be.
struct NewTopic {
  std::string name;
  int partitions = 1;
  int replication_factor = 1;
  TopicConfigs configs;
};

struct ClusterDescription {
  std::string cluster_id;
  int brokers = 0;
  int default_replication_factor = 0;  // 0: the broker does not let us see it.
  bool tiered_storage = false;         // Topics with remote.storage.enable can be made.
  // As far as it can be told: `3.9-IV0` as the broker is configured, or `4.1` by the requests that
  // it knows. Empty: not known.
  std::string broker_version;
};

enum class GroupState { kAbsent, kEmpty, kRebalancing, kStable, kUnknown };

struct GroupMember {
  std::string member_id;
  std::string group_instance_id;  // Empty unless the member is static.
  std::string client_id;
  std::string host;
  std::vector<TopicPartition> assigned;  // Empty while the group is not kStable.
};

struct GroupDescription {
  GroupState state = GroupState::kAbsent;
  std::vector<GroupMember> members;
};

using CommittedOffsets = absl::btree_map<TopicPartition, CommittedOffset>;
using PartitionAnswers = absl::btree_map<TopicPartition, absl::Status>;
using TopicAnswers = absl::btree_map<std::string, absl::Status>;

enum class IsolationLevel { kReadUncommitted, kReadCommitted };

// Which offset of a partition is asked for.
struct OffsetQuery {
  enum class Kind { kEarliest, kEnd, kAtTime };
  Kind kind = Kind::kEnd;
  absl::Time time = absl::InfinitePast();  // kAtTime: the first record not older than this.

  static OffsetQuery Earliest() { return {Kind::kEarliest}; }
  // The next offset after the last record; with kReadCommitted, the last stable offset.
  static OffsetQuery End() { return {Kind::kEnd}; }
  static OffsetQuery AtTime(absl::Time time) { return {Kind::kAtTime, time}; }
};

// What can be asked of, and done to, a Kafka cluster as a whole.
//
// Thread-safe. Every call blocks until it is answered, at most for `timeout`. Errors carry a reason
// of reasons.h; a broker that is away is UNAVAILABLE, KAFKA_UNAVAILABLE. A call that fails so may
// still be carried out later by the broker: look again before deciding that it did not happen.
class Admin {
 public:
  virtual ~Admin() = default;

  virtual absl::StatusOr<ClusterDescription> DescribeCluster(absl::Duration timeout) = 0;

  // Names of all topics that may be seen, sorted, the broker's own left out.
  virtual absl::StatusOr<std::vector<std::string>> ListTopics(absl::Duration timeout) = 0;

  // By name; topics that do not exist are absent.
  virtual absl::StatusOr<absl::btree_map<std::string, TopicDescription>> DescribeTopics(
      const std::vector<std::string>& names, absl::Duration timeout) = 0;

  // The answer for each topic: OK, ALREADY_EXISTS, or why not. What was made can be described at
  // once, as far as `timeout` allows.
  virtual absl::StatusOr<TopicAnswers> CreateTopics(const std::vector<NewTopic>& topics,
                                                    absl::Duration timeout) = 0;

  // The answer for each topic: OK, NOT_FOUND, or why not.
  virtual absl::StatusOr<TopicAnswers> DeleteTopics(const std::vector<std::string>& names,
                                                    absl::Duration timeout) = 0;

  // One offset for each partition asked. Past the last record, AtTime answers the end.
  virtual absl::StatusOr<absl::btree_map<TopicPartition, int64_t>> ListOffsets(
      const std::vector<TopicPartition>& partitions, const OffsetQuery& query,
      IsolationLevel isolation, absl::Duration timeout) = 0;

  // A group that nobody has ever used is kAbsent, not an error.
  virtual absl::StatusOr<GroupDescription> DescribeGroup(const std::string& group,
                                                         absl::Duration timeout) = 0;

  // What the group has committed, all partitions; empty when there is nothing or no such group.
  virtual absl::StatusOr<CommittedOffsets> FetchOffsets(const std::string& group,
                                                        absl::Duration timeout) = 0;

  // Commits for a group without members, in one request; the group exists afterwards. Judged
  // partition by partition: ABORTED, KAFKA_FENCED where the group has members; UNAVAILABLE,
  // KAFKA_BUSY when its coordinator did not become ready within `timeout`. An error of the whole
  // call is no clear answer: FetchOffsets tells what became of it.
  virtual absl::StatusOr<PartitionAnswers> CommitOffsets(const std::string& group,
                                                         const CommittedOffsets& offsets,
                                                         absl::Duration timeout) = 0;

  // Which of `needed` the user lacks, in their order; empty where brokers have no ACLs. Changes
  // nothing. Of a topic that does not exist yet, only Create, Describe and DescribeConfigs can be
  // seen: its other rights never count as missing.
  virtual absl::StatusOr<std::vector<MissingRight>> FindMissingRights(
      const std::vector<Right>& needed, absl::Duration timeout) = 0;

  // NOT_FOUND, GROUP_NOT_FOUND; FAILED_PRECONDITION, GROUP_NOT_EMPTY while it has members.
  virtual absl::Status DeleteGroup(const std::string& group, absl::Duration timeout) = 0;
};

// One topic. NOT_FOUND, TOPIC_NOT_FOUND when it does not exist.
absl::StatusOr<TopicDescription> DescribeTopic(Admin& admin, const std::string& name,
                                               absl::Duration timeout);

// The first refusal among the answers, or OK.
absl::Status FirstRefusal(const PartitionAnswers& answers);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_ADMIN_H_

#ifndef SLUICE_BASE_KAFKA_KAFKA_GROUP_CONSUMER_H_
#define SLUICE_BASE_KAFKA_KAFKA_GROUP_CONSUMER_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/kafka/committed_offsets.h"
#include "base/kafka/connection_settings.h"
#include "base/kafka/group_consumer.h"
#include "base/kafka/offset_commit_call.h"
#include "base/kafka/right.h"
#include "base/sync/mutex.h"

struct rd_kafka_message_s;
struct rd_kafka_s;
struct rd_kafka_queue_s;
struct rd_kafka_topic_partition_list_s;

namespace sluice::kafka {

class ClientHandle;

struct GroupConsumerOptions {
  ConnectionSettings connection;
  std::string topic;
  std::string group_id;
  // A successor with the same id takes over at once and fences its predecessor.
  std::string group_instance_id;
  // After this long without a heartbeat the group gives the partitions to others.
  absl::Duration session_timeout = absl::Seconds(10);
  // An OffsetCommit without an answer for this long is unclear. Well below the session timeout: a
  // call that hangs longer could be sent under another generation.
  absl::Duration commit_bound = absl::Seconds(4);
  // What the client may hold in its queue before it is polled. An answer under way may bring as
  // much again, or one batch of records, if that is larger.
  int64_t queued_bytes_max = 16 << 20;
};

// The GroupConsumer that speaks to Kafka, through librdkafka.
//
// librdkafka re-sends a commit by itself and may send a deferred one later under another
// generation; neither is seen in its answer. So the requests that go onto the wire are counted, and
// only an answer to exactly one request is believed.
class KafkaGroupConsumer : public GroupConsumer {
 public:
  // Connects to nobody yet. `listener` must outlive the consumer.
  static absl::StatusOr<std::unique_ptr<KafkaGroupConsumer>> Create(
      const GroupConsumerOptions& options, AssignmentListener& listener);
  ~KafkaGroupConsumer() override;

  absl::Status Poll(absl::Duration timeout, int records_max, RecordHandler& handler) override;
  void Pause(int32_t partition) override;
  void Resume(int32_t partition) override;
  absl::Status Rewind(int32_t partition, int64_t offset) override;
  absl::StatusOr<std::optional<CommittedOffset>> ReadCommitted(int32_t partition) override;
  std::vector<PartitionAnswer> Commit(const std::vector<PartitionCommit>& commits) override;
  absl::StatusOr<int64_t> BeginOffset(int32_t partition) override;
  int64_t EndOffset(int32_t partition) override;

 private:
  KafkaGroupConsumer(const GroupConsumerOptions& options, AssignmentListener& listener)
      : options_(options), listener_(listener) {}

  absl::Status Open();
  void OnRebalance(int event, rd_kafka_topic_partition_list_s* partitions);
  void Assign(rd_kafka_topic_partition_list_s* partitions);
  void TakeAway(rd_kafka_topic_partition_list_s* partitions, bool lost);
  void ReadOnWhereWeStood();
  absl::Status SeekToPositions(const std::set<int32_t>& partitions);
  bool IsOutstanding(const std::vector<int32_t>& partitions) SLUICE_REQUIRES(mu_);
  void WaitForOutstanding(const std::vector<int32_t>& partitions);
  absl::StatusOr<CommittedByPartition> ReadAll(const std::vector<int32_t>& partitions);
  void OnClientError(int code, const char* text);
  void OnStatistics(absl::string_view statistics);
  void SawEnd(int32_t partition, int64_t end);
  void HandleError(int32_t partition, int code, const char* text, RecordHandler& handler);
  // Reading includes describing.
  std::vector<Right> Needs() const {
    return {OnTopic(Operation::kRead, options_.topic),
            OnGroup(Operation::kRead, options_.group_id)};
  }
  absl::Status FencedOr(absl::string_view why);
  void End(absl::Status why);
  absl::Status ended() {
    MutexLock lock(mu_);
    return ended_;
  }

  const GroupConsumerOptions options_;
  AssignmentListener& listener_;
  CommitsOnWire commits_on_wire_;
  std::unique_ptr<ClientHandle> handle_;
  rd_kafka_queue_s* queue_ = nullptr;
  RecordHandler* handler_ = nullptr;           // Of the poll under way.
  std::vector<rd_kafka_message_s*> messages_;  // Of the poll under way; kept for the next one.
  bool closing_ = false;
  // Of the polling thread: where each assigned partition stands, and which have been resumed
  // before.
  std::map<int32_t, int64_t> positions_;
  std::set<int32_t> resumed_;

  Mutex commit_mu_;  // Held while a commit is outstanding: there is never a second one.
  Mutex mu_;
  CondVar answered_;
  std::map<int32_t, int64_t> epochs_ SLUICE_GUARDED_BY(mu_);  // Of what is assigned.
  std::set<int32_t> outstanding_ SLUICE_GUARDED_BY(mu_);      // Named by the commit under way.
  std::map<int32_t, int64_t> ends_ SLUICE_GUARDED_BY(mu_);    // Last stable offsets.
  absl::Status ended_ SLUICE_GUARDED_BY(mu_);                 // Not OK: this member is over.
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_KAFKA_GROUP_CONSUMER_H_

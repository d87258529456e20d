#ifndef SLUICE_BASE_KAFKA_GROUP_CONSUMER_H_
#define SLUICE_BASE_KAFKA_GROUP_CONSUMER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/kafka/topic_partition.h"

namespace sluice::kafka {

struct ConsumedHeader {
  absl::string_view key;
  std::optional<absl::string_view> value;
};

// A record as it lies in the client's memory. Valid only within RecordHandler::OnRecord.
struct ConsumedRecord {
  int32_t partition = 0;
  int64_t offset = 0;
  int64_t timestamp_ms = -1;  // -1: it has none.
  std::optional<absl::string_view> key;
  std::optional<absl::string_view> value;

  // The headers in their order; as short-lived as the record. Read only when asked for: few records
  // are.
  std::vector<ConsumedHeader> Headers() const {
    return read_headers == nullptr ? std::vector<ConsumedHeader>() : read_headers(native);
  }

  const void* native = nullptr;
  std::vector<ConsumedHeader> (*read_headers)(const void* native) = nullptr;
};

// Takes what a poll brings. The polling thread calls.
class RecordHandler {
 public:
  virtual ~RecordHandler() = default;
  virtual void OnRecord(const ConsumedRecord& record) = 0;
  // Everything below `offset` that counts has been brought; nothing is there yet.
  virtual void OnEnd(int32_t partition, int64_t offset) = 0;
  // The partition cannot be read on: TOPIC_NOT_FOUND, RECORDS_EXPIRED, SOURCE_TRUNCATED,
  // KAFKA_AUTHORIZATION_FAILED …
  virtual void OnError(int32_t partition, const absl::Status& error) = 0;
};

// A partition that the group has just given to this member.
struct AssignedPartition {
  int32_t partition = 0;
  // Names this assignment: never the same again, in this process.
  int64_t epoch = 0;
  // What the group had committed after the assignment; nothing when it has nothing.
  std::optional<CommittedOffset> committed;
};

// Hears what the group gives and takes. The polling thread calls, inside Poll.
class AssignmentListener {
 public:
  virtual ~AssignmentListener() = default;
  // The partitions are paused at their committed offset (0 without one) until Resume.
  virtual void OnAssigned(const std::vector<AssignedPartition>& partitions) = 0;
  // Forget everything that belongs to these assignments. From now on Commit refuses them.
  virtual void OnTakenAway(const std::vector<int32_t>& partitions) = 0;
};

// What to commit for one partition, and under which assignment.
struct PartitionCommit {
  int32_t partition = 0;
  int64_t epoch = 0;
  CommittedOffset committed;
};

// The answer for one partition.
enum class CommitVerdict {
  kAccepted,  // It stands.
  kRefused,   // It certainly does not stand, and never will.
  kUnclear,   // Nobody knows, now or later: only a new member makes late copies harmless.
};

struct PartitionAnswer {
  int32_t partition = 0;
  CommitVerdict verdict = CommitVerdict::kUnclear;
  absl::Status status;  // Why it was not accepted.
};

// One static member of a consumer group that reads one topic. It reads committed records only,
// starts nowhere by itself, and commits what it is told.
//
// After an unclear commit, or once another process has taken its place, the member is over: Poll
// returns an error and the owner makes a new one. Poll, Pause, Resume, Rewind: one thread. Commit
// and the rest: any thread.
class GroupConsumer {
 public:
  // Leaves nothing behind on the wire: what was not sent is never sent. A static member does not
  // say goodbye; the group misses it after its session timeout, or its successor takes over at
  // once.
  virtual ~GroupConsumer() = default;

  // Brings up to `records_max` records within `timeout`, and calls the assignment listener.
  // ABORTED, KAFKA_FENCED: another process holds this member's place. UNAVAILABLE, KAFKA_REJOIN:
  // make a new consumer.
  virtual absl::Status Poll(absl::Duration timeout, int records_max, RecordHandler& handler) = 0;

  // Partitions that are not assigned are ignored.
  virtual void Pause(int32_t partition) = 0;
  virtual void Resume(int32_t partition) = 0;

  // Lets the partition bring records from `offset` on again.
  virtual absl::Status Rewind(int32_t partition, int64_t offset) = 0;

  // What the group has committed for the partition, transactions settled.
  virtual absl::StatusOr<std::optional<CommittedOffset>> ReadCommitted(int32_t partition) = 0;

  // One OffsetCommit for all of them, at most one at a time: another caller waits. A partition
  // whose epoch is over is refused without being sent. Answers in the order of `commits`. Ends
  // within Options::commit_bound.
  virtual std::vector<PartitionAnswer> Commit(const std::vector<PartitionCommit>& commits) = 0;

  // The first record that is still there; asks the broker, for a few seconds at most.
  virtual absl::StatusOr<int64_t> BeginOffset(int32_t partition) = 0;

  // The last stable offset of the partition as last told by the broker: what an open transaction
  // wrote lies beyond. -1 when not yet known.
  virtual int64_t EndOffset(int32_t partition) = 0;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_GROUP_CONSUMER_H_

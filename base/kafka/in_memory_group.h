#ifndef SLUICE_BASE_KAFKA_IN_MEMORY_GROUP_H_
#define SLUICE_BASE_KAFKA_IN_MEMORY_GROUP_H_

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/kafka/group_consumer.h"
#include "base/sync/mutex.h"

namespace sluice::kafka {

// A topic and the consumer group that reads it, for tests. One member at a time holds all
// partitions; whoever joins takes over and fences the one before, as a static member of the same
// name does. Thread-safe.
class InMemoryGroup {
 public:
  explicit InMemoryGroup(int partitions) : topic_(partitions) {}

  struct Record {
    std::optional<std::string> key;
    std::optional<std::string> value;
    int64_t timestamp_ms = 0;
  };

  // The record's offset.
  int64_t Append(int32_t partition, Record record);
  // What retention does: records below `begin` are gone.
  void DeleteRecords(int32_t partition, int64_t begin);
  // Lets the next offset be further on, as a transaction marker does.
  void AppendMarker(int32_t partition);

  std::optional<CommittedOffset> Committed(int32_t partition) const;
  void SetCommitted(int32_t partition, CommittedOffset committed);
  void ForgetCommitted(int32_t partition);

  // The group must outlive the member. Its first Poll is assigned all partitions.
  std::unique_ptr<GroupConsumer> Join(AssignmentListener& listener);

  // The next Commit of any member gives this verdict for all its partitions, whether or not they
  // are `written`. Several queue up.
  void AnswerNextCommit(CommitVerdict verdict, bool written);

  int commits() const;

 private:
  class Member;
  struct Answer {
    CommitVerdict verdict;
    bool written;
  };

  mutable Mutex mu_;
  std::vector<std::vector<std::optional<Record>>> topic_
      SLUICE_GUARDED_BY(mu_);  // Nothing: a marker.
  std::map<int32_t, int64_t> begins_ SLUICE_GUARDED_BY(mu_);
  std::map<int32_t, CommittedOffset> committed_ SLUICE_GUARDED_BY(mu_);
  std::deque<Answer> answers_ SLUICE_GUARDED_BY(mu_);
  int64_t generation_ SLUICE_GUARDED_BY(mu_) = 0;
  int64_t next_epoch_ SLUICE_GUARDED_BY(mu_) = 1;
  int commits_ SLUICE_GUARDED_BY(mu_) = 0;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_IN_MEMORY_GROUP_H_

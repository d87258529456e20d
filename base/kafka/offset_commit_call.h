#ifndef SLUICE_BASE_KAFKA_OFFSET_COMMIT_CALL_H_
#define SLUICE_BASE_KAFKA_OFFSET_COMMIT_CALL_H_

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/group_consumer.h"
#include "base/kafka/right.h"

namespace sluice::kafka {

// How many OffsetCommit requests a client has put onto the wire: librdkafka re-sends by itself, and
// its answers do not tell.
class CommitsOnWire {
 public:
  // Counts from the client's first request on. The counter must outlive the client.
  void Watch(rd_kafka_conf_t* conf);
  int64_t count() const { return count_.load(); }

 private:
  std::atomic<int64_t> count_ = 0;  // librdkafka's threads add.
};

// Sends one OffsetCommit and judges its answer, partition by partition (rule S4): it is believed
// only when exactly one request went onto the wire and the answer is success, or a refusal that the
// coordinator gives before it writes anything. One call at a time for a client.
struct OffsetCommitCall {
  ClientHandle& client;
  const CommitsOnWire& on_wire;
  const std::string& topic;
  const std::string& group_id;
  std::vector<Right> needs;
  absl::Duration bound;  // Without an answer for this long, it is unclear.

  // Answers in the order of `commits`.
  std::vector<PartitionAnswer> Send(const std::vector<PartitionCommit>& commits) const;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_OFFSET_COMMIT_CALL_H_

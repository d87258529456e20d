#ifndef SLUICE_BASE_KAFKA_COMMIT_RULES_H_
#define SLUICE_BASE_KAFKA_COMMIT_RULES_H_

#include <cstdint>
#include <map>
#include <optional>

#include "base/kafka/group_consumer.h"

namespace sluice::kafka {

// What came back of one OffsetCommit. Errors are Kafka's numbers, or negative ones of the client
// library; 0 is success.
struct CommitReply {
  int64_t requests_sent = 0;                // That went onto the wire between the call and its end.
  int call_error = 0;                       // Of the call as a whole.
  std::map<int32_t, int> partition_errors;  // Of the partitions that the answer names.
};

// The error that concerns this partition.
int ErrorOf(const CommitReply& reply, int32_t partition);

// Whether the entry of this partition stands. Each partition is judged apart, and only an answer to
// exactly one request is believed: the client library re-sends by itself.
CommitVerdict JudgeCommit(const CommitReply& reply, int32_t partition);

// Whether work that was begun under `epoch` may still be sent. `current`: the assignment that holds
// now; nothing when the partition is not ours.
bool MaySend(std::optional<int64_t> current, int64_t epoch);

// What a rebalance callback does before it lets go of partitions.
enum class BeforeLettingGo {
  kNothing,
  kWaitForAnswer,  // A commit that names one of them is outstanding: it could be sent anew, under a
                   // generation in which they are another's.
  kEndMember,      // The generation is gone: nothing is worth waiting for. The client library would
                   // join anew by itself, which fences whoever has taken this member's place.
};

// `lost`: the group has taken them without asking. `outstanding`: a commit that names one of them
// has no answer yet.
BeforeLettingGo PlanLettingGo(bool lost, bool outstanding);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_COMMIT_RULES_H_

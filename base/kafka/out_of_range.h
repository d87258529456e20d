#ifndef SLUICE_BASE_KAFKA_OUT_OF_RANGE_H_
#define SLUICE_BASE_KAFKA_OUT_OF_RANGE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/kafka/right.h"
#include "base/kafka/topic_partition.h"

namespace sluice::kafka {

class ClientHandle;

// Which records a partition holds.
struct PartitionRange {
  int64_t begin = 0;  // The first.
  int64_t end = 0;    // Behind the last.
};

// Asks the broker, for a few seconds at most.
absl::StatusOr<PartitionRange> AskRange(ClientHandle& client, const TopicPartition& partition,
                                        const std::vector<Right>& needs);

// Why a record at `next_offset` cannot be read although nothing else is wrong. OUT_OF_RANGE,
// RECORDS_EXPIRED: retention has deleted it; the message counts what is lost. OUT_OF_RANGE,
// SOURCE_TRUNCATED: the partition ends before it. Pure.
absl::Status WhyOutOfRange(const absl::StatusOr<PartitionRange>& range,
                           const TopicPartition& partition, int64_t next_offset);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_OUT_OF_RANGE_H_

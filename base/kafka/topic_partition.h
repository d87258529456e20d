#ifndef SLUICE_BASE_KAFKA_TOPIC_PARTITION_H_
#define SLUICE_BASE_KAFKA_TOPIC_PARTITION_H_

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace sluice::kafka {

// One partition of one topic.
struct TopicPartition {
  std::string topic;
  int32_t partition = 0;

  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;

  template <typename H>
  friend H AbslHashValue(H h, const TopicPartition& p) {
    return H::combine(std::move(h), p.topic, p.partition);
  }

  // As Kafka's own tools write it: `orders-0`.
  std::string ToString() const { return absl::StrCat(topic, "-", partition); }
};

// What a consumer group has committed for one partition.
struct CommittedOffset {
  int64_t next_offset = 0;  // The next one to read.
  std::string metadata;     // Text that its committer left; the broker keeps up to 4096 bytes.

  friend bool operator==(const CommittedOffset&, const CommittedOffset&) = default;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_TOPIC_PARTITION_H_

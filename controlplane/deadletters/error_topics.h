#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_ERROR_TOPICS_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_ERROR_TOPICS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/record_reader.h"
#include "base/kafka/topic_partition.h"
#include "controlplane/deadletters/dead_letter.h"

namespace sluice::controlplane {

// Offsets of partitions of error topics.
using ErrorRanges = std::map<kafka::TopicPartition, kafka::OffsetRange>;

// The dead letter and the abnormal data topic of a connector while they are looked at; both may be
// one. Borrows `connector`. One thread.
class ErrorTopics {
 public:
  // A topic that is not there yet has no letters. Errors as RecordReader::Look.
  static absl::StatusOr<ErrorTopics> Begin(kafka::RecordReader& reader, const Connector& connector,
                                           absl::Duration timeout);

  // What there is to read.
  const ErrorRanges& bounds() const { return bounds_; }

  // Shows the connector's letters in `ranges`, those of one partition in their order, each with its
  // whole payload. Returns the partitions of which everything was seen.
  absl::StatusOr<std::set<kafka::TopicPartition>> Read(const ErrorRanges& ranges,
                                                       absl::Duration timeout,
                                                       const std::function<void(DeadLetter)>& show);

  // Of all records that were read, also of others.
  int64_t bytes_read() const { return bytes_read_; }

 private:
  explicit ErrorTopics(const Connector& connector) : connector_(connector) {}

  const Connector& connector_;
  std::map<std::string, std::unique_ptr<kafka::TopicLook>> looks_;  // By topic.
  ErrorRanges bounds_;
  int64_t bytes_read_ = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_ERROR_TOPICS_H_

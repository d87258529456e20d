#ifndef SLUICE_BASE_KAFKA_TOPIC_LOOK_H_
#define SLUICE_BASE_KAFKA_TOPIC_LOOK_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/stored_record.h"

namespace sluice::kafka {

// Offsets of one partition: from `from`, up to but not with `to`.
struct OffsetRange {
  int64_t from = 0;
  int64_t to = 0;

  friend bool operator==(const OffsetRange&, const OffsetRange&) = default;
};
using OffsetRanges = std::map<int32_t, OffsetRange>;  // By partition.

// One topic that is being looked at, without leaving a trace: no group, no commit. Holds a client
// of its own as long as it lives. One thread.
class TopicLook {
 public:
  virtual ~TopicLook() = default;

  // From the oldest record to the last stable offset of each partition, as it was when the look
  // began.
  virtual const OffsetRanges& bounds() const = 0;

  // Shows the committed records in `ranges`, those of one partition in their order; memory holds
  // one at a time besides what the client has fetched ahead. Returns the partitions of which
  // everything was seen: of the others time ended first, or retention was faster. Errors as
  // RecordReader's.
  virtual absl::StatusOr<std::set<int32_t>> Read(const OffsetRanges& ranges, absl::Duration timeout,
                                                 const std::function<void(StoredRecord)>& show) = 0;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_TOPIC_LOOK_H_

#ifndef SLUICE_BASE_KAFKA_RECORD_READER_H_
#define SLUICE_BASE_KAFKA_RECORD_READER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/stored_record.h"
#include "base/kafka/topic_look.h"

namespace sluice::kafka {

struct ReadLimits {
  int records_max = 20;
  int64_t bytes_max = 4 << 20;                 // Keys, values and headers together.
  absl::Duration timeout = absl::Seconds(10);  // Connecting included.
  std::optional<int32_t> partition;            // Not set: all.
};

struct LastRecords {
  std::vector<StoredRecord> records;  // Newest first: by timestamp, then by offset.
  // Bytes or time ended before `records_max` were read: there may be more, also newer ones.
  bool cut_short = false;
};

using NewestByKey = std::map<std::string, StoredRecord>;

// Puts `record` into `newest` when it is of one of `keys` and newer than what is there. A key's
// records are in one partition, unless the topic has got more partitions since.
void KeepNewest(StoredRecord record, const std::set<std::string>& keys, NewestByKey& newest);

// Looks at what is in a topic without leaving a trace: no group, no commit. Thread-safe.
class RecordReader {
 public:
  virtual ~RecordReader() = default;

  // The last records of the topic, committed ones only: what an open or aborted transaction wrote
  // is not seen, nor anything after the last stable offset. NOT_FOUND, TOPIC_NOT_FOUND;
  // PERMISSION_DENIED, KAFKA_AUTHORIZATION_FAILED; UNAVAILABLE when no broker answers in time.
  virtual absl::StatusOr<LastRecords> ReadLast(const std::string& topic,
                                               const ReadLimits& limits) = 0;

  // The newest committed record of each of `keys`, as compaction would keep it; a key without any
  // is missing in the answer, a tombstone is there. Reads from the end towards the beginning until
  // every key is found, so a key that is not there costs a look at the whole topic. Errors as
  // above; UNAVAILABLE also when that takes longer than `timeout`: nothing is answered in part.
  virtual absl::StatusOr<NewestByKey> ReadNewest(const std::string& topic,
                                                 const std::set<std::string>& keys,
                                                 absl::Duration timeout) = 0;

  // Begins a look that goes where the caller wants; `timeout` is of finding partitions and bounds.
  // Errors as above.
  virtual absl::StatusOr<std::unique_ptr<TopicLook>> Look(const std::string& topic,
                                                          absl::Duration timeout) = 0;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_RECORD_READER_H_

#ifndef SLUICE_BASE_KAFKA_PRODUCER_H_
#define SLUICE_BASE_KAFKA_PRODUCER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::kafka {

struct RecordHeader {
  absl::string_view key;
  std::optional<absl::string_view> value;
};

// A record to write. It borrows everything: the views need to live only until Produce() returns.
struct ProducerRecord {
  absl::string_view topic;
  // Not set: by murmur2 of the key, as Java's producer does; without a key, any.
  std::optional<int32_t> partition;
  std::optional<absl::string_view> key;
  std::optional<absl::string_view> value;  // Not set: a tombstone.
  std::optional<absl::Time> timestamp;     // Not set: now.
  std::vector<RecordHeader> headers;
};

// Where a record has been stored.
struct RecordPosition {
  int32_t partition = 0;
  int64_t offset = 0;
};

// Called once for each record that Produce() took, from a thread of the producer; must not block.
using DeliveryCallback = std::function<void(absl::StatusOr<RecordPosition>)>;

// Writes records, each stored by all in-sync replicas before it counts as delivered, and in order
// for each partition.
//
// Thread-safe. A delivery that fails with UNAVAILABLE may have been stored all the same.
class Producer {
 public:
  virtual ~Producer() = default;

  // Takes the record into a bounded queue and returns. RESOURCE_EXHAUSTED,
  // KAFKA_PRODUCER_QUEUE_FULL: wait for deliveries and try again. UNAVAILABLE,
  // KAFKA_PRODUCER_UNUSABLE: make a new producer. After an error `delivered` is never called.
  virtual absl::Status Produce(const ProducerRecord& record, DeliveryCallback delivered) = 0;

  // False, for ever: whatever it is given fails, for whatever reason; a new producer may do better.
  virtual bool CanSend() const { return true; }

  // Waits until everything taken so far is delivered or has failed.
  virtual absl::Status Flush(absl::Duration timeout) = 0;
};

// Writes one record and waits for its delivery. UNAVAILABLE when `timeout` passes first.
absl::StatusOr<RecordPosition> ProduceAndWait(Producer& producer, const ProducerRecord& record,
                                              absl::Duration timeout);

// Writes all records and waits: OK when every one is stored, otherwise the first failure.
absl::Status ProduceAllAndWait(Producer& producer, const std::vector<ProducerRecord>& records,
                               absl::Duration timeout);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_PRODUCER_H_

#ifndef SLUICE_BASE_KAFKA_IN_MEMORY_PRODUCER_H_
#define SLUICE_BASE_KAFKA_IN_MEMORY_PRODUCER_H_

#include <utility>

#include "base/kafka/in_memory_cluster.h"
#include "base/kafka/producer.h"

namespace sluice::kafka {

// Producer of an InMemoryCluster, which must outlive it: stores at once and calls back before it
// returns.
class InMemoryProducer : public Producer {
 public:
  explicit InMemoryProducer(InMemoryCluster& cluster) : cluster_(cluster) {}

  absl::Status Produce(const ProducerRecord& record, DeliveryCallback delivered) override {
    InMemoryCluster::Record stored;
    if (record.key.has_value()) stored.key = std::string(*record.key);
    if (record.value.has_value()) stored.value = std::string(*record.value);
    stored.timestamp = record.timestamp.value_or(absl::Now());
    for (const RecordHeader& header : record.headers) {
      stored.headers.emplace_back(std::string(header.key),
                                  header.value.has_value()
                                      ? std::optional<std::string>(std::string(*header.value))
                                      : std::nullopt);
    }
    delivered(cluster_.Produce(std::string(record.topic), record.partition, std::move(stored)));
    return absl::OkStatus();
  }

  absl::Status Flush(absl::Duration) override { return absl::OkStatus(); }

 private:
  InMemoryCluster& cluster_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_IN_MEMORY_PRODUCER_H_

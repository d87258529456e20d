#ifndef SLUICE_BASE_KAFKA_IN_MEMORY_RECORD_READER_H_
#define SLUICE_BASE_KAFKA_IN_MEMORY_RECORD_READER_H_

#include <string>

#include "base/kafka/in_memory_cluster.h"
#include "base/kafka/record_reader.h"

namespace sluice::kafka {

// Reads from an InMemoryCluster, which must outlive it.
class InMemoryRecordReader : public RecordReader {
 public:
  explicit InMemoryRecordReader(InMemoryCluster& cluster) : cluster_(cluster) {}

  absl::StatusOr<LastRecords> ReadLast(const std::string& topic, const ReadLimits& limits) override;

 private:
  InMemoryCluster& cluster_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_IN_MEMORY_RECORD_READER_H_

#ifndef SLUICE_BASE_KAFKA_IN_MEMORY_RECORD_READER_H_
#define SLUICE_BASE_KAFKA_IN_MEMORY_RECORD_READER_H_

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/kafka/in_memory_cluster.h"
#include "base/kafka/record_reader.h"

namespace sluice::kafka {

// Reads from an InMemoryCluster, which must outlive it.
class InMemoryRecordReader : public RecordReader {
 public:
  explicit InMemoryRecordReader(InMemoryCluster& cluster) : cluster_(cluster) {}

  absl::StatusOr<LastRecords> ReadLast(const std::string& topic, const ReadLimits& limits) override;
  absl::StatusOr<NewestByKey> ReadNewest(const std::string& topic,
                                         const std::set<std::string>& keys,
                                         absl::Duration timeout) override;
  absl::StatusOr<std::unique_ptr<TopicLook>> Look(const std::string& topic,
                                                  absl::Duration timeout) override;

 private:
  class CopiedTopic;

  // Shows every record of the topic, or of one partition of it.
  absl::Status Read(absl::string_view call, const std::string& topic, std::optional<int32_t> only,
                    const std::function<void(StoredRecord)>& show);

  InMemoryCluster& cluster_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_IN_MEMORY_RECORD_READER_H_

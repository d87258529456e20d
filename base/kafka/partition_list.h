#ifndef SLUICE_BASE_KAFKA_PARTITION_LIST_H_
#define SLUICE_BASE_KAFKA_PARTITION_LIST_H_

#include <librdkafka/rdkafka.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "base/kafka/topic_partition.h"

// librdkafka's list of partitions. Only base/kafka includes this.
namespace sluice::kafka {

struct PartitionListDeleter {
  void operator()(rd_kafka_topic_partition_list_t* list) const {
    rd_kafka_topic_partition_list_destroy(list);
  }
};
using PartitionList = std::unique_ptr<rd_kafka_topic_partition_list_t, PartitionListDeleter>;

inline PartitionList NewPartitionList(size_t expected) {
  return PartitionList(rd_kafka_topic_partition_list_new(static_cast<int>(expected)));
}

// The new element; valid until the next one is added.
inline rd_kafka_topic_partition_t* AddPartition(PartitionList& list, const TopicPartition& p) {
  return rd_kafka_topic_partition_list_add(list.get(), p.topic.c_str(), p.partition);
}

// The list frees the copy.
inline void SetMetadata(rd_kafka_topic_partition_t& element, absl::string_view metadata) {
  std::free(element.metadata);
  element.metadata = nullptr;
  element.metadata_size = 0;
  if (metadata.empty()) return;
  element.metadata = std::malloc(metadata.size());
  std::memcpy(element.metadata, metadata.data(), metadata.size());
  element.metadata_size = metadata.size();
}

inline std::string MetadataOf(const rd_kafka_topic_partition_t& element) {
  if (element.metadata == nullptr) return "";
  return std::string(static_cast<const char*>(element.metadata), element.metadata_size);
}

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_PARTITION_LIST_H_

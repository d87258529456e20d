#include "base/kafka/committed_offsets.h"

#include <librdkafka/rdkafka.h>

#include "absl/strings/str_cat.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/partition_list.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr int kReadMs = 5000;

}  // namespace

absl::StatusOr<CommittedByPartition> ReadCommittedOffsets(ClientHandle& client,
                                                          const std::string& topic,
                                                          const std::string& group_id,
                                                          const std::vector<int32_t>& partitions,
                                                          const std::vector<Right>& needs) {
  PartitionList list = NewPartitionList(partitions.size());
  for (int32_t partition : partitions) AddPartition(list, {topic, partition});
  const std::string doing = absl::StrCat("reading the committed offsets of group ", group_id);
  SLUICE_RETURN_IF_ERROR(
      client.StatusOf(rd_kafka_committed(client.get(), list.get(), kReadMs), doing, needs));
  CommittedByPartition committed;
  for (int i = 0; i < list->cnt; ++i) {
    const rd_kafka_topic_partition_t& element = list->elems[i];
    SLUICE_RETURN_IF_ERROR(client.StatusOf(element.err, doing, needs));
    if (element.offset < 0) continue;
    committed[element.partition] = {.next_offset = element.offset, .metadata = MetadataOf(element)};
  }
  return committed;
}

}  // namespace sluice::kafka

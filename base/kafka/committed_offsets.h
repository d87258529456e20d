#ifndef SLUICE_BASE_KAFKA_COMMITTED_OFFSETS_H_
#define SLUICE_BASE_KAFKA_COMMITTED_OFFSETS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/kafka/right.h"
#include "base/kafka/topic_partition.h"

namespace sluice::kafka {

class ClientHandle;

using CommittedByPartition = std::map<int32_t, CommittedOffset>;

// What the client's own group has committed for these partitions, transactions settled; one without
// anything is missing in the answer. Waits a few seconds at most.
absl::StatusOr<CommittedByPartition> ReadCommittedOffsets(ClientHandle& client,
                                                          const std::string& topic,
                                                          const std::string& group_id,
                                                          const std::vector<int32_t>& partitions,
                                                          const std::vector<Right>& needs);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_COMMITTED_OFFSETS_H_

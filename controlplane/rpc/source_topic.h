#ifndef SLUICE_CONTROLPLANE_RPC_SOURCE_TOPIC_H_
#define SLUICE_CONTROLPLANE_RPC_SOURCE_TOPIC_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// FAILED_PRECONDITION, SOURCE_TOPIC_NOT_FOUND (R2).
absl::Status SourceTopicNotFound(absl::string_view topic);

// FAILED_PRECONDITION, SOURCE_PARTITION_NOT_FOUND.
absl::Status SourcePartitionNotFound(absl::string_view topic, int partition, int partitions);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_SOURCE_TOPIC_H_

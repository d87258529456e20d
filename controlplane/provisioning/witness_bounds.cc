#include "controlplane/provisioning/witness_bounds.h"

#include <algorithm>
#include <vector>

#include "base/kafka/admin.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {

bool WritesElsewhere(const MaxComputeSink& before, const MaxComputeSink& after) {
  return before.endpoint != after.endpoint || before.tunnel_endpoint != after.tunnel_endpoint ||
         before.project != after.project || before.schema != after.schema ||
         before.table != after.table || before.delivery != after.delivery;
}

absl::StatusOr<OffsetByPartition> WitnessBounds::Ask(const Connector& connector,
                                                     const Instance& instance) {
  const absl::Duration deadline = clock_.Monotonic() + timeout_;
  const auto left = [&] { return std::max(absl::Milliseconds(1), deadline - clock_.Monotonic()); };
  SLUICE_ASSIGN_OR_RETURN(const auto admin, connections_.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(const kafka::TopicDescription source,
                          kafka::DescribeTopic(*admin, connector.spec.source.topic, left()));
  SLUICE_ASSIGN_OR_RETURN(const kafka::CommittedOffsets committed,
                          admin->FetchOffsets(connector.spec.resources.task_group, left()));
  std::vector<kafka::TopicPartition> read;
  for (int32_t i = 0; i < source.partitions; ++i) {
    const kafka::TopicPartition partition = {source.name, i};
    const bool pinned = connector.start_pin.has_value() && connector.start_pin->offsets.contains(i);
    if (pinned || committed.contains(partition)) read.push_back(partition);
  }
  SLUICE_ASSIGN_OR_RETURN(const auto ends,
                          admin->ListOffsets(read, kafka::OffsetQuery::End(),
                                             kafka::IsolationLevel::kReadUncommitted, left()));
  OffsetByPartition bounds;
  for (const auto& [partition, end] : ends) bounds[partition.partition] = end;
  return bounds;
}

}  // namespace sluice::controlplane

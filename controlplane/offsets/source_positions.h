#ifndef SLUICE_CONTROLPLANE_OFFSETS_SOURCE_POSITIONS_H_
#define SLUICE_CONTROLPLANE_OFFSETS_SOURCE_POSITIONS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/offsets/offset_plan.h"
#include "controlplane/provisioning/task_group.h"

namespace sluice::controlplane {

// Where a connector stands in its source topic, as the brokers say.
struct SourcePositions {
  PositionByPartition partitions;  // One for each partition that the topic has.
  OffsetByPartition log_ends;      // Behind the last record, of open transactions, too.
  TaskGroup group;
};

// Asks for all of it, in a few calls of at most `timeout` each; `at_time` with
// OffsetTarget::Kind::kTime.
//
// FAILED_PRECONDITION: SOURCE_TOPIC_NOT_FOUND; SOURCE_RECREATED when the topic is not the one that
// the connector was deployed on; FOREIGN_LEDGER. UNAVAILABLE: try again.
absl::StatusOr<SourcePositions> ReadPositions(kafka::Admin& admin, const Connector& connector,
                                              const Instance& instance,
                                              std::optional<absl::Time> at_time,
                                              absl::Duration timeout);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OFFSETS_SOURCE_POSITIONS_H_

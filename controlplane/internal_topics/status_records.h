#ifndef SLUICE_CONTROLPLANE_INTERNAL_TOPICS_STATUS_RECORDS_H_
#define SLUICE_CONTROLPLANE_INTERNAL_TOPICS_STATUS_RECORDS_H_

#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "controlplane/internal_topics/held_records.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

// What is to be written into connect-status-<name>, which holds `held` of this connector, so that
// it says what is observed: in the forms of Kafka Connect, whose states are fewer than ours (B16).
// Nothing when it says so already. Pure.
//
// A task that is gone is UNASSIGNED, then erased. That a connector reads a topic is said once, when
// it first took a record of it.
std::vector<RecordChange> StatusChanges(const Connector& connector, absl::Span<const Task> tasks,
                                        absl::Time now, const HeldRecords& held);

// The end of a connector: nothing of it stays.
std::vector<RecordChange> StatusErasure(const Connector& connector, const HeldRecords& held);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_INTERNAL_TOPICS_STATUS_RECORDS_H_

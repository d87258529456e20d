#ifndef SLUICE_CONTROLPLANE_RECONCILE_STATUS_RECORDS_H_
#define SLUICE_CONTROLPLANE_RECONCILE_STATUS_RECORDS_H_

#include <map>
#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

// What connect-status-<name> holds of a connector and its tasks: values by key, in the forms of
// Kafka Connect, whose states are fewer than ours (B16). Pure.
std::map<std::string, std::string> StatusRecordsOf(const Connector& connector,
                                                   absl::Span<const Task> tasks, absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_STATUS_RECORDS_H_

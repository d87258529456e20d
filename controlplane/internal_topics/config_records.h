#ifndef SLUICE_CONTROLPLANE_INTERNAL_TOPICS_CONFIG_RECORDS_H_
#define SLUICE_CONTROLPLANE_INTERNAL_TOPICS_CONFIG_RECORDS_H_

#include <vector>

#include "controlplane/internal_topics/held_records.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// What is to be written into connect-config-<name>, which holds `held` of this connector, so that
// it says what was asked for: in the forms and the order of Kafka Connect (B16), and nothing when
// it says so already. Pure.
//
// A connector that does not run is told so before it is known, so that no reader thinks it starts.
// Task records count for a reader only with the commit behind them.
std::vector<RecordChange> ConfigChanges(const Connector& connector, const HeldRecords& held);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_INTERNAL_TOPICS_CONFIG_RECORDS_H_

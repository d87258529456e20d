#ifndef SLUICE_CONTROLPLANE_RECONCILE_CONFIG_RECORDS_H_
#define SLUICE_CONTROLPLANE_RECONCILE_CONFIG_RECORDS_H_

#include <string>
#include <utility>
#include <vector>

#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// What connect-config-<name> holds of a connector: keys and values in the order in which they are
// written, in the forms of Kafka Connect (B16). Pure; no secrets.
std::vector<std::pair<std::string, std::string>> ConfigRecordsOf(const Connector& connector);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_CONFIG_RECORDS_H_

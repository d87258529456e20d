#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_BROKER_RIGHTS_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_BROKER_RIGHTS_H_

#include <vector>

#include "base/kafka/right.h"
#include "controlplane/model/connector_spec.h"

namespace sluice::controlplane {

// What Sluice's user must be allowed to do on the brokers for a connector to run. Pure.
std::vector<kafka::Right> NeededRights(const ConnectorSpec& spec);

// What it does only when asked to: sending test records, and cleaning up at Delete. Pure.
std::vector<kafka::Right> OptionalRights(const ConnectorSpec& spec);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_BROKER_RIGHTS_H_

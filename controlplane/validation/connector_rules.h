#ifndef SLUICE_CONTROLPLANE_VALIDATION_CONNECTOR_RULES_H_
#define SLUICE_CONTROLPLANE_VALIDATION_CONNECTOR_RULES_H_

#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {

// Puts defaults where nothing was given: names of topics and groups (R5, R9, R10), the network of
// the instance (R14), the region that the endpoint tells. `instance` may be null: then its defaults
// are left out. Pure.
void FillDefaults(Connector& connector, const Instance* instance);

// Everything that is wrong with the definition, as fields of CreateConnectorRequest. What depends
// on the instance is left out when it is null. Pure: what the world says is preflight's affair.
void CheckConnector(const Connector& connector, const Instance* instance, Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_VALIDATION_CONNECTOR_RULES_H_

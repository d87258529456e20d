#ifndef SLUICE_CONTROLPLANE_INTERNAL_TOPICS_CONFIG_PROPERTIES_H_
#define SLUICE_CONTROLPLANE_INTERNAL_TOPICS_CONFIG_PROPERTIES_H_

#include "controlplane/model/connector.h"
#include "formats/connect_records.h"

namespace sluice::controlplane {

// A definition in Kafka Connect's style: every value a string, Connect's own keys where it has one
// for the thing, `maxcompute.…` for the sink. What is empty is left out. No secrets. Pure.
formats::Properties ConnectorPropertiesOf(const Connector& connector);

// The same for each of its tasks: Connect adds `task.class`.
formats::Properties TaskPropertiesOf(const Connector& connector);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_INTERNAL_TOPICS_CONFIG_PROPERTIES_H_

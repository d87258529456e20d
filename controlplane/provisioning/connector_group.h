#ifndef SLUICE_CONTROLPLANE_PROVISIONING_CONNECTOR_GROUP_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_CONNECTOR_GROUP_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "controlplane/model/connector_spec.h"

namespace sluice::controlplane {

// Makes the connector's own group visible (R10): it is that of the reader of its configuration
// topic, and has read what is in there. Commits only when the topic has grown, or when the brokers
// have forgotten the group.
absl::Status ShowConnectorGroup(kafka::Admin& admin, const ConnectorResources& resources,
                                absl::Duration call_timeout);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_CONNECTOR_GROUP_H_

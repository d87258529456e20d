#ifndef SLUICE_CONTROLPLANE_PROVISIONING_CONNECTOR_GROUP_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_CONNECTOR_GROUP_H_

#include <cstdint>
#include <string>

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

// The same where it is known that the topic has grown to `end`: nothing is asked.
absl::Status CommitConnectorGroup(kafka::Admin& admin, const ConnectorResources& resources,
                                  int64_t end, absl::Duration call_timeout);

// Takes it away again. A group that holds anything else is not only the connector's, whatever its
// name, and stays as it is; so does one with members.
absl::Status DeleteConnectorGroup(kafka::Admin& admin, const ConnectorResources& resources,
                                  absl::Duration call_timeout);

// A group that is not there is deleted.
absl::Status DeleteGroupIfThere(kafka::Admin& admin, const std::string& group,
                                absl::Duration call_timeout);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_CONNECTOR_GROUP_H_

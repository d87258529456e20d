#ifndef SLUICE_CONTROLPLANE_STORE_CHANGE_EVENTS_H_
#define SLUICE_CONTROLPLANE_STORE_CHANGE_EVENTS_H_

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/connector_event.h"
#include "controlplane/model/connector_revision.h"
#include "controlplane/model/operation.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/observation_store.h"
#include "controlplane/store/request.h"

// What a store writes beside a change of a connector, in one wording for every implementation.
// Pure.
namespace sluice::controlplane {

ConnectorEvent CreatedEvent(const Connector& connector, const ChangeNote& note,
                            const Request& request);
// `connector`: as it is after the change.
ConnectorEvent DesiredEvent(const Connector& connector, const DesiredChange& change,
                            const Request& request);
ConnectorEvent UpdatedEvent(const DefinitionChange& change, const Request& request);
ConnectorEvent RestartedEvent(const Connector& connector, const std::vector<int32_t>& indices,
                              const Request& request, absl::Time now);
ConnectorEvent RemovedEvent(const Connector& connector, absl::Time now);

// `revision`: the connector's then; 0 when it is gone.
ConnectorEvent OperationBegunEvent(const Operation& operation, int64_t revision,
                                   const Request& request);
// `operation`: as it is after its end.
ConnectorEvent OperationEndedEvent(const Operation& operation, int64_t revision);

// What is noted of a connector that has just been created.
NotedObservation FirstObservation(const Connector& connector);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_CHANGE_EVENTS_H_

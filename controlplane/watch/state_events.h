#ifndef SLUICE_CONTROLPLANE_WATCH_STATE_EVENTS_H_
#define SLUICE_CONTROLPLANE_WATCH_STATE_EVENTS_H_

#include <vector>

#include "absl/time/time.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/model/connector_event.h"
#include "controlplane/store/observation_store.h"
#include "controlplane/watch/seen_connector.h"

namespace sluice::controlplane {

// What has happened to a connector between what was noted of it before and what is seen now: its
// state changed; what is wrong began, became something else, or ended. Nothing has, when nobody had
// looked before. Pure.
std::vector<ConnectorEvent> EventsBetween(const NotedObservation& before, const SeenConnector& now,
                                          absl::Time time);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_WATCH_STATE_EVENTS_H_

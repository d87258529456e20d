#ifndef SLUICE_CONTROLPLANE_WATCH_SEEN_CONNECTOR_H_
#define SLUICE_CONTROLPLANE_WATCH_SEEN_CONNECTOR_H_

#include <memory>

#include "controlplane/lifecycle/observe.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// A connector as it was at one look: without its secrets, and what was observed of it.
struct SeenConnector {
  Connector connector;
  Observation observation;
  ObservedValues values;
};

// Shared, because every stream that has yet to tell it holds it; never changed.
using Seen = std::shared_ptr<const SeenConnector>;

// Whether somebody who watches would see no difference. What the wording alone of a message says,
// such as for how long it has been so, is none.
bool LooksTheSame(const SeenConnector& a, const SeenConnector& b);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_WATCH_SEEN_CONNECTOR_H_

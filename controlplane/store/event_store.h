#ifndef SLUICE_CONTROLPLANE_STORE_EVENT_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_EVENT_STORE_H_

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/model/connector_event.h"

namespace sluice::controlplane {

inline constexpr absl::Duration kEventLife = absl::Hours(24 * 90);
inline constexpr int kEventsOfConnectorMax = 1000;

struct EventQuery {
  std::string connector_uid;
  std::vector<EventType> types = {};                     // Empty: all.
  int64_t before = std::numeric_limits<int64_t>::max();  // Only sequences below.
  int limit = 50;
};

// What happened to connectors. Most events are written by the other stores, together with what they
// tell of; events outlive their connector. Thread-safe; UNAVAILABLE as everywhere in store/.
class EventStore {
 public:
  virtual ~EventStore() = default;

  // The newest first.
  virtual absl::StatusOr<std::vector<ConnectorEvent>> ListEvents(const EventQuery& query) = 0;

  // For what leaves no other trace in the store. `event.sequence` is given by the store.
  virtual absl::Status AddEvent(const ConnectorEvent& event) = 0;

  // Removes events that are too old, and those beyond kEventsOfConnectorMax of the next
  // `connectors_max` connectors after `after_uid`; at most 10,000 at once. Returns the uid to go on
  // after; empty at the end.
  virtual absl::StatusOr<std::string> PruneEvents(const std::string& after_uid, int connectors_max,
                                                  absl::Time now) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_EVENT_STORE_H_

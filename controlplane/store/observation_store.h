#ifndef SLUICE_CONTROLPLANE_STORE_OBSERVATION_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_OBSERVATION_STORE_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/connector_event.h"
#include "controlplane/model/ids.h"
#include "controlplane/model/task.h"

namespace sluice::controlplane {

// What was last noted of a connector. There is one for each connector, made together with it.
struct NotedObservation {
  std::string connector_uid;
  int64_t version = 0;  // Grows with each note; 0: nobody has looked yet.
  ObservedValues values;

  friend bool operator==(const NotedObservation&, const NotedObservation&) = default;
};

// A newer observation, and what has happened since the one before.
struct ObservationNote {
  std::string connector_uid;
  int64_t from_version = 0;  // The note is passed over when there is another one by now.
  ObservedValues values;
  std::vector<ConnectorEvent> events;  // Stored together with it.
};

// What was written since some time, and perhaps more.
struct FleetNews {
  std::vector<NotedObservation> observations;
  std::vector<Connector> connectors;  // Without their secrets.
  std::vector<Task> tasks;
  // How many there are altogether: more are known than that when some have gone.
  int64_t connector_count = 0;
  int64_t task_count = 0;
  std::string cursor;  // For the next time.
};

struct FleetKeys {
  std::set<std::string> connector_uids;
  std::set<TaskKey> tasks;
};

// What is observed of all connectors, for those who look at all of them again and again. Any number
// of replicas may. Thread-safe; UNAVAILABLE as everywhere in store/.
class ObservationStore {
 public:
  virtual ~ObservationStore() = default;

  // All that was written since `cursor` was given; everything for an empty one. Nothing is missed:
  // what was not committed then comes the next time. Observations are read before what they are
  // made from, so whoever notes from these news never notes something older than what is there.
  virtual absl::StatusOr<FleetNews> ReadNews(const std::string& cursor) = 0;

  // What there is; whatever a caller knows and is not here has gone.
  virtual absl::StatusOr<FleetKeys> ReadKeys() = 0;

  // Writes the notes whose connector is still at `from_version`, each with its events or not at
  // all. Returns the uids of those that were written.
  virtual absl::StatusOr<std::set<std::string>> NoteObservations(
      const std::vector<ObservationNote>& notes, absl::Time now) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_OBSERVATION_STORE_H_

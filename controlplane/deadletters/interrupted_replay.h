#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_INTERRUPTED_REPLAY_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_INTERRUPTED_REPLAY_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/store/dead_letter_mark_store.h"

namespace sluice::controlplane {

// Finds out what became of dead letters whose replay was interrupted between writing and saying so:
// looks for them in the source topic, by the headers that name their origin. Borrows its arguments.
// Thread-safe.
class InterruptedReplay {
 public:
  InterruptedReplay(ClusterConnections& clusters, DeadLetterMarkStore& marks, Clock& clock)
      : clusters_(clusters), marks_(marks), clock_(clock) {}

  // Finishes the marks of those that were written and takes back those of others, so that each may
  // be chosen again. `searched` says how far each source partition has been looked through, for the
  // next call when this one's time was too short; it is empty in the end. Whether nothing is left.
  // UNAVAILABLE also while a transaction hides the end of a source partition.
  absl::StatusOr<bool> Settle(const Connector& connector, const Instance& instance,
                              absl::Duration timeout, std::map<int32_t, int64_t>& searched);

 private:
  ClusterConnections& clusters_;
  DeadLetterMarkStore& marks_;
  Clock& clock_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_INTERRUPTED_REPLAY_H_

#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_INTERRUPTED_REPLAY_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_INTERRUPTED_REPLAY_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/deadletters/replay_json.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/store/dead_letter_mark_store.h"
#include "controlplane/store/operation_store.h"

namespace sluice::controlplane {

// Finds out what became of dead letters whose replay was interrupted between writing and saying so:
// looks for them in the source topic, by the headers that name their origin. Borrows its arguments.
// Thread-safe.
class InterruptedReplay {
 public:
  // A letter that was marked so long ago is in the source topic for every reader, or will never be:
  // its producer has given up, and a broker that lost the lead or hung is out of the replicas.
  static constexpr absl::Duration kCertainAfter = absl::Seconds(90);

  struct Outlook {
    bool settled = false;                              // Nothing is left.
    std::string waiting_for = {};                      // For people; empty: for time to read.
    absl::Duration look_again = absl::ZeroDuration();  // When to go on.
  };

  InterruptedReplay(ClusterConnections& clusters, DeadLetterMarkStore& marks, Clock& clock)
      : clusters_(clusters), marks_(marks), clock_(clock) {}

  // Finishes the marks of those that were written and takes back those of others, so that each may
  // be chosen again. `searched` is for the next call when this one could not end; it is empty when
  // all is settled. Waits, without blocking, until the marks are old enough to be certain, and
  // while a transaction hides what a source partition holds.
  absl::StatusOr<Outlook> Settle(const OperationClaim& claim, const Connector& connector,
                                 const Instance& instance, absl::Duration timeout,
                                 std::map<int32_t, SourceSearch>& searched);

 private:
  ClusterConnections& clusters_;
  DeadLetterMarkStore& marks_;
  Clock& clock_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_INTERRUPTED_REPLAY_H_

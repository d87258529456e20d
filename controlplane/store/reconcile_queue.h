#ifndef SLUICE_CONTROLPLANE_STORE_RECONCILE_QUEUE_H_
#define SLUICE_CONTROLPLANE_STORE_RECONCILE_QUEUE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::controlplane {

// The right to take the next step for one connector. A later claim of the same connector takes it
// away: every write with this one then answers ABORTED, CLAIM_LOST, and the runner lets go.
struct ReconcileClaim {
  std::string connector_uid;
  int64_t number = 0;  // Grows with each claim of this connector.
  int tries = 0;       // Failures in a row before this claim: what the backoff grows with.
  int64_t wakes = 0;   // How often the connector had been woken when it was claimed.
};

inline constexpr absl::string_view kClaimLost = "CLAIM_LOST";

// Which connectors want a look, and when: one key per connector, written together with its
// definition. Level-based: a key says that somebody should look, not what happened.
//
// Any number of runners in any number of replicas. A runner that dies loses its claim when its time
// is over; two runners are therefore possible and must be harmless. Thread-safe; UNAVAILABLE as
// everywhere in store/.
class ReconcileQueue {
 public:
  virtual ~ReconcileQueue() = default;

  // Have `connector_uid` looked at now; if it is claimed, again once that look is over. A uid
  // that is gone is not an error.
  virtual absl::Status Wake(absl::string_view connector_uid, absl::Time now) = 0;

  // At most `limit` connectors that are due and not claimed by another, the longest due first; each
  // is this caller's until `now + ttl`.
  virtual absl::StatusOr<std::vector<ReconcileClaim>> Claim(int limit, absl::Duration ttl,
                                                            absl::Time now) = 0;

  // The look went well; the next one is at `next_look` (InfiniteFuture: when woken), or at once
  // when it was woken since it was claimed. ABORTED, CLAIM_LOST.
  virtual absl::Status Complete(const ReconcileClaim& claim, absl::Time next_look) = 0;

  // The look failed: again at `next_look`, or at once when woken since; counts a try. ABORTED,
  // CLAIM_LOST.
  virtual absl::Status Fail(const ReconcileClaim& claim, absl::Time next_look) = 0;

  // When the next key is due; InfiniteFuture when none is. For how long to sleep.
  virtual absl::StatusOr<absl::Time> NextDue() = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_RECONCILE_QUEUE_H_

#ifndef SLUICE_DATAPLANE_COMMIT_SETTLER_H_
#define SLUICE_DATAPLANE_COMMIT_SETTLER_H_

#include "absl/status/statusor.h"
#include "dataplane/commit/session_keeper.h"
#include "dataplane/commit/settle_plan.h"
#include "dataplane/commit/standing_intent.h"

namespace sluice::dataplane {

// Brings the sessions of a standing intent to their end: it only ever rolls forward (rule S8).
//
// Borrows the keeper of the sessions. Any thread may call, one at a time for the same intent.
class Settler {
 public:
  explicit Settler(SessionKeeper& sessions) : sessions_(sessions) {}

  // One pass over the sessions that are still open; may be called again after any answer. `ours`:
  // this process has uploaded them, so they are committed without being looked at first.
  // FAILED_PRECONDITION, AMBIGUOUS_COMMIT: only a person can tell; nothing was guessed. Other
  // errors: try again.
  absl::StatusOr<Settled> Pass(StandingIntent& standing, bool ours);

 private:
  absl::StatusOr<SettleStep> PassOne(StandingIntent& standing, size_t session, bool ours);

  SessionKeeper& sessions_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_SETTLER_H_

#ifndef SLUICE_CONTROLPLANE_RECONCILE_STATUS_RETRIES_H_
#define SLUICE_CONTROLPLANE_RECONCILE_STATUS_RETRIES_H_

#include <map>
#include <string>

#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "controlplane/reconcile/reconcile_step.h"

namespace sluice::controlplane {

// When the status of a connector that could not be published is tried again: each connector has
// pauses of its own, which grow until it is published. A look that another replica takes is not
// counted here.
//
// Borrows the clock. Thread-safe.
class StatusRetries {
 public:
  StatusRetries(Clock& clock, const Pace& pace) : clock_(clock), pace_(pace) {}

  // It could not be published: how long to wait.
  absl::Duration DelayAfterFailure(const std::string& connector_uid);

  // It is published, or the connector is gone.
  void Forget(const std::string& connector_uid);

 private:
  struct Failures {
    int in_a_row = 0;
    absl::Duration last = absl::ZeroDuration();  // Monotonic.
  };

  Clock& clock_;
  const Pace pace_;
  Mutex mu_;
  std::map<std::string, Failures> failures_ SLUICE_GUARDED_BY(mu_);  // By connector uid.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_STATUS_RETRIES_H_

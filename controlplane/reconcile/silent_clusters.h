#ifndef SLUICE_CONTROLPLANE_RECONCILE_SILENT_CLUSTERS_H_
#define SLUICE_CONTROLPLANE_RECONCILE_SILENT_CLUSTERS_H_

#include <map>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// Which clusters have just been found not to answer. Whoever waits for one finds out for all:
// without this, a cluster with many connectors that is away would keep every thread busy with
// waiting for it.
//
// Borrows the clock. Thread-safe.
class SilentClusters {
 public:
  SilentClusters(Clock& clock, absl::Duration remember) : clock_(clock), remember_(remember) {}

  // Calls `ask`, which talks to the brokers of `instance`, and returns what it returns; while they
  // are known not to answer, that at once. Of those who come when that is no longer sure, one asks
  // and the others are still told what was known.
  absl::Status Ask(const Instance& instance, absl::FunctionRef<absl::Status()> ask);

 private:
  struct Silence {
    int64_t generation = 0;  // Of the instance: once it is changed, it is another cluster.
    absl::Duration until = absl::ZeroDuration();  // Monotonic.
    absl::Status status;
  };

  // OK when it is this caller's to ask.
  absl::Status Known(const Instance& instance);
  void Note(const Instance& instance, const absl::Status& status);

  Clock& clock_;
  const absl::Duration remember_;
  Mutex mu_;
  std::map<std::string, Silence> silences_ SLUICE_GUARDED_BY(mu_);  // By instance uid.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_SILENT_CLUSTERS_H_

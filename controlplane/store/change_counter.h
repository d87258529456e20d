#ifndef SLUICE_CONTROLPLANE_STORE_CHANGE_COUNTER_H_
#define SLUICE_CONTROLPLANE_STORE_CHANGE_COUNTER_H_

#include <array>
#include <cstdint>

#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "controlplane/store/change_signal.h"

namespace sluice::controlplane {

// The counting and waiting of a ChangeSignal; where the signals come from is its owner's affair.
// Thread-safe.
class ChangeCounter {
 public:
  void Add(Change change);
  int64_t Count(Change change);
  int64_t WaitBeyond(Change change, int64_t seen, absl::Duration timeout);
  void Stop();
  bool stopped();
  // Returns early once it is stopped.
  void WaitUntilStopped(absl::Duration timeout);

 private:
  Mutex mu_;
  CondVar changed_;
  std::array<int64_t, 4> counts_ SLUICE_GUARDED_BY(mu_) = {};
  bool stopped_ SLUICE_GUARDED_BY(mu_) = false;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_CHANGE_COUNTER_H_
